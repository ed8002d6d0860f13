import { useId, type MouseEvent, type ReactNode, type Ref } from "react";
import { Link } from "wouter";
import css from "@/shared/ui/button.module.css";
import { cx } from "@/shared/ui/cx";
import type { Icon } from "@/shared/ui/icons";
import { Spinner } from "@/shared/ui/spinner";

/** `alarm` is filled: only for the last step of what destroys. `plain` is a word in the accent's colour. */
export type ButtonKind = "primary" | "tinted" | "neutral" | "outline" | "destructive" | "alarm" | "plain";

interface Look {
  kind?: ButtonKind | undefined;
  /** `small` is 34 high with the usual hit area, for rows and cards. */
  size?: "usual" | "small" | undefined;
  icon?: Icon | undefined;
  /** As wide as the room there is. */
  isWide?: boolean | undefined;
  /** More than the words say, when several buttons read alike: "Reject Kwame Mensah's request". */
  label?: string | undefined;
  children: ReactNode;
}

export interface ButtonProps extends Look {
  onClick?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
  type?: "button" | "submit" | undefined;
  form?: string | undefined;
  /** Asked and not answered yet: keeps its width, takes no second press. */
  isBusy?: boolean | undefined;
  /** Why it can't be pressed now; written under it and read with it. It stays in the order of focus. */
  disabledReason?: string | null | undefined;
  /** Can't be pressed, and what stands around it says why. */
  isDisabled?: boolean | undefined;
  isPressed?: boolean | undefined;
  describedBy?: string | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

function classes({ kind = "neutral", size = "usual", isWide = false }: Look, isOff = false) {
  return cx(css.button, css[kind], size === "small" && css.small, isWide && css.wide, isOff && css.off);
}

function Inside({ icon: Glyph, children }: Pick<Look, "icon" | "children">) {
  return (
    <span className={css.inside}>
      {Glyph !== undefined && <Glyph size={18} />}
      <span>{children}</span>
    </span>
  );
}

export function Button(props: ButtonProps) {
  const { onClick, type = "button", form, isBusy = false, disabledReason, isDisabled = false, isPressed, describedBy, ref } = props;
  const id = useId();
  const isReasoned = disabledReason != null && disabledReason !== "";
  const isOff = isReasoned || isDisabled;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (isOff || isBusy) event.preventDefault();
    else onClick?.(event);
  };
  const button = (
    <button
      ref={ref}
      type={type}
      form={form}
      className={classes(props, isOff)}
      onClick={press}
      aria-disabled={isOff || isBusy || undefined}
      aria-busy={isBusy || undefined}
      aria-pressed={isPressed}
      aria-label={props.label}
      aria-describedby={cx(isReasoned && id, describedBy)}
    >
      <Inside icon={props.icon}>{props.children}</Inside>
      {isBusy && (
        <span className={css.spinner}>
          <Spinner />
        </span>
      )}
    </button>
  );
  if (!isReasoned) return button;
  return (
    <span className={cx(css.reasoned, props.isWide === true && css.wide)}>
      {button}
      <span id={id} className={css.reason}>
        {disabledReason}
      </span>
    </span>
  );
}

export interface ButtonLinkProps extends Look {
  /** A path of the app, or an address that begins with a scheme. */
  href: string;
  onClick?: (() => void) | undefined;
  /** Saves what it leads to under this name. */
  download?: string | undefined;
}

const isOutside = (href: string) => /^[a-z]+:/i.test(href);

/** Looks like a button, leads like a link. */
export function ButtonLink({ href, onClick, download, ...look }: ButtonLinkProps) {
  const given = { className: classes(look), onClick, "aria-label": look.label };
  const inside = <Inside icon={look.icon}>{look.children}</Inside>;
  if (!isOutside(href) && download === undefined) {
    return (
      <Link href={href} {...given}>
        {inside}
      </Link>
    );
  }
  return (
    <a href={href} download={download} target={download === undefined ? "_blank" : undefined} rel="noreferrer" {...given}>
      {inside}
    </a>
  );
}
