/** One short line on what a model is. */

import type { ModelRead } from "@/shared/api/types";
import type { Language } from "@/shared/i18n/messages";

/** For the descriptions that an installation starts with; one that an admin has written is shown as it stands. */
const shorter: Readonly<Record<string, Record<Language, string>>> = {
  "Logistic regression on momentum and volatility. Plain, quick to explain, free for everybody.": {
    en: "Logistic regression, easy to check",
    ru: "Логистическая регрессия",
  },
  "A stack: logistic regression, random forest and boosting vote, a second model weighs them.": {
    en: "Three models stacked into one",
    ru: "Три модели, собранные в одну",
  },
  "A random forest over the same features, strong where several weak conditions meet.": {
    en: "Random forest",
    ru: "Случайный лес",
  },
  "Gradient boosting: many small corrections, each learnt from the mistakes before it.": {
    en: "Gradient boosting",
    ru: "Градиентный бустинг",
  },
  "Speaks rarely: only where its calibrated confidence passes a threshold chosen in advance.": {
    en: "Few, confident signals",
    ru: "Редкие, уверенные сигналы",
  },
};

export function purposeOf({ description }: Pick<ModelRead, "description">, language: Language): string {
  const known = Object.hasOwn(shorter, description) ? shorter[description] : undefined;
  return known?.[language] ?? description;
}
