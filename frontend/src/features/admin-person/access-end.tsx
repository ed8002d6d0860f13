import css from "@/features/admin-person/access-end.module.css";
import type { AccessRow } from "@/features/admin-person/access-rows";
import { person as texts } from "@/features/admin-person/messages";
import { EndDate } from "@/shared/admin/ui/end-cell";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { AdminRequestRead } from "@/shared/api/types";
import { ago, timeLeft } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { InboxIcon } from "@/shared/ui/icons";
import { Tag } from "@/shared/ui/tag";

type Texts = (typeof texts)["en"];

function sourceWords(source: string, isFree: boolean, t: Texts): string {
  const known: Record<string, string> = { admin: t.byAdmin, template: t.byTemplate, request: t.byRequest, undo: t.byUndo, basic: t.freeModel };
  return isFree ? t.freeModel : (known[source] ?? source);
}

/** When it ends and how it came; or that it is asked for, or not open. */
export function AccessEnd({ row, isShort = false }: { row: AccessRow; isShort?: boolean | undefined }) {
  const t = useMessages(texts);
  const now = useServerNow();
  const { right, request } = row;
  if (right === null) return request === null ? <span className="quiet">{t.notOpen}</span> : <Asked request={request} now={now} />;
  const left = right.expires_at === null ? null : t.left(timeLeft(right.expires_at, now));
  return (
    <span className={css.end}>
      <EndDate end={right.expires_at} now={now} isExact />
      <span className={css.more}>{[left, isShort && left !== null ? null : sourceWords(right.source, row.isFree, t)].filter(Boolean).join(" · ")}</span>
      {request !== null && <Asked request={request} now={now} />}
    </span>
  );
}

function Asked({ request, now }: { request: AdminRequestRead; now: number }) {
  const t = useMessages(texts);
  return (
    <span className={css.asked}>
      <Tag tone="accent" icon={InboxIcon}>
        {t.requestedAgo(ago(request.created_at, now))}
      </Tag>
      {request.message !== null && <span className={css.message}>{t.asked(request.message)}</span>}
    </span>
  );
}
