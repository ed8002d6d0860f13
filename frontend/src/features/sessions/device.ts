/** A user agent as a person would name the device. Order matters: most browsers pretend to be another one as well. */

export interface Device {
  /** "Telegram", "Chrome"; null where it cannot be told. */
  app: string | null;
  /** "Android 14", "iPhone", "Windows"; null where it cannot be told. */
  system: string | null;
  isPhone: boolean;
}

const apps: readonly (readonly [RegExp, string])[] = [
  [/telegram/i, "Telegram"],
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bYaBrowser\//, "Yandex Browser"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bHeadlessChrome\/|\bChrome\/|\bCriOS\//, "Chrome"],
  [/\bVersion\/[\d.]+ .*Safari\//, "Safari"],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPad\b/, "iPad"],
  [/\biPhone\b/, "iPhone"],
  [/\bAndroid (\d+)/, "Android"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMacintosh\b|\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** Android's WebView and iOS's web view inside of another app name no browser of their own. */
function isEmbedded(agent: string): boolean {
  return agent.includes("; wv)") || (/\b(iPhone|iPad)\b/.test(agent) && !agent.includes("Safari/"));
}

function systemOf(agent: string): string | null {
  for (const [pattern, name] of systems) {
    const found = pattern.exec(agent);
    if (found !== null) return found[1] === undefined ? name : `${name} ${found[1]}`;
  }
  return null;
}

export function deviceOf(agent: string | null): Device {
  const text = agent ?? "";
  const named = apps.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  // This app opens nowhere but in Telegram, so a bare web view is Telegram's.
  const app = isEmbedded(text) ? "Telegram" : named;
  return { app, system: systemOf(text), isPhone: /\b(iPhone|iPad|Android)\b/.test(text) };
}
