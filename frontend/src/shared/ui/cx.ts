/** Class names that apply; null instead of an empty attribute. */
export function cx(...names: (string | false | null | undefined)[]): string | undefined {
  const kept = names.filter(Boolean).join(" ");
  return kept === "" ? undefined : kept;
}
