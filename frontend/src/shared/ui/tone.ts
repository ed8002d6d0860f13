/** What a colour may mean; `neutral` is ink, for everything that is no meaning. */
export type Tone = "neutral" | "accent" | "buy" | "sell" | "won" | "lost" | "warn";
