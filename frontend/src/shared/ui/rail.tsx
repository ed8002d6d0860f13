import { useState, type CSSProperties } from "react";
import { rMultiple } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import { words } from "@/shared/ui/messages";
import { Price } from "@/shared/ui/price";
import { railGeometry, type RailGeometry, type RailInput, type RailStatus } from "@/shared/ui/rail-geometry";
import css from "@/shared/ui/rail.module.css";

interface RailBase {
  /** "Buy EUR/USD, entry 1.16243, stop ..., open, 5 h 12 min left"; null where the text beside it says all of that. */
  label: string | null;
  status: RailStatus;
  /** -1 but for a plan that says otherwise. */
  stopR?: number | undefined;
  targetR: number;
  exitR?: number | null | undefined;
  lastR?: number | null | undefined;
}

export interface RailProps extends RailBase {
  entry: string;
  stop: string;
  target: string;
}

function place(percent: number): CSSProperties {
  return { left: `${percent}%` };
}

function Fill({ fill, isArriving, isLeftward }: { fill: RailGeometry["fill"]; isArriving: boolean; isLeftward: boolean }) {
  if (fill === null) return null;
  const style = { left: `${fill.from}%`, width: `${fill.to - fill.from}%` };
  return (
    <span
      className={cx(css.fill, css[fill.tone], isArriving && css.arriving, isLeftward && css.leftward)}
      style={style}
      data-part="fill"
    />
  );
}

/** The drawing itself: stop at the left, entry, target at the right, for Buy and Sell alike. */
function Track({ size, ...given }: RailInput & { size: "full" | "mini" }) {
  const [first] = useState(given.status);
  const { entry, fill, tick } = railGeometry(given);
  const isArriving = first === "open" && given.status !== "open";
  return (
    <span className={cx(css.track, css[size], css[given.status])} aria-hidden="true">
      <span className={css.inner}>
        <span className={css.risk} style={{ width: `${entry}%` }} />
        <span className={css.reward} style={{ left: `${entry}%`, width: `${100 - entry}%` }} />
        <Fill fill={fill} isArriving={isArriving} isLeftward={fill !== null && fill.from < entry} />
        <span className={css.bar} />
        <span className={css.diamond} />
        {tick !== null && <span className={css.tick} style={place(tick)} data-part="tick" />}
        <span className={css.ring} style={place(entry)} data-part="entry" />
      </span>
    </span>
  );
}

function named(label: string | null) {
  return label === null ? { "aria-hidden": true } : { role: "img", "aria-label": label };
}

/** A signal drawn to scale in R, with its three prices. */
export function Rail({ entry, stop, target, label, stopR = -1, ...rest }: RailProps) {
  const t = useMessages(words);
  const input = { stopR, ...rest };
  const at = { "--entry": `${railGeometry(input).entry}%` } as CSSProperties;
  return (
    <div className={css.rail} style={at} {...named(label)}>
      <div className={css.prices}>
        <Price value={stop} />
        <Price value={entry} className={css.middle} />
        <Price value={target} />
      </div>
      <Track size="full" {...input} />
      <div className={css.labels}>
        <span>
          {t.stop} {rMultiple(stopR)}
        </span>
        <span className={css.middle}>{t.entry}</span>
        <span>
          {t.target} {rMultiple(rest.targetR)}
        </span>
      </div>
    </div>
  );
}

export interface MiniRailProps extends RailBase {
  /** Pixels; "fill" takes the room there is. */
  width?: number | "fill" | undefined;
}

/** The same without words, for rows. */
export function MiniRail({ label, width = 62, stopR = -1, ...rest }: MiniRailProps) {
  return (
    <span className={css.miniBox} style={{ width: width === "fill" ? "100%" : width }} {...named(label)}>
      <Track size="mini" stopR={stopR} {...rest} />
    </span>
  );
}
