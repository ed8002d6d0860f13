/** Texts in both languages: the compiler refuses a key, or a parameter, that one of them lacks. */

export type Language = "en" | "ru";
export const LANGUAGES: readonly Language[] = ["en", "ru"];

/** A text, or a function of what it speaks about. */
type Text = string | ((...given: never[]) => string);
type Same<Texts> = { [Key in keyof Texts]: Texts[Key] extends (...given: infer Given) => string ? (...given: Given) => string : string };

export interface Messages<Texts> {
  en: Texts;
  ru: Same<Texts>;
}

export function messages<Texts extends Record<string, Text>>(both: { en: Texts; ru: Same<Texts> }): Messages<Texts> {
  return both;
}

const rules = { en: new Intl.PluralRules("en"), ru: new Intl.PluralRules("ru") };
const counts = { en: new Intl.NumberFormat("en"), ru: new Intl.NumberFormat("ru") };

/** "1 signal", "2 signals": the count, a no-break space, and the noun in its form. */
export function en(count: number, one: string, other: string): string {
  return `${counts.en.format(count)}\u00a0${rules.en.select(count) === "one" ? one : other}`;
}

/** "1 сигнал", "2 сигнала", "5 сигналов"; fractions take the form of "few". */
export function ru(count: number, one: string, few: string, many: string): string {
  const forms: Partial<Record<Intl.LDMLPluralRule, string>> = { one, few, many, other: few };
  return `${counts.ru.format(count)}\u00a0${forms[rules.ru.select(count)] ?? many}`;
}
