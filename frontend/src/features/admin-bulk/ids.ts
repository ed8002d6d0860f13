/** Telegram ids as people paste them: from a column, a list with commas, or the screens of this app. */

export const MOST_PEOPLE = 10_000;
const HIGHEST_ID = 2 ** 52 - 1;

export interface PastedIds {
  /** Each once, in the order given. */
  ids: number[];
  /** What is no id, as it was written. */
  wrong: string[];
  repeated: number;
}

let known: { text: string; pasted: PastedIds } = { text: "", pasted: { ids: [], wrong: [], repeated: 0 } };

/** Several parts of a step ask about the same text at once, and it may be ten thousand lines long. */
export function parseIds(text: string): PastedIds {
  if (known.text !== text) known = { text, pasted: parsed(text) };
  return known.pasted;
}

/** Ids are grouped by no-break spaces here, so only those are part of an id; every other space parts two. */
function parsed(text: string): PastedIds {
  const words = text
    .replace(/(\d)[\u00a0\u202f](?=\d)/g, "$1")
    .split(/[\s,;|]+/)
    .map((word) => word.replace(/^["'#]+|["']+$/g, ""))
    .filter((word) => word !== "");
  const isId = (word: string) => /^\d+$/.test(word) && Number(word) >= 1 && Number(word) <= HIGHEST_ID;
  const good = words.filter(isId).map(Number);
  const ids = [...new Set(good)];
  return { ids, wrong: words.filter((word) => !isId(word)), repeated: good.length - ids.length };
}
