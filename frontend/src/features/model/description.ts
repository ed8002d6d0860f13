/** What a model does, in the person's language. */

import type { ModelRead } from "@/shared/api/types";
import type { Language } from "@/shared/i18n/messages";

/** Of the descriptions that an installation starts with; one that an admin has written is shown as it stands. */
const russian: Readonly<Record<string, string>> = {
  "Logistic regression on momentum and volatility. Plain, quick to explain, free for everybody.":
    "Логистическая регрессия по импульсу и волатильности. Простая, легко объяснить, бесплатна для всех.",
  "A stack: logistic regression, random forest and boosting vote, a second model weighs them.":
    "Стекинг: голосуют логистическая регрессия, случайный лес и бустинг, а вторая модель взвешивает их голоса.",
  "A random forest over the same features, strong where several weak conditions meet.":
    "Случайный лес на тех же признаках. Силён там, где сходятся несколько слабых условий.",
  "Gradient boosting: many small corrections, each learnt from the mistakes before it.":
    "Градиентный бустинг: много мелких поправок, каждая учится на ошибках предыдущих.",
  "Speaks rarely: only where its calibrated confidence passes a threshold chosen in advance.":
    "Говорит редко: только когда откалиброванная уверенность выше порога, выбранного заранее.",
};

export function descriptionOf({ description }: Pick<ModelRead, "description">, language: Language): string {
  const known = Object.hasOwn(russian, description) ? russian[description] : undefined;
  return language === "ru" && known !== undefined ? known : description;
}
