/** Whom a broadcast is for, in one phrase. */

import { broadcasts } from "@/features/admin-broadcasts/messages";
import { REACH_WORDS } from "@/shared/admin/ui/filter-fields";
import { filterWords } from "@/shared/admin/ui/filter-messages";
import type { Audience } from "@/shared/api/types";
import { formatDate } from "@/shared/format/time";
import { language, messagesNow } from "@/shared/i18n/language";

type NameOf = (modelId: string) => string;

/** What the editor has no field for: a draft may have got it by the API. */
export function otherWords({ query, status, reachability }: Audience): string[] {
  const [t, words] = [messagesNow(broadcasts), messagesNow(filterWords)];
  return [
    query == null ? "" : t.named(query),
    status == null ? "" : status === "blocked" ? t.blocked : t.active,
    reachability == null ? "" : t.bot(words[REACH_WORDS[reachability]].toLocaleLowerCase(language())),
  ].filter(Boolean);
}

/** "Everybody"; "With Shadow Stack, ending before 27 Nov 2026, reading Russian". */
export function audienceWords(audience: Audience, nameOf: NameOf): string {
  const t = messagesNow(broadcasts);
  const { model_id: model, expires_before: before, role, language: reads } = audience;
  const parts = [
    model == null ? "" : t.holding(nameOf(model)),
    before == null ? "" : t.ending(formatDate(before)),
    role == null ? "" : role === "admin" ? t.admins : t.users,
    reads == null ? "" : reads === "ru" ? t.readingRussian : t.reading,
    ...otherWords(audience),
  ].filter(Boolean);
  const said = parts.join(", ");
  return said === "" ? t.everybody : said.charAt(0).toLocaleUpperCase(language()) + said.slice(1);
}
