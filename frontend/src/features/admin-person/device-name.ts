/** What a browser's own description says, in two words; browsers that name others as well come first. */

const BROWSERS = [
  [/Telegram/i, "Telegram"],
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/YaBrowser\//, "Yandex"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/HeadlessChrome\/|Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;

const SYSTEMS = [
  [/Android/, "Android"],
  [/iPhone|iPad|iPod/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
] as const;

const first = (rules: readonly (readonly [RegExp, string])[], text: string) => rules.find(([sign]) => sign.test(text))?.[1];

/** "Chrome, Android"; what is no browser by its first word; null where nothing was said. */
export function deviceName(userAgent: string | null): string | null {
  if (userAgent === null || userAgent.trim() === "") return null;
  const found = [first(BROWSERS, userAgent), first(SYSTEMS, userAgent)].filter((part) => part !== undefined);
  return found.length > 0 ? found.join(", ") : (userAgent.split(/[\s/]/)[0] ?? null);
}
