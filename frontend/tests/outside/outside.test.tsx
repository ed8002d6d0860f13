import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Ended } from "@/features/outside/ended";
import { Outside } from "@/features/outside/outside";
import { qrPath } from "@/features/outside/qr";
import { setLanguage } from "@/shared/i18n/language";
import { json, serve } from "../me/server";

beforeEach(() => setLanguage("en"));
afterEach(cleanup);

const app = (bot: string | null, isDevelopment = false) => ({
  "GET /api/app": () => json({ bot_username: bot, is_development: isDevelopment }),
});

describe("Outside", () => {
  it("leads to the bot by a link and by a code that has a name", async () => {
    serve(app("forex_bot"));
    render(<Outside />);
    const link = await screen.findByRole("link", { name: "Open in Telegram" });
    expect(link.getAttribute("href")).toBe("https://t.me/forex_bot");
    expect(screen.getByRole("img", { name: "QR code that opens @forex_bot in Telegram" })).toBeTruthy();
    expect(screen.queryByRole("link", { name: /Development/ })).toBeNull();
  });

  it("has no dead button where no bot is known, and the demo people only in development", async () => {
    serve(app(null, true));
    render(<Outside />);
    expect((await screen.findByRole("link", { name: /Development/ })).getAttribute("href")).toBe("/dev/telegram");
    expect(screen.queryByText("Open in Telegram")).toBeNull();
    expect(screen.getByText("Ask the operator for the link.")).toBeTruthy();
  });

  it("asks again where the server did not answer", async () => {
    let isAway = true;
    serve({ "GET /api/app": () => (isAway ? json({}, 503) : json({ bot_username: "forex_bot", is_development: false })) });
    render(<Outside />);
    const again = await screen.findByRole("button", { name: "Try again" });
    isAway = false;
    await userEvent.setup().click(again);
    expect(await screen.findByRole("link", { name: "Open in Telegram" })).toBeTruthy();
  });

  it("changes its language", async () => {
    serve(app(null));
    render(<Outside />);
    await userEvent.setup().click(screen.getByRole("button", { name: "Русский" }));
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Приложение открывается в Telegram");
    expect(document.documentElement.lang).toBe("ru");
  });
});

describe("the code", () => {
  it("draws the corners that a scanner looks for", () => {
    const { size, path } = qrPath("https://t.me/forex_bot");
    expect(size).toBeGreaterThanOrEqual(25);
    expect(path.startsWith("M0 0h7v1h-7z")).toBe(true);
    expect(path).toContain(`M${size - 7} 0h7v1h-7z`);
    expect(path).toContain(`M0 ${size - 1}h7v1h-7z`);
  });
});

describe("Ended", () => {
  it.each([
    ["user_blocked", "An admin has shut you out"],
    ["unknown_user", "Your account is deleted"],
    ["init_data_expired", "This launch is too old"],
    ["logged_out", "You are logged out everywhere"],
    ["invalid_init_data", "Telegram’s launch data was not accepted"],
    ["session_revoked", "Your session ended"],
    ["anything", "Your session ended"],
  ])("tells of %s", (code, title) => {
    render(<Ended code={code} />);
    expect(screen.getByRole("heading", { name: title })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Load again" })).toBeTruthy();
  });
});
