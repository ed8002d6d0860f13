import { useSyncExternalStore } from "react";
import type { Language, Messages } from "@/shared/i18n/messages";

let current: Language = "en";
const listeners = new Set<() => void>();

/** Russian for the languages whose speakers mostly read it, English for everybody else. */
export function languageOf(code: string | null | undefined): Language {
  return /^(ru|be|uk|kk|ky|tg|uz)(?![a-z])/i.test(code ?? "") ? "ru" : "en";
}

export function setLanguage(language: Language): void {
  current = language;
  document.documentElement.lang = language;
  for (const tell of listeners) tell();
}

export function language(): Language {
  return current;
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function useLanguage(): Language {
  return useSyncExternalStore(listen, language);
}

/** The texts in the language that is chosen now; the component renders again when it changes. */
export function useMessages<Texts>(both: Messages<Texts>): Texts {
  return both[useLanguage()] as Texts;
}

/** The texts in the language that is chosen now, outside of components. */
export function messagesNow<Texts>(both: Messages<Texts>): Texts {
  return both[current] as Texts;
}
