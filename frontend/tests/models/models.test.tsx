import { act, cleanup, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Models } from "@/features/models/models";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { type Answers, serve, show, signIn } from "../feed/kit";
import { modelOf } from "../model/fixtures";
import { access, json, right } from "../state/kit";

const models = [
  modelOf("logistic-spy", { name: "Logistic Spy", is_free: true, has_access: true }),
  modelOf("shadow-stack", { name: "Shadow Stack", has_access: true }),
  modelOf("gray-cardinal", { name: "Gray Cardinal" }),
  modelOf("sniper-80x", { name: "Sniper 80x", accuracy: null }),
];
const request = { id: "1", model_id: "gray-cardinal", message: null, status: "pending", created_at: "2026-11-19T20:36:00Z", decided_at: null, decision_reason: null };

function world(rights: ReturnType<typeof right>[]): Answers {
  return {
    ...signIn(access(sessionStore.get().seen + 1, rights)),
    "GET /api/models": () => json(models),
    "GET /api/subscription-requests": () => json({ items: [request], next_cursor: null }),
  };
}

const names = (region: HTMLElement) => within(region).getAllByRole("listitem").map((row) => within(row).getAllByRole("link")[0]?.textContent);

beforeEach(() => {
  setLanguage("en");
  setTimeZone("UTC");
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("open and locked apart, all with their figures; an end is told in time, with the way to more", async () => {
  vi.setSystemTime("2026-11-20T10:00:00Z"); // an end is told in days of the calendar, whatever time it is here
  const end = Date.now() + 30 * 3_600_000;
  serve(world([right("logistic-spy"), right("shadow-stack", end)]));
  show(<Models />, "/models");
  const open = await screen.findByRole("region", { name: "Open for you" });
  expect(screen.getByText("2 of 4 open for you")).toBeDefined();
  expect(names(open)).toEqual(["Shadow Stack", "Logistic Spy"]);
  expect(within(open).getByText(/^Ends in 1.day/)).toBeDefined();
  expect(within(open).getByRole("link", { name: "Ask to extend Shadow Stack" }).getAttribute("href")).toBe("/models/shadow-stack?ask=extend");
  expect(within(open).getByText("Free")).toBeDefined();
  const locked = screen.getByRole("region", { name: "Locked" });
  expect(names(locked)).toEqual(["Gray Cardinal", "Sniper 80x"]);
  expect(await within(locked).findByText("Requested")).toBeDefined();
  expect(within(locked).getByText("Not measured yet")).toBeDefined();
  expect(within(locked).getByText(/95% interval 46.5–51.1 · n.1,811/)).toBeDefined();
});

test("a right that goes takes its model to the locked ones at once", async () => {
  serve(world([right("logistic-spy"), right("shadow-stack")]));
  show(<Models />, "/models");
  await screen.findByText("2 of 4 open for you");
  act(() => void sessionStore.accept(access(sessionStore.get().seen + 1, [right("logistic-spy")])));
  expect(screen.getByText("1 of 4 open for you")).toBeDefined();
  expect(names(screen.getByRole("region", { name: "Locked" }))).toEqual(["Shadow Stack", "Gray Cardinal", "Sniper 80x"]);
});

test("a list that does not come: why, with its request, and a way to try again", async () => {
  serve({ ...world([right("logistic-spy")]), "GET /api/models": () => json({ code: "internal", request_id: "7f2c-91d0" }, 500) });
  show(<Models />, "/models");
  expect(await screen.findByText("We couldn’t load the models")).toBeDefined();
  expect(screen.getByText("7f2c-91d0")).toBeDefined();
  expect(screen.getByRole("button", { name: "Try again" })).toBeDefined();
});
