import type { ReactNode } from "react";
import css from "@/features/admin-history/entry-sheet.module.css";
import { history } from "@/features/admin-history/messages";
import { authorName, historyTitle } from "@/shared/admin/ui/history-words";
import { adminWords } from "@/shared/admin/ui/messages";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { personHref } from "@/shared/admin/ui/person-cell";
import type { HistoryEntry, RightRecord } from "@/shared/api/types";
import { formatDateTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button, ButtonLink } from "@/shared/ui/button";
import { IdNumber } from "@/shared/ui/serial";
import { Sheet } from "@/shared/ui/sheet";

/** All of one row: nothing is cut here. */
export function EntrySheet({ entry, onClose }: { entry: HistoryEntry; onClose: () => void }) {
  const t = useMessages(history);
  const words = useMessages(adminWords);
  const { nameOf } = useKnownModels();
  const footer = (
    <>
      <ButtonLink kind="tinted" isWide href={personHref(entry.user_id)}>
        {t.toPerson}
      </ButtonLink>
      <Button isWide onClick={onClose}>
        {t.close}
      </Button>
    </>
  );
  return (
    <Sheet title={historyTitle(entry, nameOf)} onClose={onClose} footer={footer}>
      <dl className={css.facts}>
        <Fact label={t.person}>
          <bdi>{entry.user_name ?? words.deleted}</bdi> · <IdNumber value={entry.user_id} />
        </Fact>
        <Fact label={t.version}>{entry.version}</Fact>
        <Fact label={t.when}>{formatDateTime(entry.created_at)}</Fact>
        <Fact label={t.who}>
          <bdi>{authorName(entry)}</bdi>
        </Fact>
        <Fact label={t.why}>{entry.reason ?? <span className="quiet">{t.notSaid}</span>}</Fact>
        <Fact label={t.before}>
          {entry.old_subscriptions === null ? <span className="quiet">{t.nothingBefore}</span> : <Rights rights={entry.old_subscriptions} />}
        </Fact>
        <Fact label={t.after}>
          <Rights rights={entry.new_subscriptions} />
        </Fact>
        {entry.ip_address !== null && <Fact label={t.address}>{entry.ip_address}</Fact>}
        {entry.batch_id !== null && <Fact label={t.batch}>{<Long text={entry.batch_id} />}</Fact>}
        <Fact label={t.hash}>
          <Long text={entry.hash} />
        </Fact>
        <Fact label={t.previousHash}>
          <Long text={entry.prev_hash} />
        </Fact>
      </dl>
    </Sheet>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const Long = ({ text }: { text: string }) => <span className={css.long}>{text}</span>;

function Rights({ rights }: { rights: readonly RightRecord[] }) {
  const t = useMessages(history);
  const words = useMessages(adminWords);
  const { nameOf } = useKnownModels();
  if (rights.length === 0) return <span className="quiet">{t.nothingOpen}</span>;
  return (
    <ul>
      {rights.map((right) => (
        <li key={right.model_id}>
          {nameOf(right.model_id)}, {right.expires_at === null ? words.forEver.toLocaleLowerCase() : words.until(formatDateTime(right.expires_at))}
        </li>
      ))}
    </ul>
  );
}
