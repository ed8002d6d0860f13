import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deviceOf } from "@/features/sessions/device";
import { Sessions } from "@/features/sessions/sessions";
import type { SessionRead } from "@/shared/api/types";
import { setLanguage } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { json, serve, show } from "../me/server";

beforeEach(() => setLanguage("en"));
afterEach(cleanup);

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const agents: readonly (readonly [string | null, string | null, string | null, boolean])[] = [
  ["Mozilla/5.0 (Linux; Android 14; Pixel 7; wv) Version/4.0 Chrome/128.0 Mobile Safari/537.36 Telegram-Android/11.2", "Telegram", "Android 14", true],
  ["Mozilla/5.0 (Linux; Android 13; SM-A536B; wv) Version/4.0 Chrome/120.0 Mobile Safari/537.36", "Telegram", "Android 13", true],
  [IPHONE, "Telegram", "iPhone", true],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge", "Windows", false],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15", "Safari", "macOS", false],
  [FIREFOX, "Firefox", "Linux", false],
  ["curl/8.5.0", null, null, false],
  [null, null, null, false],
];

describe("a device", () => {
  it.each(agents)("%s", (agent, app, system, isPhone) => {
    expect(deviceOf(agent)).toEqual({ app, system, isPhone });
  });
});

const sessionOf = (id: string, change: Partial<SessionRead>): SessionRead => ({
  id,
  user_agent: FIREFOX,
  ip_address: "203.0.113.7",
  created_at: "2026-03-01T12:00:00Z",
  last_used_at: new Date().toISOString(),
  expires_at: "2026-03-09T12:00:00Z",
  current: false,
  ...change,
});

describe("Sessions", () => {
  it("puts this device first, ends another one after asking, and keeps the rest", async () => {
    let live = [sessionOf("phone", { user_agent: IPHONE }), sessionOf("here", { current: true })];
    const calls = serve({
      "GET /api/auth/sessions": () => json(live),
      "DELETE /api/auth/sessions/phone": () => {
        live = live.filter(({ id }) => id !== "phone");
        return json(null, 204);
      },
    });
    const person = userEvent.setup();
    show(<Sessions />, { path: "/me/sessions" });
    const rows = within(await screen.findByRole("list", { name: "Sessions" })).getAllByRole("listitem");
    expect(rows[0]!.textContent).toContain("This device");
    expect(screen.queryByRole("button", { name: "End the session: Firefox on Linux" })).toBeNull();
    await person.click(screen.getByRole("button", { name: "End the session: Telegram on iPhone" }));
    expect(calls.some(({ method }) => method === "DELETE")).toBe(false);
    await person.click(screen.getByRole("button", { name: "End the session" }));
    await waitFor(() => expect(screen.queryByText("Telegram on iPhone")).toBeNull());
    expect(screen.getByText("Firefox on Linux")).toBeTruthy();
  });

  it("keeps the question open with the request's id when the server refuses", async () => {
    serve({
      "GET /api/auth/sessions": () => json([sessionOf("phone", { user_agent: IPHONE }), sessionOf("here", { current: true })]),
      "DELETE /api/auth/sessions/phone": () => json({ code: "internal", request_id: "r-3" }, 500),
    });
    const person = userEvent.setup();
    show(<Sessions />);
    await person.click(await screen.findByRole("button", { name: "End the session: Telegram on iPhone" }));
    await person.click(screen.getByRole("button", { name: "End the session" }));
    expect((await screen.findByRole("alert")).textContent).toContain("r-3");
  });

  it("logs out everywhere, ends this page too, and leaves no question in the address", async () => {
    serve({
      "GET /api/auth/sessions": () => json([sessionOf("here", { current: true })]),
      "POST /api/auth/logout-all": () => json(null, 204),
    });
    const { history } = show(<Sessions />, { path: "/me/sessions?end=all" });
    const sheet = await screen.findByRole("dialog", { name: "Log out everywhere?" });
    await userEvent.setup().click(within(sheet).getByRole("button", { name: "Log out everywhere" }));
    await waitFor(() => expect(sessionStore.get().ended).toBe("logged_out"));
    expect(history.at(-1)).not.toContain("end=all");
  });
});
