import { audienceWords } from "@/features/admin-broadcasts/audience-words";
import { SendingLine } from "@/features/admin-broadcasts/broadcast-table";
import { broadcastHref } from "@/features/admin-broadcasts/href";
import { authorWords, firstLine, whenWords } from "@/features/admin-broadcasts/line";
import { broadcasts } from "@/features/admin-broadcasts/messages";
import css from "@/features/admin-broadcasts/broadcasts.module.css";
import { BroadcastTag } from "@/features/admin-broadcasts/state-tag";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import type { BroadcastRead } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { useNow } from "@/shared/ui/clock";
import { List, ListRow } from "@/shared/ui/list";

/** The same list for narrow windows. */
export function BroadcastCards({ found }: { found: readonly BroadcastRead[] }) {
  const t = useMessages(broadcasts);
  useNow();
  return (
    <List label={t.list}>
      {found.map((one) => (
        <CardRow key={one.id} one={one} />
      ))}
    </List>
  );
}

function CardRow({ one }: { one: BroadcastRead }) {
  const t = useMessages(broadcasts);
  const { nameOf } = useKnownModels();
  const { sent, blocked, failed } = one.progress;
  const hasFigures = one.state === "sent" || one.state === "cancelled" || one.state === "sending";
  return (
    <ListRow
      href={broadcastHref(one.id)}
      title={
        <bdi className={css.clamped}>
          {firstLine(one)}
        </bdi>
      }
      detail={audienceWords(one.audience, nameOf)}
      hasChevron={false}
    >
      <div className={css.facts}>
        <BroadcastTag state={one.state} />
        <span>{whenWords(one)}</span>
        <bdi>{authorWords(one)}</bdi>
      </div>
      {one.state === "sending" && <SendingLine one={one} />}
      {hasFigures && (
        <dl className={css.figures}>
          <CardFigure name={t.sent} value={sent} />
          <CardFigure name={t.cannot} value={blocked} />
          <CardFigure name={t.failed} value={failed} />
        </dl>
      )}
    </ListRow>
  );
}

function CardFigure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="num">{count(value)}</dd>
    </div>
  );
}
