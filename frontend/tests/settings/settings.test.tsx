import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { applied } from "@/features/settings/preferences";
import { Settings } from "@/features/settings/settings";
import type { Preferences, PreferencesPatch } from "@/shared/api/types";
import { language, setLanguage } from "@/shared/i18n/language";
import { toastsShown } from "@/shared/ui/toasts";
import { type Answer, chosen, json, meOf, rightTo, serve, show } from "../me/server";

beforeEach(() => setLanguage("en"));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** A server that keeps what it is told. */
function keeper(first: Preferences): { answers: Record<string, Answer>; stored: () => Preferences } {
  let stored = first;
  return {
    stored: () => stored,
    answers: {
      "GET /api/auth/me": () => json(meOf(stored)),
      "PATCH /api/auth/me": async (request) => {
        stored = applied(stored, (await request.json()) as PreferencesPatch);
        return json(meOf(stored));
      },
      "GET /api/app": () => json({ bot_username: null, is_development: true, has_bot: false }),
      "GET /api/auth/sessions": () => json([]),
      "GET /api/me/message-preview": () => json({ kind: "signal", text: "<b>EUR/USD</b>", silent: false, is_example: true }),
    },
  };
}

const bells = async (name: string) => within(await screen.findByRole("radiogroup", { name })).getAllByRole<HTMLInputElement>("radio");

describe("Settings", () => {
  it("shows a change with the press, stores presses in their order, and says so", async () => {
    const server = keeper(chosen);
    const calls = serve(server.answers);
    show(<Settings />);
    const [, silent, off] = await bells("Access changes");
    fireEvent.click(silent!);
    fireEvent.click(off!);
    expect(off!.checked).toBe(true);
    expect(await screen.findByText("Saved")).toBeTruthy();
    await waitFor(() => expect(calls.filter(({ method }) => method === "PATCH")).toHaveLength(2));
    await waitFor(() => expect(server.stored().notifications).toEqual({ access: "off", request: "off" }));
    expect(off!.checked).toBe(true);
  });

  it("goes back to what is stored when a change fails, and tells why it moved", async () => {
    serve({ ...keeper(chosen).answers, "PATCH /api/auth/me": () => json({ code: "internal" }, 500) });
    show(<Settings />);
    const [on, , off] = await bells("Results");
    fireEvent.click(off!);
    expect(off!.checked).toBe(true);
    await waitFor(() => expect(on!.checked).toBe(true));
    expect(toastsShown().at(-1)?.title).toBe("Not saved");
    expect(screen.queryByText("Saved")).toBeNull();
  });

  it("changes the language at once, and back when it could not be stored", async () => {
    let refuse: (response: Response) => void = () => undefined;
    const answers = keeper(chosen).answers;
    serve({ ...answers, "PATCH /api/auth/me": () => new Promise<Response>((resolve) => (refuse = resolve)) });
    const person = userEvent.setup();
    show(<Settings />);
    await person.click(await screen.findByRole("button", { name: "Language" }));
    await person.click(screen.getByRole("button", { name: "Русский" }));
    expect(screen.getByRole("heading", { name: "Настройки" })).toBeTruthy();
    await act(async () => {
      await Promise.resolve();
      refuse(json({ code: "internal" }, 500));
    });
    await waitFor(() => expect(language()).toBe("en"));
  });

  it("stores quiet hours with the zone that they are meant in, once the times stand still and differ", async () => {
    const server = keeper({ ...chosen, timezone: null });
    const calls = serve(server.answers);
    show(<Settings />);
    fireEvent.click(await screen.findByRole("switch", { name: "Quiet hours" }));
    await waitFor(() => expect(server.stored().quiet_hours).toEqual({ starts_at: "23:00", ends_at: "07:30" }));
    expect(server.stored().timezone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
    const until = screen.getByLabelText("Quiet until");
    fireEvent.change(until, { target: { value: "23:00" } });
    expect(screen.getByRole("alert").textContent).toBe("Start and end must differ.");
    fireEvent.change(until, { target: { value: "08:00" } });
    fireEvent.change(until, { target: { value: "08:15" } });
    await waitFor(() => expect(server.stored().quiet_hours?.ends_at).toBe("08:15"), { timeout: 3000 });
    expect(calls.filter(({ method }) => method === "PATCH")).toHaveLength(2);
  });

  it("lets a model go its own way and come back", async () => {
    const server = keeper(chosen);
    serve(server.answers);
    const person = userEvent.setup();
    show(<Settings />, { rights: [rightTo("a")] });
    await person.click(await screen.findByRole("button", { name: "Per model" }));
    const [, silent] = await bells("A");
    fireEvent.click(silent!);
    await waitFor(() => expect(server.stored().signal_modes).toEqual({ a: "silent" }));
    await person.click(await screen.findByRole("button", { name: "A: as for all" }));
    await waitFor(() => expect(server.stored().signal_modes).toEqual({}));
  });

  it("says that nothing is sent while no bot is connected", async () => {
    serve(keeper(chosen).answers);
    show(<Settings />);
    expect(await screen.findByText(/Messages start once the operator has connected the bot/)).toBeTruthy();
  });
});
