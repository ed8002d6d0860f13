/** What an admin writes, and the body that the API takes of it. */

import { asked } from "@/shared/admin/asked";
import type { Audience, BroadcastDraft, BroadcastRead, Texts } from "@/shared/api/types";
import { LANGUAGES, type Language } from "@/shared/i18n/messages";

export interface Draft {
  texts: Readonly<Record<Language, string>>;
  audience: Audience;
  silent: boolean;
}

export const EMPTY: Draft = { texts: { en: "", ru: "" }, audience: {}, silent: false };

export function draftOf({ texts, audience, silent }: Pick<BroadcastRead, "texts" | "audience" | "silent">): Draft {
  return { texts: { en: texts["en"] ?? "", ru: texts["ru"] ?? "" }, audience: asked(audience), silent };
}

/** The texts that say something; null where none does. */
export function textsOf({ texts }: Draft): Texts | null {
  const said = LANGUAGES.flatMap((language) => (texts[language].trim() === "" ? [] : [[language, texts[language].trim()]]));
  return said.length === 0 ? null : (Object.fromEntries(said) as Texts);
}

/** The body of a draft; null while nothing is written, which the API does not keep. */
export function bodyOf(draft: Draft): BroadcastDraft | null {
  const texts = textsOf(draft);
  return texts === null ? null : { texts, audience: asked(draft.audience), silent: draft.silent };
}

/** What somebody reads who reads this language: the other text where theirs is not written. */
export function readIn(texts: Readonly<Record<string, string>>, language: Language): string {
  const [own, other] = [texts[language], texts[language === "en" ? "ru" : "en"]];
  return own !== undefined && own !== "" ? own : (other ?? "");
}
