import type { SignalRead } from "@/shared/api/types";
import { rMultiple } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import { CheckIcon, CircleIcon, CrossIcon, MinusIcon, type Icon } from "@/shared/ui/icons";
import { words } from "@/shared/ui/messages";
import css from "@/shared/ui/outcome.module.css";
import { Tag } from "@/shared/ui/tag";

export type SignalStatus = SignalRead["status"];

const looks: Readonly<Record<SignalStatus, { icon: Icon; tone: "accent" | "won" | "lost" | "neutral" }>> = {
  open: { icon: CircleIcon, tone: "accent" },
  won: { icon: CheckIcon, tone: "won" },
  lost: { icon: CrossIcon, tone: "lost" },
  expired: { icon: MinusIcon, tone: "neutral" },
};

export interface OutcomeProps {
  status: SignalStatus;
  /** In R, for what has closed. */
  r?: number | null | undefined;
}

/** Glyph, word and R in a row; in narrow rows the word is left to screen readers. */
export function Outcome({ status, r }: OutcomeProps) {
  const t = useMessages(words);
  const { icon: Glyph, tone } = looks[status];
  return (
    <span className={cx(css.outcome, css[tone])}>
      <Glyph size={14} />
      <span className={css.word}>{t[status]}</span>
      {r != null && <span className={css.r}>{rMultiple(r)}</span>}
    </span>
  );
}

/** The same on a tint, for the head of a page. */
export function StatusTag({ status, r }: OutcomeProps) {
  const t = useMessages(words);
  const { icon, tone } = looks[status];
  return (
    <Tag tone={tone} icon={icon}>
      {t[status]}
      {r != null && ` ${rMultiple(r)}`}
    </Tag>
  );
}

export interface DirectionWordProps {
  direction: SignalRead["direction"];
}

/** "Buy", "Sell" in the colour of its direction. */
export function DirectionWord({ direction }: DirectionWordProps) {
  const t = useMessages(words);
  return direction === "BUY" ? <span className={css.buy}>{t.buy}</span> : <span className={css.sell}>{t.sell}</span>;
}
