/** Putting Telegram's HTML around what is selected, and finding a place that the server names. */

export interface Selection {
  start: number;
  end: number;
}

export interface Edited {
  text: string;
  selection: Selection;
}

export type SimpleTag = "b" | "i" | "code";

/** Wrap the selection, or take away the tag that stands around it already. What is selected stays selected. */
export function toggled(text: string, { start, end }: Selection, tag: SimpleTag): Edited {
  const [open, close] = [`<${tag}>`, `</${tag}>`];
  const inside = text.slice(start, end);
  if (text.slice(0, start).endsWith(open) && text.slice(end).startsWith(close)) {
    const from = start - open.length;
    return {
      text: text.slice(0, from) + inside + text.slice(end + close.length),
      selection: { start: from, end: from + inside.length },
    };
  }
  const from = start + open.length;
  return {
    text: text.slice(0, start) + open + inside + close + text.slice(end),
    selection: { start: from, end: from + inside.length },
  };
}

const escaped = (address: string): string => address.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** The address with its scheme; null where it is none that Telegram takes. */
export function linkAddress(written: string): string | null {
  const address = written.trim();
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  if (/\s/.test(whole) || !/^(https?:\/\/[^/]|tg:\/\/|mailto:[^@]+@)/i.test(whole)) return null;
  return whole;
}

/** A link on the selection; where nothing is selected, the address itself is what one reads. */
export function linked(text: string, { start, end }: Selection, address: string): Edited {
  const inside = start === end ? escaped(address) : text.slice(start, end);
  const open = `<a href="${escaped(address)}">`;
  const from = start + open.length;
  return {
    text: `${text.slice(0, start)}${open}${inside}</a>${text.slice(end)}`,
    selection: { start: from, end: from + inside.length },
  };
}

/**
 * Where in a text a place lies that the server counted: from 1, in whole characters, after the blank beginning that it
 * leaves out.
 */
export function offsetOf(text: string, line: number, column: number): number {
  const start = text.length - text.trimStart().length;
  const lines = text.slice(start).split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const within = Array.from(lines[line - 1] ?? "").slice(0, column - 1).join("");
  return Math.min(text.length, start + before + within.length);
}
