/** Every time zone of this device, with words to find it by. */

import { zoneLabel, zoneOffset } from "@/shared/format/time";
import type { Language } from "@/shared/i18n/messages";

export interface Zone {
  id: string;
  /** "Moscow, UTC+3". */
  label: string;
  /** "Moscow Time", «Москва». */
  name: string;
  words: string;
}

function nameIn(zone: string, language: Language): string {
  const formatter = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: "longGeneric" });
  return formatter.formatToParts().find(({ type }) => type === "timeZoneName")?.value ?? "";
}

function described(id: string, language: Language): Zone {
  const [label, name] = [zoneLabel(id), nameIn(id, language)];
  const offset = zoneOffset(id);
  const plain = offset.replace("\u2212", "-");
  return { id, label, name, words: `${label} ${name} ${id.replaceAll("_", " ")} ${plain} ${id}`.toLocaleLowerCase(language) };
}

/** "UTC" is not on every device's list, and the zone of the device itself not always. */
export function allZones(language: Language, own: readonly string[]): Zone[] {
  const ids = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), ...own]);
  return [...ids].map((id) => described(id, language)).sort((one, other) => one.label.localeCompare(other.label, language));
}

/** Zones in which every word of the search occurs. */
export function foundZones(zones: readonly Zone[], search: string): Zone[] {
  const sought = search.toLocaleLowerCase().replace("\u2212", "-").split(/\s+/).filter(Boolean);
  return zones.filter(({ words }) => sought.every((word) => words.includes(word)));
}

export function deviceZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
