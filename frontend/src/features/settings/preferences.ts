/** What a person has chosen, with defaults filled in, and what a change makes of it before the server has answered. */

import type { Preferences, PreferencesPatch } from "@/shared/api/types";

export type Mode = "on" | "silent" | "off";

/** Kinds of messages as they are shown; one line may stand for two kinds of the server's. */
export const KINDS = {
  signal: ["signal"],
  resolved: ["resolved"],
  access: ["access", "request"],
  expiry: ["expiry"],
  broadcast: ["broadcast"],
} as const;

export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as Kind[];

const isMode = (value: string | undefined): value is Mode => value === "on" || value === "silent" || value === "off";

/** What is not chosen is on. */
export function modeOf(preferences: Preferences, kind: Kind): Mode {
  const chosen = preferences.notifications[KINDS[kind][0]];
  return isMode(chosen) ? chosen : "on";
}

export function modePatch(kind: Kind, mode: Mode): PreferencesPatch {
  return { notifications: Object.fromEntries(KINDS[kind].map((one) => [one, mode])) };
}

/** A model's own mode; null where it goes with all new signals. */
export function ownMode(preferences: Preferences, modelId: string): Mode | null {
  const chosen = preferences.signal_modes[modelId];
  return isMode(chosen) ? chosen : null;
}

function mergedModes(before: Preferences["signal_modes"], patch: PreferencesPatch["signal_modes"]): Record<string, string> {
  if (patch === null || patch === undefined) return {};
  const merged = Object.entries({ ...before, ...patch });
  return Object.fromEntries(merged.filter((entry): entry is [string, Mode] => entry[1] !== null));
}

/** As the server will answer: only what is given changes, and null puts a default back where the server says so. */
export function applied(before: Preferences, patch: PreferencesPatch): Preferences {
  const after: Preferences = {
    ...before,
    language_code: patch.language_code ?? before.language_code,
    timezone: patch.timezone === undefined ? before.timezone : patch.timezone,
    notifications: { ...before.notifications, ...patch.notifications },
  };
  if (patch.signal_modes !== undefined) after.signal_modes = mergedModes(before.signal_modes, patch.signal_modes);
  if (patch.min_confidence !== undefined) after.min_confidence = patch.min_confidence;
  if (patch.quiet_hours !== undefined) after.quiet_hours = patch.quiet_hours;
  if (patch.digest !== undefined) after.digest = patch.digest !== false;
  return after;
}
