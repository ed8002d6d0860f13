import { useQuery } from "@tanstack/react-query";
import { parseIds } from "@/features/admin-bulk/ids";
import { bulk } from "@/features/admin-bulk/messages";
import { isTooMany } from "@/features/admin-bulk/order";
import { matchesQuery } from "@/features/admin-bulk/queries";
import type { WhoDraft } from "@/features/admin-bulk/use-draft";
import { asked } from "@/shared/admin/asked";
import { statsQuery } from "@/shared/admin/queries";
import { useDebounced } from "@/shared/admin/ui/use-debounced";
import type { UserFilter } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";

export interface Matching {
  /** "1,204 people match of 100,482." */
  sentence: string;
  /** Why one can't go on. */
  refusal: string | null;
  note: string | null;
}

/** How many people the draft means, before any dry run. */
export function useMatching(who: WhoDraft): Matching {
  const ofFilter = useFiltered(who.filter, who.mode === "filter");
  const ofIds = useGiven(who.text);
  return who.mode === "filter" ? ofFilter : ofIds;
}

function useFiltered(filter: UserFilter, isAsked: boolean): Matching {
  const t = useMessages(bulk);
  const rested = useDebounced(filter);
  const matches = useQuery({ ...matchesQuery(rested), enabled: isAsked });
  const { data: stats } = useQuery(statsQuery);
  const note = Object.keys(asked(filter)).length === 0 ? t.everyoneWarning : null;
  if (matches.isError) return { sentence: "", refusal: null, note: t.countFailed };
  if (matches.data === undefined || rested !== filter) return { sentence: t.counting, refusal: null, note };
  const sentence = t.matching(count(matches.data), Math.max(matches.data, stats?.users ?? 0));
  if (matches.data === 0) return { sentence, refusal: t.nobody, note };
  return { sentence, refusal: isTooMany(matches.data) ? t.tooMany : null, note };
}

function useGiven(text: string): Matching {
  const t = useMessages(bulk);
  const { ids } = parseIds(text);
  if (ids.length === 0) return { sentence: "", refusal: t.idsMissing, note: null };
  if (isTooMany(ids.length)) return { sentence: "", refusal: t.idsTooMany(ids.length), note: null };
  return { sentence: t.idsFound(ids.length), refusal: null, note: null };
}
