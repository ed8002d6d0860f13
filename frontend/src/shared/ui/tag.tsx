import type { ReactNode } from "react";
import { cx } from "@/shared/ui/cx";
import type { Icon } from "@/shared/ui/icons";
import css from "@/shared/ui/tag.module.css";
import type { Tone } from "@/shared/ui/tone";

export interface TagProps {
  tone?: Tone | undefined;
  /** A word on its own is enough only for words that stand for no state, such as "Free". */
  icon?: Icon | undefined;
  children: ReactNode;
}

/** Glyph and word, 24 high. */
export function Tag({ tone = "neutral", icon: Glyph, children }: TagProps) {
  return (
    <span className={cx(css.tag, css[tone])}>
      {Glyph !== undefined && <Glyph size={14} />}
      <span className="cut">{children}</span>
    </span>
  );
}
