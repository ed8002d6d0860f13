/** The time zone that times are told in: the person's own choice, else the device's. */

let chosen: string | null = null;
let device: string | null = null;

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** An IANA name; null, or one that this device does not know, means the device's zone. */
export function setTimeZone(zone: string | null): void {
  chosen = zone !== null && isTimeZone(zone) ? zone : null;
}

export function timeZone(): string {
  device ??= Intl.DateTimeFormat().resolvedOptions().timeZone; // costs more than all that a row formats
  return chosen ?? device;
}

/** "UTC+3", "UTC−3:30", "UTC" at a moment: summer time moves it. */
export function zoneOffset(zone: string, at: Date | number = Date.now()): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(at);
  const written = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  return written.replace("GMT", "UTC").replace(/\+0$/, "").replace("-", "\u2212");
}

/** "Moscow, UTC+3". */
export function zoneLabel(zone: string, at: Date | number = Date.now()): string {
  const city = zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
  const offset = zoneOffset(zone, at);
  return city === offset ? city : `${city}, ${offset}`;
}
