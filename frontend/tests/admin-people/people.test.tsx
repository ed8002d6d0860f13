import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { People } from "@/features/admin-people/people";
import { peopleSelection } from "@/shared/admin/selection";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";
import { json, modelOf, serve, show, stats } from "../admin-bulk/kit";
import { listed } from "./fixtures";

/** Nothing is laid out here: every element is as large as a window, so that the list draws its rows. */
function layOut(): void {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);
  vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener: () => undefined, removeEventListener: () => undefined }));
}

const everybody = Array.from({ length: 10 }, (_, at) => listed(at));

function start(address: string) {
  window.history.replaceState(null, "", address);
  const asked = serve({
    "GET /api/admin/models": () => json([modelOf("shadow-stack", "Shadow Stack")]),
    "GET /api/admin/stats": () => json(stats()),
    "GET /api/admin/users": (request) => {
      const query = new URL(request.url).searchParams.get("query");
      const items = everybody.filter((person) => query === null || `${person.first_name} ${person.last_name}`.includes(query));
      return json({ items, next_cursor: null, total: items.length });
    },
  });
  show(<People />);
  return { user: userEvent.setup(), users: () => asked.filter((request) => new URL(request.url).pathname === "/api/admin/users") };
}

beforeEach(() => {
  setLanguage("en");
  setTimeZone("UTC");
  layOut();
});
afterEach(() => {
  cleanup();
  peopleSelection.set(null);
  vi.unstubAllGlobals();
});

test("the keyboard moves, picks, picks a range and opens", async () => {
  const { user } = start("/admin/people");
  await screen.findAllByText("Павел Орлов");
  screen.getByRole("region", { name: "People" }).focus();
  await user.keyboard("{ArrowDown}{ArrowDown} ");
  expect(peopleSelection.get()).toEqual({ kind: "ids", ids: [7_000_000_001] });
  expect(document.activeElement?.textContent).toBe("Kwame Mensah");
  await user.keyboard("{ArrowDown}{ArrowDown}{Shift>} {/Shift}");
  expect(peopleSelection.get()).toEqual({ kind: "ids", ids: [7_000_000_001, 7_000_000_002, 7_000_000_003] });
  expect(screen.getByText("3 selected")).toBeDefined();
  await user.keyboard("{Enter}");
  expect(window.location.pathname).toBe("/admin/people/7000000003");
});

test("what is typed is asked once it rests, stands in the address, and selecting all selects the filter", async () => {
  const { user, users } = start("/admin/people?role=user");
  await screen.findAllByText("Kwame Mensah");
  await user.type(screen.getByRole("searchbox"), "Орлов");
  await waitFor(() => expect(new URLSearchParams(window.location.search).get("query")).toBe("Орлов"));
  await waitFor(() => expect(screen.queryByText("Kwame Mensah")).toBeNull());
  const queries = users().map((request) => new URL(request.url).searchParams.get("query"));
  expect(new Set(queries)).toEqual(new Set([null, "Орлов"]));
  await user.click(screen.getByRole("checkbox", { name: "Select all 2 that match" }));
  expect(peopleSelection.get()).toEqual({ kind: "filter", filter: { query: "Орлов", role: "user" }, total: 2 });
  expect(screen.getByRole("link", { name: "Extend…" }).getAttribute("href")).toBe("/admin/bulk?do=extend");
  await user.click(screen.getByRole("button", { name: "Clear" }));
  await screen.findAllByText("Kwame Mensah");
  expect(screen.queryByText(/that match$/)).toBeNull();
});
