/** What Telegram gave at launch. Read once: the hash is gone from the address as soon as the app moves on. */

import type { Theme } from "@/shared/telegram/palette";

export interface LaunchUser {
  id: number;
  language: string | null;
  firstName: string;
}

export interface Launch {
  /** Signed launch data, exactly as it was received; "" outside of Telegram. */
  initData: string;
  version: string;
  platform: string;
  theme: Theme;
  startParam: string | null;
  /** Who Telegram says this is: good for keys and greetings, never for rights. */
  user: LaunchUser | null;
}

const KEY = "forexsignals.launch";

/** The launch parameters in an address, the signed ones of the hash first; "" without launch data. */
export function launchIn(address: string): string {
  const { hash, search } = new URL(address);
  const start = hash.search(/[#?&]tgWebApp/);
  const raw = start < 0 ? search.slice(1) : `${hash.slice(start + 1)}&${search.slice(1)}`;
  return new URLSearchParams(raw).has("tgWebAppData") ? raw : "";
}

/**
 * What the address says, else what it said before a reload. Not the bridge's reader: that one refuses a whole launch for
 * one odd theme colour and then gives the launch before, which may be another account's.
 */
function rawParams(): string {
  const fresh = launchIn(window.location.href);
  try {
    if (fresh === "") return window.sessionStorage.getItem(KEY) ?? "";
    window.sessionStorage.setItem(KEY, fresh);
  } catch {
    // A frame without storage has to be opened from Telegram again after a reload.
  }
  return fresh;
}

function objectOf(text: string | null): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(text ?? "");
    return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function themeOf(text: string | null): Theme {
  return Object.fromEntries(
    Object.entries(objectOf(text)).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function userOf(initData: string): LaunchUser | null {
  const user = objectOf(new URLSearchParams(initData).get("user"));
  if (typeof user["id"] !== "number") return null;
  const [language, firstName] = [user["language_code"], user["first_name"]];
  return {
    id: user["id"],
    language: typeof language === "string" ? language : null,
    firstName: typeof firstName === "string" ? firstName : "",
  };
}

/** Parse raw launch parameters: a query string, as Telegram puts it into the hash. */
export function parseLaunch(raw: string): Launch {
  const params = new URLSearchParams(raw);
  const initData = params.get("tgWebAppData") ?? "";
  return {
    initData,
    version: params.get("tgWebAppVersion") ?? "6.0",
    platform: params.get("tgWebAppPlatform") ?? "unknown",
    theme: themeOf(params.get("tgWebAppThemeParams")),
    startParam: new URLSearchParams(initData).get("start_param") ?? params.get("tgWebAppStartParam"),
    user: userOf(initData),
  };
}

export const launch: Launch = parseLaunch(rawParams());
