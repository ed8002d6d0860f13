/** What the verdict of a record rests on, in one or two sentences after its words. */

import { record } from "@/features/model/record-messages";
import type { Record_ } from "@/shared/api/types";
import { rate, rateNumber } from "@/shared/format/numbers";
import { messagesNow } from "@/shared/i18n/language";

export type Judged = Pick<Record_, "verdict" | "hit_rate" | "baseline" | "cs_low" | "n">;

export function verdictSentence({ verdict, hit_rate, baseline, cs_low, n }: Judged): string {
  const t = messagesNow(record);
  const [own, chance, bound] = [rate(hit_rate), rate(baseline), rateNumber(cs_low)];
  switch (verdict) {
    case "better_than_chance":
      return t.becauseBetter(chance, bound);
    case "worse_than_chance":
      return t.becauseWorse(chance);
    case "not_enough_data":
      return t.becauseFew(n);
    case "not_distinguishable":
      return hit_rate > baseline ? t.becauseLuck(own, chance, bound) : t.becauseClose(own, chance);
    default:
      return verdict satisfies never;
  }
}
