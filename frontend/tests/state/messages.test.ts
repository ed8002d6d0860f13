import { describe, expect, it } from "vitest";
import { en, ru } from "@/shared/i18n/messages";
import { languageOf } from "@/shared/i18n/language";

type Text = string | ((...given: unknown[]) => unknown);
type Texts = Record<string, Text>;
interface Both {
  en: Texts;
  ru: Texts;
}

const files = import.meta.glob<Record<string, unknown>>(["/src/**/messages.ts", "/src/**/*-messages.ts"], { eager: true });

const isBoth = (value: unknown): value is Both =>
  typeof value === "object" && value !== null && "en" in value && "ru" in value && typeof value.en === "object";

const found = Object.entries(files).flatMap(([file, exported]) =>
  Object.entries(exported)
    .filter((entry): entry is [string, Both] => isBoth(entry[1]))
    .map(([name, both]) => [`${file.replace("/src/", "")} ${name}`, both] as const),
);

/** What a text is for the parameters 1, 2, 5 and a word; null where it needs other ones. */
function samples(text: Text): (string | null)[] {
  if (typeof text === "string") return [text];
  return [1, 2, 5, "EUR/USD"].map((given) => {
    try {
      const written = text(...Array.from({ length: text.length }, () => given));
      return typeof written === "string" ? written : String(written);
    } catch {
      return null;
    }
  });
}

/** Meant so, and read: `rowEach` counts people in English only; a unit that Russian does without. */
const MEANT = ["admin-bulk/outcome-messages.ts outcome rowEach", "model/record-messages.ts record ru.aSignal"];
const isMeant = (file: string, key: string) => MEANT.includes(`${file.replace("features/", "")} ${key}`);

const flaws = (both: Both, isFlawed: (text: Text, key: string) => boolean): string[] =>
  (["en", "ru"] as const).flatMap((language) =>
    Object.entries(both[language]).flatMap(([key, text]) => (isFlawed(text, key) ? [`${language}.${key}`] : [])),
  );

it("there are texts to check", () => {
  expect(found.length).toBeGreaterThan(2);
});

describe.each(found)("%s", (file, both) => {
  it("has the same keys in both languages", () => {
    expect(Object.keys(both.ru).sort()).toEqual(Object.keys(both.en).sort());
  });

  it("has texts and functions only, the same in both, with the same number of parameters", () => {
    const shape = (text: Text | undefined) => (typeof text === "function" ? `function of ${text.length}` : typeof text);
    for (const [key, text] of Object.entries(both.en)) {
      expect(["string", "function of"].some((kind) => shape(text).startsWith(kind)), key).toBe(true);
      if (!isMeant(file, key)) expect(shape(both.ru[key]), key).toBe(shape(text));
    }
  });

  it("has no empty text", () => {
    const isEmpty = (written: string | null) => written === null || written.trim() === "";
    const isVoid = (text: Text) => {
      const all = samples(text).filter((written) => written !== null);
      return all.length > 0 && all.every(isEmpty);
    };
    expect(flaws(both, isVoid).filter((key) => !isMeant(file, key))).toEqual([]);
  });

  it("does not shout", () => {
    expect(flaws(both, (text) => samples(text).some((written) => written?.includes("!") === true))).toEqual([]);
  });
});

describe("counts", () => {
  const s = "\u00a0";

  it("take the noun's form", () => {
    expect([0, 1, 2].map((n) => en(n, "day", "days"))).toEqual([`0${s}days`, `1${s}day`, `2${s}days`]);
    const days = (n: number) => ru(n, "день", "дня", "дней");
    expect([0, 1, 2, 5, 11, 12, 21, 22, 25, 111, 1.5].map((n) => days(n).split(s).at(-1))).toEqual(
      ["дней", "день", "дня", "дней", "дней", "дней", "день", "дня", "дней", "дней", "дня"],
    );
  });
});

describe("the language", () => {
  it.each(["ru", "RU", "ru-RU", "ru_RU", "uk", "be-BY", "kk"])("of %s is Russian", (code) => {
    expect(languageOf(code)).toBe("ru");
  });

  it.each(["en", "de", "", null, undefined, "rue", "run", "pt-br"])("of %s is English", (code) => {
    expect(languageOf(code)).toBe("en");
  });
});
