import { useEffect, useId, useRef, type MouseEvent, type ReactNode, type SyntheticEvent } from "react";
import { useMessages } from "@/shared/i18n/language";
import { Button, type ButtonKind } from "@/shared/ui/button";
import type { Icon } from "@/shared/ui/icons";
import { words } from "@/shared/ui/messages";
import css from "@/shared/ui/sheet.module.css";

export interface SheetProps {
  title: ReactNode;
  /** Esc, the backdrop, "Keep it". Not called while `isBusy`. */
  onClose: () => void;
  children?: ReactNode;
  /** Buttons, at the bottom, always in sight. */
  footer?: ReactNode;
  isBusy?: boolean | undefined;
}

/** Opens with its mount as the one modal; the focus comes in, stays, and goes back where it was. */
function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    const opened = dialog.current;
    if (opened === null) return;
    if (!opened.open) opened.showModal();
    const first = opened.querySelector<HTMLElement>("[data-first-focus], textarea, input, select");
    (first ?? opened.querySelector("h2"))?.focus({ preventScroll: true });
    return () => {
      opened.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);
  return dialog;
}

/** A sheet from below on phones, a dialog from 900 pixels. Render it while it is open. */
export function Sheet({ title, onClose, children, footer, isBusy = false }: SheetProps) {
  const id = useId();
  const dialog = useModal();
  const close = () => {
    if (!isBusy) onClose();
  };
  const cancel = (event: SyntheticEvent) => {
    event.preventDefault();
    close();
  };
  const pressBackdrop = (event: MouseEvent) => {
    if (event.target === dialog.current) close();
  };
  return (
    // Esc is the keyboard's way; a press beside the sheet is only the pointer's.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog ref={dialog} className={css.sheet} aria-labelledby={id} onCancel={cancel} onClick={pressBackdrop}>
      <div className={css.inside}>
        <div className={css.handle} aria-hidden="true" />
        <div className={css.content}>
          <h2 id={id} tabIndex={-1} className="t-22">
            {title}
          </h2>
          {children}
        </div>
        {footer !== undefined && <div className={css.footer}>{footer}</div>}
      </div>
    </dialog>
  );
}

export interface Effect {
  icon: Icon;
  text: ReactNode;
}

export interface ReasonInput {
  value: string;
  onChange: (value: string) => void;
  /** "they will see it". */
  hint?: string | undefined;
  label?: string | undefined;
  placeholder?: string | undefined;
  error?: string | undefined;
  maxLength?: number | undefined;
}

export interface ConfirmSheetProps {
  /** The question: verb, object, person or count. */
  title: ReactNode;
  /** What will happen, one line each. */
  effects?: readonly Effect[] | undefined;
  reason?: ReasonInput | undefined;
  /** The button repeats the verb; `alarm` only for what destroys. */
  verb: string;
  kind?: Extract<ButtonKind, "primary" | "alarm"> | undefined;
  onConfirm: () => void;
  onClose: () => void;
  isBusy?: boolean | undefined;
  disabledReason?: string | null | undefined;
  /** Why the server refused, with its request id. */
  error?: ReactNode;
  keepLabel?: string | undefined;
  children?: ReactNode;
}

function Effects({ effects }: { effects: readonly Effect[] }) {
  return (
    <ul className={css.effects}>
      {effects.map(({ icon: Glyph, text }, at) => (
        // The list is written at once and never reordered.
        <li key={at}>
          <Glyph size={18} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

function ReasonField({ reason, isFirst }: { reason: ReasonInput; isFirst: boolean }) {
  const t = useMessages(words);
  const id = useId();
  return (
    <div className={css.reason}>
      <label htmlFor={id} className={css.reasonLabel}>
        <strong>{reason.label ?? t.reason}</strong>
        {reason.hint !== undefined && <span className="quiet"> · {reason.hint}</span>}
      </label>
      <textarea
        id={id}
        className={css.area}
        rows={2}
        value={reason.value}
        maxLength={reason.maxLength}
        placeholder={reason.placeholder}
        onChange={(event) => reason.onChange(event.target.value)}
        aria-invalid={reason.error !== undefined || undefined}
        aria-describedby={reason.error === undefined ? undefined : `${id}-error`}
        data-first-focus={isFirst || undefined}
      />
      {reason.error !== undefined && (
        <p id={`${id}-error`} className={css.error}>
          {reason.error}
        </p>
      )}
    </div>
  );
}

/** One question with its effects, a reason where the history wants one, and the verb. */
export function ConfirmSheet(props: ConfirmSheetProps) {
  const { title, effects = [], reason, verb, kind = "primary", onConfirm, onClose, isBusy = false } = props;
  const t = useMessages(words);
  const footer = (
    <>
      <Button kind={kind} isWide isBusy={isBusy} disabledReason={props.disabledReason} onClick={onConfirm}>
        {verb}
      </Button>
      <Button isWide onClick={onClose} isDisabled={isBusy}>
        {props.keepLabel ?? t.keepIt}
      </Button>
    </>
  );
  return (
    <Sheet title={title} onClose={onClose} isBusy={isBusy} footer={footer}>
      {effects.length > 0 && <Effects effects={effects} />}
      {props.children}
      {reason !== undefined && <ReasonField reason={reason} isFirst />}
      {props.error !== undefined && (
        <p role="alert" className={css.error}>
          {props.error}
        </p>
      )}
    </Sheet>
  );
}
