import type { CSSProperties, ReactNode } from "react";
import { useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import css from "@/shared/ui/figure.module.css";
import { CheckIcon, CrossIcon, MinusIcon, WarnIcon } from "@/shared/ui/icons";
import { words } from "@/shared/ui/messages";
import { Tag } from "@/shared/ui/tag";

export type FigureState = "ok" | "warn" | "alert" | "noData";

export interface FigureProps {
  label: ReactNode;
  value: ReactNode;
  /** Small, right after the value: "ms", "a signal". */
  unit?: ReactNode;
  /** Under it: "+312 today". */
  note?: ReactNode;
  /** 16, 22 or 44 pixels' type. */
  size?: "small" | "medium" | "large" | undefined;
  tone?: "won" | "lost" | "warn" | undefined;
}

/** One number and what it is. Inside of `Figures` it is a term and its description. */
export function Figure({ label, value, unit, note, size = "medium", tone }: FigureProps) {
  return (
    <div className={css.figure}>
      <dt className={css.label}>{label}</dt>
      <dd className={cx(css.value, css[size], tone !== undefined && css[tone])}>
        {value}
        {unit !== undefined && <span className={css.unit}>{unit}</span>}
      </dd>
      {note !== undefined && <dd className={css.note}>{note}</dd>}
    </div>
  );
}

export interface FiguresProps {
  children: ReactNode;
  /** How many side by side. */
  columns?: 2 | 3 | 4 | 5 | undefined;
  /** On a card with lines between them; otherwise they stand in one that is there. */
  isCard?: boolean | undefined;
  label?: string | undefined;
}

export function Figures({ children, columns = 2, isCard = true, label }: FiguresProps) {
  return (
    <dl className={cx(css.figures, isCard && css.card)} style={{ "--columns": columns } as CSSProperties} aria-label={label}>
      {children}
    </dl>
  );
}

const states = {
  ok: { icon: CheckIcon, tone: "won" },
  warn: { icon: WarnIcon, tone: "warn" },
  alert: { icon: CrossIcon, tone: "lost" },
  noData: { icon: MinusIcon, tone: "neutral" },
} as const;

/** "OK", "Warn", "Alert", "No data". */
export function StateTag({ state }: { state: FigureState }) {
  const t = useMessages(words);
  const { icon, tone } = states[state];
  return (
    <Tag icon={icon} tone={tone}>
      {t[state]}
    </Tag>
  );
}
