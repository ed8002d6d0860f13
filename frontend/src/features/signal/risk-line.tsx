import { useQuery } from "@tanstack/react-query";
import { page } from "@/features/signal/messages";
import { modelsQuery } from "@/shared/api/queries";
import { useMessages } from "@/shared/i18n/language";
import { Footnote } from "@/shared/ui/section";

/** As few as these say nothing about the next hundred. */
const LEAST = 100;

/** How often such signals miss, from the model's own record. */
export function RiskLine({ modelId }: { modelId: string }) {
  const t = useMessages(page);
  const { data } = useQuery(modelsQuery);
  const accuracy = data?.find((model) => model.id === modelId)?.accuracy;
  const isKnown = accuracy != null && accuracy.n >= LEAST;
  return <Footnote>{isKnown ? t.missed(Math.round((1 - accuracy.hit_rate) * 100)) : t.advice}</Footnote>;
}
