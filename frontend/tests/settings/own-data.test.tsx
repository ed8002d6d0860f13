import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fileSize } from "@/features/settings/file-size";
import { OwnData } from "@/features/settings/own-data";
import { setLanguage } from "@/shared/i18n/language";
import { session } from "@/shared/session/current";
import { sessionStore } from "@/shared/session/store";
import { toastsShown } from "@/shared/ui/toasts";
import { json, meOf, chosen, rightTo, serve, show } from "../me/server";

const { user } = meOf(chosen);

beforeEach(() => {
  setLanguage("en");
  sessionStore.set({ user: { ...user, role: "user" }, ended: null });
});
afterEach(cleanup);

const exported = (text = '{"version":1}') => ({
  "GET /api/me/export": () => new Response(text, { headers: { "Content-Type": "application/json" } }),
});

async function openFile() {
  const person = userEvent.setup();
  show(<OwnData />);
  await person.click(screen.getByRole("button", { name: "Download my data" }));
  return { person, sheet: within(await screen.findByRole("dialog", { name: "Your data is ready" })) };
}

async function openQuestion() {
  const person = userEvent.setup();
  await person.click(screen.getByRole("button", { name: "Delete account" }));
  return { person, sheet: within(await screen.findByRole("dialog", { name: "Delete your account?" })) };
}

describe("one's own file", () => {
  it("is saved under a name that says what it is and of which day", async () => {
    serve(exported());
    const saved = vi.fn<(name: string) => void>();
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved(this.download);
    });
    const { person, sheet } = await openFile();
    expect(sheet.getByText(/A JSON file of 1 kB/)).toBeTruthy();
    await person.click(sheet.getByRole("button", { name: "Save the file" }));
    expect(saved.mock.calls[0]![0]).toMatch(/^forexsignals-my-data-\d{4}-\d\d-\d\d\.json$/);
  });

  it("can be copied where nothing is saved, and says when it can't", async () => {
    serve(exported('{"version":1,"name":"Ada"}'));
    const { person, sheet } = await openFile();
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValueOnce().mockRejectedValueOnce(new Error("no"));
    await person.click(sheet.getByRole("button", { name: "Copy the text" }));
    expect(write).toHaveBeenCalledExactlyOnceWith('{"version":1,"name":"Ada"}');
    await person.click(await sheet.findByRole("button", { name: "Copied" }));
    expect((await sheet.findByRole("alert")).textContent).toContain("let nothing be copied");
  });

  it("is shared where the device can, and closing the list of apps is no failure", async () => {
    serve(exported());
    const share = vi.fn<(given: ShareData) => Promise<void>>();
    Object.assign(navigator, { canShare: () => true, share });
    const { person, sheet } = await openFile();
    const press = () => person.click(sheet.getByRole("button", { name: "Share" }));
    share.mockRejectedValueOnce(new DOMException("closed", "AbortError"));
    await press();
    expect(sheet.queryByRole("alert")).toBeNull();
    share.mockRejectedValueOnce(new DOMException("no", "NotAllowedError"));
    await press();
    expect((await sheet.findByRole("alert")).textContent).toContain("not shared");
    expect(share.mock.calls[0]![0].files![0]!.name).toContain("my-data");
    Reflect.deleteProperty(navigator, "canShare");
    Reflect.deleteProperty(navigator, "share");
  });

  it("tells when it was made too often, and from when it can be had again", async () => {
    serve({
      "GET /api/me/export": () => new Response('{"code":"rate_limited"}', { status: 429, headers: { "Retry-After": "601" } }),
    });
    show(<OwnData />);
    await userEvent.setup().click(screen.getByRole("button", { name: "Download my data" }));
    await waitFor(() => expect(toastsShown().at(-1)).toMatchObject({ title: "The file couldn’t be made" }));
    expect(toastsShown().at(-1)!.detail).toContain("11\u00a0minutes");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("has a size in the words of the language", () => {
    expect([fileSize(300, "en"), fileSize(12_300, "en"), fileSize(1_450_000, "en")]).toEqual(["1 kB", "12 kB", "1.5 MB"]);
    expect(fileSize(12_300, "ru")).toMatch(/^12\s[кk]Б$/);
  });
});

describe("the end of an account", () => {
  it("names what is lost, asks for a word, and sends whose account it is", async () => {
    const calls = serve({ "DELETE /api/me": () => json(null, 204) });
    const ended = vi.spyOn(session, "end").mockImplementation(() => undefined);
    show(<OwnData />, { rights: [rightTo("shadow-stack"), rightTo("gray-cardinal")] });
    const { person, sheet } = await openQuestion();
    expect(sheet.getByText(/SHADOW-STACK, GRAY-CARDINAL/)).toBeTruthy();
    const pressVerb = () => person.click(sheet.getByRole("button", { name: "Delete for good" }));
    await pressVerb();
    await person.type(sheet.getByRole("textbox"), "delet");
    await pressVerb();
    expect(calls.filter(({ method }) => method === "DELETE")).toEqual([]);
    await person.type(sheet.getByRole("textbox"), "e ");
    await pressVerb();
    await waitFor(() => expect(ended).toHaveBeenCalledExactlyOnceWith("unknown_user"));
    expect(calls.filter(({ method }) => method === "DELETE")).toEqual([{ method: "DELETE", path: "/api/me", body: { telegram_id: 7 } }]);
  });

  it("asks for the word of the language that the question is in", async () => {
    setLanguage("ru");
    serve({});
    show(<OwnData />);
    const person = userEvent.setup();
    await person.click(screen.getByRole("button", { name: "Удалить аккаунт" }));
    const sheet = within(await screen.findByRole("dialog", { name: "Удалить аккаунт?" }));
    const isOff = () => sheet.getByRole("button", { name: "Удалить навсегда" }).getAttribute("aria-disabled") === "true";
    expect(isOff()).toBe(true);
    await person.type(sheet.getByRole("textbox"), "удалить");
    expect(isOff()).toBe(false);
  });

  it("stays open with the reason when the server refuses", async () => {
    serve({ "DELETE /api/me": () => json({ code: "internal", request_id: "r-9" }, 500) });
    show(<OwnData />);
    const { person, sheet } = await openQuestion();
    await person.type(sheet.getByRole("textbox"), "DELETE");
    await person.click(sheet.getByRole("button", { name: "Delete for good" }));
    expect((await sheet.findByRole("alert")).textContent).toContain("r-9");
    expect(sessionStore.get().ended).toBeNull();
  });

  it("is not offered to an admin, who gives up the role first", () => {
    sessionStore.set({ user: { ...user, role: "admin" } });
    serve({});
    show(<OwnData />);
    expect(screen.queryByRole("button", { name: "Delete account" })).toBeNull();
    expect(screen.getByText("Admins first give up their role")).toBeTruthy();
  });
});
