import { Link } from "wouter";
import { myAccess } from "@/features/my-access/messages";
import css from "@/features/my-access/my-access.module.css";
import { endsSoon, shareLeft } from "@/features/my-access/time-left";
import type { AccessRight } from "@/shared/api/types";
import { formatDateTime, timeLeft } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { useNow } from "@/shared/ui/clock";
import { ClockIcon } from "@/shared/ui/icons";
import { ListRow } from "@/shared/ui/list";
import { Meter } from "@/shared/ui/meter";
import { Tag } from "@/shared/ui/tag";
import { ModelTile } from "@/shared/ui/tile";

export interface RightRowProps {
  right: AccessRight;
  isFree: boolean;
}

/** A right that runs: until when, how much of it is left, and the way to more before it ends. */
export function RightRow({ right, isFree }: RightRowProps) {
  const t = useMessages(myAccess);
  useNow();
  const now = sessionStore.now();
  const { model_id: id, model_name: name, expires_at: end } = right;
  const href = `/models/${id}`;
  const lead = <ModelTile modelId={id} />;
  if (end === null) return <ListRow lead={lead} title={name} detail={isFree ? t.freeNoEnd : t.forEver} href={href} hasChevron={false} />;
  const isSoon = endsSoon(right, now);
  const left = timeLeft(end, now);
  return (
    <ListRow
      lead={lead}
      title={name}
      href={href}
      detail={t.until(formatDateTime(end))}
      aside={
        isSoon ? (
          <Tag tone="warn" icon={ClockIcon}>
            {left}
          </Tag>
        ) : (
          <span className={css.left}>{left}</span>
        )
      }
    >
      <div className={css.meter}>
        <Meter share={shareLeft(right, now) ?? 0} label={null} tone={isSoon ? "warn" : "accent"} />
      </div>
      {isSoon && (
        <div className={css.extend}>
          <span className="quiet">{t.stopThen}</span>
          <Link href={href} className={css.ask} aria-label={t.askToExtendName(name)}>
            {t.askToExtend}
          </Link>
        </div>
      )}
    </ListRow>
  );
}
