/** RFC 8785 (JSON Canonicalization Scheme), for the plain data that JSON.parse gives. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * The one text of a value: names in the order of their UTF-16 code units, no white space, numbers and strings as ECMAScript
 * writes them, which is what the scheme asks for. Raises TypeError for what no JSON has.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("JSON has no such number");
  if (value === null || typeof value !== "object") {
    const written = JSON.stringify(value) as string | undefined;
    if (written === undefined) throw new TypeError("JSON has no such value");
    return written;
  }
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join(",")}]`;
  const fields = Object.entries(value as Readonly<Record<string, Json>>);
  fields.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, held]) => `${JSON.stringify(name)}:${canonicalJson(held)}`).join(",")}}`;
}
