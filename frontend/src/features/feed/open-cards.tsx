import css from "@/features/feed/feed.module.css";
import { feed } from "@/features/feed/messages";
import type { SignalRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { SignalCard } from "@/shared/signal/signal-card";
import { useAsOf } from "@/shared/signal/use-as-of";

export interface OpenCardsProps {
  signals: readonly SignalRead[];
  fresh: ReadonlySet<string>;
}

/** Open signals, each with its rail. */
export function OpenCards({ signals, fresh }: OpenCardsProps) {
  const t = useMessages(feed);
  const { held } = useSubscriptions();
  const asOf = useAsOf();
  return (
    <>
      <h2 className="visually-hidden">{t.openHeading}</h2>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles -- Safari forgets lists without bullets */}
      <ul role="list" className={css.cards} aria-label={t.openHeading}>
        {signals.map((signal) => (
          <li key={signal.id}>
            <SignalCard
              signal={signal}
              modelName={held.get(signal.model_id)?.model_name ?? signal.model_id}
              asOf={asOf}
              isNew={fresh.has(signal.id)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
