import type { ReactNode } from "react";
import { cx } from "@/shared/ui/cx";
import type { Icon } from "@/shared/ui/icons";
import css from "@/shared/ui/timeline.module.css";
import type { Tone } from "@/shared/ui/tone";

export interface TimelineProps {
  children: ReactNode;
  label?: string | undefined;
}

/** Newest first, each joined to the one before it. */
export function Timeline({ children, label }: TimelineProps) {
  return (
    <ol className={css.timeline} aria-label={label}>
      {children}
    </ol>
  );
}

export interface TimelineEntryProps {
  /** A drawing in the node, or a text such as "v6". */
  icon?: Icon | undefined;
  node?: string | undefined;
  tone?: Tone | undefined;
  title: ReactNode;
  /** Who, why, when: each on its own line, quiet. */
  lines?: readonly ReactNode[] | undefined;
  isNew?: boolean | undefined;
  children?: ReactNode;
}

export function TimelineEntry({ icon: Glyph, node, tone = "neutral", title, lines = [], isNew = false, children }: TimelineEntryProps) {
  return (
    <li className={cx(css.entry, isNew && css.new)}>
      <span className={cx(css.node, css[tone], node !== undefined && css.worded)}>
        {Glyph !== undefined && <Glyph size={16} />}
        {node}
      </span>
      <div className={css.words}>
        <div className={css.title}>{title}</div>
        {lines.map((line, at) => (
          <div key={at} className={css.detail}>
            {line}
          </div>
        ))}
        {children}
      </div>
    </li>
  );
}
