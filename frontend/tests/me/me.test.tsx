import { cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nextToEnd } from "@/features/me/access-summary";
import { Me } from "@/features/me/me";
import { setLanguage } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import type { UserRead } from "@/shared/api/types";
import { rightTo, serve, show } from "./server";

beforeEach(() => setLanguage("en"));
afterEach(() => {
  cleanup();
  sessionStore.set({ user: null, access: null });
});

const person = { telegram_id: 7, first_name: "Ada", last_name: "Lovelace", username: "ada", role: "user" } as UserRead;

describe("Me", () => {
  it("finds what ends first, and nothing where nothing ends", () => {
    const [late, soon, never] = [rightTo("a", "2026-05-01T00:00:00Z"), rightTo("b", "2026-04-01T00:00:00Z"), rightTo("c")];
    expect(nextToEnd([late, soon, never])).toBe(soon);
    expect(nextToEnd([never])).toBeUndefined();
  });

  it("leads to the admin's page only for admins, by a link that loads it", () => {
    serve({});
    sessionStore.set({ user: person });
    show(<Me />, { rights: [rightTo("a")] });
    expect(screen.queryByText("Admin screens")).toBeNull();
    cleanup();
    sessionStore.set({ user: { ...person, role: "admin" } });
    show(<Me />, { rights: [rightTo("a")] });
    expect(screen.getByRole("link", { name: "Admin screens" }).getAttribute("href")).toBe("/admin");
  });
});
