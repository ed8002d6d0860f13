import { useQuery } from "@tanstack/react-query";
import type { CSSProperties } from "react";
import { page } from "@/features/signal/messages";
import css from "@/features/signal/why.module.css";
import { featuresQuery } from "@/shared/api/queries";
import type { SignalRead } from "@/shared/api/types";
import { signed } from "@/shared/format/numbers";
import { useLanguage, useMessages } from "@/shared/i18n/language";
import { Card } from "@/shared/ui/card";
import { cx } from "@/shared/ui/cx";

type Reason = SignalRead["reasons"][number];

/** The longest bar reaches the end; the others stand in proportion to it. */
function Bar({ effect, most }: { effect: number; most: number }) {
  const share = most === 0 ? 0 : Math.abs(effect) / most;
  return (
    <span className={css.bar} aria-hidden="true">
      <span className={cx(css.fill, effect < 0 && css.against)} style={{ "--share": share } as CSSProperties} />
    </span>
  );
}

function ReasonRow({ reason, name, most }: { reason: Reason; name: string; most: number }) {
  const t = useMessages(page);
  const effect = Number(reason.effect);
  const points = signed(effect * 100, 2);
  return (
    <li className={css.row}>
      <div className={css.words}>
        <div className={css.name}>{name}</div>
        <div className={css.value}>{reason.value}</div>
      </div>
      <Bar effect={effect} most={most} />
      <span className={css.effect}>
        <span aria-hidden="true">{points}</span>
        <span className="visually-hidden">{effect < 0 ? t.effectAgainst(points) : t.effectFor(points)}</span>
      </span>
    </li>
  );
}

/** What moved the model, for and against. */
export function WhyCard({ signal }: { signal: SignalRead }) {
  const t = useMessages(page);
  const language = useLanguage();
  const { data: features } = useQuery(featuresQuery);
  const { reasons, direction } = signal;
  const most = Math.max(0, ...reasons.map((reason) => Math.abs(Number(reason.effect))));
  const nameOf = (id: string) => features?.find((feature) => feature.id === id)?.[language] ?? id;
  if (reasons.length === 0) return null;
  return (
    <Card as="section">
      <div className={css.head}>
        <h2 className="t-16">{t.why}</h2>
        <span className={css.sides} aria-hidden="true">
          <span>← {t.against}</span>
          <span>{direction === "BUY" ? t.forBuy : t.forSell} →</span>
        </span>
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles -- Safari forgets lists without bullets */}
      <ul role="list">
        {reasons.map((reason) => (
          <ReasonRow key={reason.feature} reason={reason} name={nameOf(reason.feature)} most={most} />
        ))}
      </ul>
      <p className={css.note}>{t.whyNote}</p>
    </Card>
  );
}
