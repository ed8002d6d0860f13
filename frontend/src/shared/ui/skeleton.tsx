import type { ReactNode } from "react";
import { useMessages } from "@/shared/i18n/language";
import { Card } from "@/shared/ui/card";
import { cx } from "@/shared/ui/cx";
import { words } from "@/shared/ui/messages";
import css from "@/shared/ui/skeleton.module.css";

export interface LoadingProps {
  /** What is being loaded; "Loading" by default. */
  label?: string | undefined;
  children: ReactNode;
}

/** Wraps skeletons: they show after 150 ms only, and a screen reader hears one word. */
export function Loading({ label, children }: LoadingProps) {
  const t = useMessages(words);
  return (
    <div role="status" aria-busy="true" className={css.loading}>
      <span className="visually-hidden">{label ?? t.loading}</span>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

export interface SkeletonProps {
  width?: number | string | undefined;
  height?: number | undefined;
  shape?: "line" | "tile" | "circle" | undefined;
}

/** One grey block; a line of text is 12 high in a row of 18. */
export function Skeleton({ width = "100%", height, shape = "line" }: SkeletonProps) {
  return <span className={cx(css.block, css[shape])} style={{ width, height: height ?? (shape === "line" ? 12 : width) }} />;
}

function SkeletonHead({ hasAside = true }: { hasAside?: boolean }) {
  return (
    <div className={css.head}>
      <Skeleton shape="tile" width={36} height={36} />
      <div className={css.lines}>
        <Skeleton width="46%" />
        <Skeleton width="64%" height={10} />
      </div>
      {hasAside && <Skeleton width={54} />}
    </div>
  );
}

/** As high as an open signal with its rail. */
export function SkeletonSignal() {
  return (
    <Card>
      <SkeletonHead />
      <div className={css.three}>
        <Skeleton width={54} />
        <Skeleton width={54} />
        <Skeleton width={54} />
      </div>
      <div className={css.rail}>
        <Skeleton height={4} />
      </div>
      <div className={css.three}>
        <Skeleton width={60} height={10} />
        <Skeleton width={34} height={10} />
        <Skeleton width={70} height={10} />
      </div>
    </Card>
  );
}

/** Rows on one card, each as high as a row with two lines. */
export function SkeletonRows({ count, hasAside = true }: { count: number; hasAside?: boolean | undefined }) {
  return (
    <Card isBare>
      {Array.from({ length: count }, (_, at) => (
        <div key={at} className={css.row}>
          <SkeletonHead hasAside={hasAside} />
        </div>
      ))}
    </Card>
  );
}

/** A card of a given height, for figures and charts. */
export function SkeletonCard({ height }: { height: number }) {
  return (
    <Card>
      <div className={css.lines} style={{ height: height - 28 }}>
        <Skeleton width="34%" />
        <Skeleton width="58%" height={10} />
      </div>
    </Card>
  );
}
