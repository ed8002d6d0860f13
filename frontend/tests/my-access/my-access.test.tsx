import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MyAccess } from "@/features/my-access/my-access";
import { setLanguage } from "@/shared/i18n/language";
import { entryOf, json, rightTo, serve, show } from "../me/server";

beforeEach(() => setLanguage("en"));
afterEach(cleanup);

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const page = (versions: number[], next: string | null) => ({
  items: versions.map((version) => entryOf({ version, granted: ["a"], reason: `Reason ${version}` })),
  next_cursor: next,
});

const history = (request: Request) =>
  new URL(request.url).searchParams.has("cursor") ? json(page([2, 1], null)) : json(page([7, 6, 5, 4, 3], "next"));

describe("My access", () => {
  it("shows a few changes, then all that are loaded, then older ones", async () => {
    const person = userEvent.setup();
    serve({ "GET /api/me/history": history, "GET /api/models": () => json([]) });
    show(<MyAccess />, { rights: [rightTo("a")] });
    await person.click(await screen.findByRole("button", { name: /Show all 7.changes/ }));
    expect(screen.getByText("“Reason 3”")).toBeTruthy();
    await person.click(screen.getByRole("button", { name: "Show older changes" }));
    expect(await screen.findByText("“Reason 1”")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Show older changes" })).toBeNull();
  });

  it("offers to extend only what ends soon, and does not show what has ended", () => {
    serve({});
    show(<MyAccess />, { rights: [rightTo("a", inDays(2)), rightTo("b", inDays(40)), rightTo("c", inDays(-1))] });
    const links = screen.getAllByRole("link", { name: /Ask to extend/ });
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["/models/a"]);
    expect(screen.queryByText("C")).toBeNull();
  });

  it("says what can be done where nothing is open, and where the history is away", async () => {
    serve({ "GET /api/me/history": () => json({ code: "internal", request_id: "r-1" }, 500) });
    show(<MyAccess />);
    expect(screen.getByRole("link", { name: "To the models" }).getAttribute("href")).toBe("/models");
    expect(await screen.findByText("We couldn’t load the history")).toBeTruthy();
    expect(screen.getByText("r-1")).toBeTruthy();
  });
});
