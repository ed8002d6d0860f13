/** The language and time zone that a person has chosen, kept beside the page so that no start flashes in another. */

import { launch } from "@/shared/telegram/launch";
import { languageOf, setLanguage } from "@/shared/i18n/language";
import { setTimeZone } from "@/shared/format/time";

const KEY = `forexsignals.preferences.${launch.user?.id ?? 0}`;

interface Chosen {
  language: string | null;
  timeZone: string | null;
}

function recalled(): Chosen {
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY) ?? "{}") as Partial<Chosen>;
    return { language: kept.language ?? null, timeZone: kept.timeZone ?? null };
  } catch {
    return { language: null, timeZone: null };
  }
}

function apply({ language, timeZone }: Chosen): void {
  setLanguage(languageOf(language ?? launch.user?.language ?? navigator.language));
  setTimeZone(timeZone);
}

/** At start: what was chosen last on this device, else Telegram's language and the device's zone. */
export function applyRecalledPreferences(): void {
  apply(recalled());
}

/** The server's word on what the person has chosen. */
export function applyPreferences(chosen: Chosen): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    // A frame without storage asks the server at every start.
  }
  apply(chosen);
}
