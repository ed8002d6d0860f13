import { splitPrice } from "@/shared/format/price";
import { cx } from "@/shared/ui/cx";
import css from "@/shared/ui/price.module.css";

export interface PriceProps {
  /** The decimal string as the server sent it. */
  value: string;
  className?: string | undefined;
}

/** A quote with its last digit small and raised. Read out, and copied, as the plain number. */
export function Price({ value, className }: PriceProps) {
  const { main, last } = splitPrice(value);
  return (
    <span className={cx("num", css.price, className)}>
      <span className={css.drawn} aria-hidden="true">
        {main}
        <span className={css.last}>{last}</span>
      </span>
      <span className="visually-hidden">{value}</span>
    </span>
  );
}
