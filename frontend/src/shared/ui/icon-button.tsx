import type { MouseEvent, Ref } from "react";
import { Link } from "wouter";
import { cx } from "@/shared/ui/cx";
import css from "@/shared/ui/icon-button.module.css";
import type { Icon } from "@/shared/ui/icons";
import { Spinner } from "@/shared/ui/spinner";

interface Look {
  icon: Icon;
  /** What a screen reader says, and a mouse's tooltip. */
  label: string;
  /** `chip` is a card on the page beside chips, `filled` is a tile in a card, `plain` is the bare drawing. */
  kind?: "plain" | "filled" | "chip" | undefined;
}

export interface IconButtonProps extends Look {
  onClick?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
  isBusy?: boolean | undefined;
  isPressed?: boolean | undefined;
  isExpanded?: boolean | undefined;
  /** How many filters are set, and the like; say it in the label as well. */
  badge?: number | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

export function IconButton(props: IconButtonProps) {
  const { icon: Glyph, label, kind = "plain", onClick, isBusy = false, isPressed, isExpanded, badge = 0, ref } = props;
  return (
    <button
      ref={ref}
      type="button"
      className={cx(css.button, css[kind], isPressed === true && css.pressed)}
      onClick={isBusy ? undefined : onClick}
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
      aria-busy={isBusy || undefined}
    >
      {isBusy ? <Spinner /> : <Glyph size={20} />}
      {badge > 0 && (
        <span className={css.badge} aria-hidden="true">
          {badge}
        </span>
      )}
    </button>
  );
}

export interface IconLinkProps extends Look {
  href: string;
}

export function IconLink({ icon: Glyph, label, kind = "plain", href }: IconLinkProps) {
  return (
    <Link href={href} className={cx(css.button, css[kind])} aria-label={label} title={label}>
      <Glyph size={20} />
    </Link>
  );
}
