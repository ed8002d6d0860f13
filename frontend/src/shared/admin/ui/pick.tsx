import type { ReactNode } from "react";
import css from "@/shared/admin/ui/pick.module.css";
import { cx } from "@/shared/ui/cx";
import { ChevronDownIcon } from "@/shared/ui/icons";

export interface PickProps {
  /** What it filters by: drawn while nothing is chosen, always said. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Drawn in place of the label. */
  drawn?: string | undefined;
  /** What is chosen, as it is drawn; a filter that is set is tinted. */
  chosen?: string | null | undefined;
  /** `option` elements; the one without a value takes the filter away. */
  children: ReactNode;
}

/** A filter as a button: the browser's own list of choices behind our drawing, so every keyboard and phone knows it. */
export function Pick({ label, drawn = label, value, onChange, chosen = null, children }: PickProps) {
  return (
    <span className={cx(css.pick, chosen !== null && css.chosen)}>
      <span className={css.word} aria-hidden="true">
        {chosen ?? drawn}
      </span>
      <ChevronDownIcon size={16} />
      <select className={css.select} aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </span>
  );
}
