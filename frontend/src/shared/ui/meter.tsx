import { cx } from "@/shared/ui/cx";
import css from "@/shared/ui/meter.module.css";

export interface MeterProps {
  /** 0..1. */
  share: number;
  /** Null where the words beside it say the same. */
  label: string | null;
  tone?: "accent" | "warn" | "ink" | "lost" | "won" | undefined;
  /** Pixels: 4 for time that is left, more for shares of a whole. */
  height?: number | undefined;
}

/** How much of something is left, or done. */
export function Meter({ share, label, tone = "accent", height = 4 }: MeterProps) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  const said = label === null ? { "aria-hidden": true } : { role: "img", "aria-label": label };
  return (
    <span className={css.meter} style={{ height }} {...said}>
      <span className={cx(css.part, css[tone])} style={{ width: `${percent}%` }} />
    </span>
  );
}
