import { Link } from "wouter";
import css from "@/features/admin-person/history-card.module.css";
import { person as texts } from "@/features/admin-person/messages";
import type { Open } from "@/features/admin-person/opened";
import { authorName, historyTitle, isUndoable } from "@/shared/admin/ui/history-words";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import type { HistoryEntry, UserDetail } from "@/shared/api/types";
import { formatDateTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Card, CardHead } from "@/shared/ui/card";
import { Hash } from "@/shared/ui/serial";
import { Timeline, TimelineEntry } from "@/shared/ui/timeline";

/** Every change, newest first: what, who, when, why, and its hash. Only the newest can be undone. */
export function HistoryCard({ detail, onOpen }: { detail: UserDetail; onOpen: Open }) {
  const t = useMessages(texts);
  const { history, user } = detail;
  const all = (
    <Link href={`/admin/history?user_id=${user.telegram_id}`} className={css.all}>
      {t.allChanges}
    </Link>
  );
  return (
    <Card as="section" labelledBy="history">
      <CardHead id="history" title={t.history} aside={all} />
      {history.length === 0 && <p className="quiet">{t.noHistory}</p>}
      <Timeline label={t.history}>
        {history.map((entry, at) => (
          <Entry key={entry.id} entry={entry} isNewest={at === 0} onUndo={() => onOpen({ kind: "undo", entry })} />
        ))}
      </Timeline>
    </Card>
  );
}

function Entry({ entry, isNewest, onUndo }: { entry: HistoryEntry; isNewest: boolean; onUndo: () => void }) {
  const t = useMessages(texts);
  const { nameOf } = useKnownModels();
  const who = (
    <>
      <bdi>{authorName(entry)}</bdi> · <time dateTime={entry.created_at}>{formatDateTime(entry.created_at)}</time>
    </>
  );
  return (
    <TimelineEntry node={`v${entry.version}`} tone={isNewest ? "accent" : "neutral"} title={historyTitle(entry, nameOf)} lines={[who]}>
      {entry.reason !== null && entry.reason !== "" && <p className={css.why}>{t.asked(entry.reason)}</p>}
      <div className={css.proof}>
        {entry.ip_address !== null && <span className="mono">{entry.ip_address}</span>}
        <Hash value={entry.hash} isTiny />
        {isNewest && isUndoable(entry) && (
          <span className={css.undo}>
            <Button kind="plain" onClick={onUndo}>
              {t.undoChange}
            </Button>
          </span>
        )}
      </div>
    </TimelineEntry>
  );
}
