/** How a template looks: colours and icons by the names that the server keeps. */

import type { Tone } from "@/shared/ui/tone";

export const COLOURS = ["neutral", "blue", "teal", "amber"] as const;
export type Colour = (typeof COLOURS)[number];

export const ICONS = ["sigmoid", "layers", "tree", "stairs", "reticle"] as const;

const tones: Readonly<Record<Colour, Tone>> = { neutral: "neutral", blue: "accent", teal: "won", amber: "warn" };

export const isColour = (name: string): name is Colour => COLOURS.some((colour) => colour === name);

/** A colour that this version does not know is grey. */
export const toneOf = (name: string): Tone => (isColour(name) ? tones[name] : "neutral");
