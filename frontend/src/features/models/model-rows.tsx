import { Link } from "wouter";
import { type OpenModel, soonEnd } from "@/features/models/grouping";
import { Measured, type MeasuredProps } from "@/features/models/measured";
import { models } from "@/features/models/messages";
import css from "@/features/models/models.module.css";
import { purposeOf } from "@/features/models/purpose";
import type { ModelRead } from "@/shared/api/types";
import { daysUntil, formatDay, timeLeft } from "@/shared/format/time";
import { useLanguage, useMessages } from "@/shared/i18n/language";
import { useServerNow } from "@/shared/signal/server-clock";
import { ClockIcon, InboxIcon, LockIcon } from "@/shared/ui/icons";
import { ListRow } from "@/shared/ui/list";
import { Tag } from "@/shared/ui/tag";
import { ModelTile } from "@/shared/ui/tile";

type Drawing = Pick<MeasuredProps, "axis" | "isMixed">;

interface EndsProps {
  model: ModelRead;
  end: string;
  now: number;
  isRequested: boolean;
}

/** In amber: when it ends, and the way to more of it. */
function Ends({ model, end, now, isRequested }: EndsProps) {
  const t = useMessages(models);
  const days = daysUntil(end, now);
  const date = formatDay(end);
  const isInDays = days >= 2 && Date.parse(end) - now >= 86_400_000;
  return (
    <div className={css.ends}>
      <span className={css.end}>
        <ClockIcon size={16} />
        {isInDays ? t.endsInDays(days, date) : t.endsIn(timeLeft(end, now), date)}
      </span>
      {isRequested ? (
        <span className={css.asked}>
          <InboxIcon size={16} />
          {t.extensionRequested}
        </span>
      ) : (
        <Link href={`/models/${model.id}?ask=extend`} className={css.ask} aria-label={t.askToExtendName(model.name)}>
          {t.askToExtend}
        </Link>
      )}
    </div>
  );
}

export interface OpenRowProps extends OpenModel, Drawing {
  isRequested: boolean;
}

export function OpenRow({ model, right, isRequested, ...drawing }: OpenRowProps) {
  const t = useMessages(models);
  const now = useServerNow();
  const end = soonEnd(right, now);
  return (
    <ListRow
      lead={<ModelTile modelId={model.id} />}
      title={model.name}
      detail={purposeOf(model, useLanguage())}
      aside={model.is_free && right.expires_at === null ? <Tag>{t.free}</Tag> : undefined}
      href={`/models/${model.id}`}
    >
      <Measured accuracy={model.accuracy} {...drawing} />
      {end !== null && <Ends model={model} end={end} now={now} isRequested={isRequested} />}
    </ListRow>
  );
}

export interface LockedRowProps extends Drawing {
  model: ModelRead;
  isRequested: boolean;
}

/** What is locked shows all that it measured. */
export function LockedRow({ model, isRequested, ...drawing }: LockedRowProps) {
  const t = useMessages(models);
  const lock = (
    <>
      <LockIcon size={18} />
      <span className="visually-hidden">{t.lockedName}</span>
    </>
  );
  return (
    <ListRow
      lead={<ModelTile modelId={model.id} />}
      title={model.name}
      detail={purposeOf(model, useLanguage())}
      aside={isRequested ? <Tag tone="accent" icon={InboxIcon}>{t.requested}</Tag> : lock}
      href={`/models/${model.id}`}
    >
      <Measured accuracy={model.accuracy} {...drawing} />
    </ListRow>
  );
}
