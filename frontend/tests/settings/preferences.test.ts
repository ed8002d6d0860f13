import { describe, expect, it } from "vitest";
import { isTime, span } from "@/features/settings/hours";
import { applied, modeOf, modePatch, ownMode } from "@/features/settings/preferences";
import { allZones, foundZones } from "@/features/settings/zones";
import { chosen } from "../me/server";

describe("a change of preferences", () => {
  it("touches only what it names", () => {
    expect(applied(chosen, { digest: false })).toEqual({ ...chosen, digest: false });
    expect(applied(chosen, {})).toEqual(chosen);
  });

  it("merges modes, and null takes a model's own mode out", () => {
    const before = { ...chosen, signal_modes: { a: "off", b: "silent" } };
    expect(applied(before, { signal_modes: { a: null, c: "on" } }).signal_modes).toEqual({ b: "silent", c: "on" });
    expect(applied(before, { signal_modes: null }).signal_modes).toEqual({});
  });

  it("puts defaults back where null means that, and keeps the language where it means nothing", () => {
    const before = { ...chosen, min_confidence: 0.6, quiet_hours: { starts_at: "23:00", ends_at: "07:30" }, digest: false };
    const after = applied(before, { min_confidence: null, quiet_hours: null, digest: null, timezone: null, language_code: null });
    expect(after).toEqual({ ...chosen, timezone: null });
  });

  it("sets answers to requests together with changes of access", () => {
    expect(modePatch("access", "off")).toEqual({ notifications: { access: "off", request: "off" } });
    expect(modeOf(applied(chosen, modePatch("access", "silent")), "access")).toBe("silent");
  });

  it("takes what is not chosen, or not known, for the default", () => {
    expect(modeOf({ ...chosen, notifications: { signal: "loud" } }, "signal")).toBe("on");
    expect(ownMode({ ...chosen, signal_modes: { a: "loud" } }, "a")).toBeNull();
  });
});

describe("hours", () => {
  it("run past midnight", () => {
    expect(span("23:00", "07:30")).toBe(8.5 * 3_600_000);
    expect(span("07:30", "23:00")).toBe(15.5 * 3_600_000);
  });

  it("are times of day", () => {
    expect(["00:00", "23:59"].every(isTime)).toBe(true);
    expect(["24:00", "7:30", "", "07:60"].some(isTime)).toBe(false);
  });
});

describe("time zones", () => {
  const zones = allZones("ru", ["Europe/Moscow", "Etc/GMT-3"]);
  const ids = (search: string) => foundZones(zones, search).map(({ id }) => id);

  it("are found by city, by name in one's language, by offset and by the written name", () => {
    expect(ids("moscow")).toContain("Europe/Moscow");
    expect(ids("москва")).toContain("Europe/Moscow");
    expect(ids("new york")).toContain("America/New_York");
    expect(ids("utc-10")).toContain("Pacific/Honolulu");
    expect(ids("UTC\u221210")).toContain("Pacific/Honolulu");
    expect(ids("nowhere")).toEqual([]);
  });

  it("include the person's own and UTC, once each", () => {
    const all = zones.map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(["UTC", "Etc/GMT-3"]));
  });
});
