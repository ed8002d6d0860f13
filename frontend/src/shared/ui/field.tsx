import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from "react";
import { cx } from "@/shared/ui/cx";
import css from "@/shared/ui/field.module.css";
import { ChevronDownIcon, SearchIcon, WarnIcon, type Icon } from "@/shared/ui/icons";

interface Frame {
  label: string;
  /** The label is said, not drawn: where the place makes it plain. */
  isLabelHidden?: boolean | undefined;
  /** Beside the label, quiet: "they will see it", "optional". */
  hint?: ReactNode;
  /** Takes an error of react-hook-form as it is: `errors.reason?.message`. */
  error?: string | undefined;
}

function Field({ frame, id, children }: { frame: Frame; id: string; children: ReactNode }) {
  const { label, isLabelHidden = false, hint, error } = frame;
  return (
    <div className={css.field}>
      <div className={cx(css.head, isLabelHidden && "visually-hidden")}>
        <label htmlFor={id} className={css.label}>
          {label}
        </label>
        {hint !== undefined && (
          <span id={`${id}-hint`} className="quiet">
            {" · "}
            {hint}
          </span>
        )}
      </div>
      {children}
      {error !== undefined && (
        <p id={`${id}-error`} className={css.error}>
          <WarnIcon size={16} />
          {error}
        </p>
      )}
    </div>
  );
}

function links(id: string, { hint, error }: Frame) {
  return {
    id,
    "aria-invalid": error !== undefined || undefined,
    "aria-describedby": cx(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`),
  };
}

type Native<Attributes> = Omit<Attributes, "className" | "style" | "id">;

export interface TextFieldProps extends Frame, Native<InputHTMLAttributes<HTMLInputElement>> {
  icon?: Icon | undefined;
  /** At the end inside of it: a key, a unit, a button. */
  aside?: ReactNode;
  ref?: Ref<HTMLInputElement> | undefined;
}

/** `<TextField label={...} {...register("reason")} error={errors.reason?.message} />` */
export function TextField({ label, isLabelHidden, hint, error, icon: Glyph, aside, ...input }: TextFieldProps) {
  const id = useId();
  const frame = { label, isLabelHidden, hint, error };
  return (
    <Field frame={frame} id={id}>
      <div className={css.box}>
        {Glyph !== undefined && <Glyph size={18} className={css.glyph} />}
        <input type="text" {...input} {...links(id, frame)} className={css.input} />
        {aside}
      </div>
    </Field>
  );
}

/** A search; its cross comes from the browser. */
export function SearchField(props: Omit<TextFieldProps, "icon" | "type">) {
  return <TextField isLabelHidden {...props} type="search" icon={SearchIcon} />;
}

export interface TextAreaProps extends Frame, Native<TextareaHTMLAttributes<HTMLTextAreaElement>> {
  ref?: Ref<HTMLTextAreaElement> | undefined;
}

export function TextArea({ label, isLabelHidden, hint, error, rows = 3, ...area }: TextAreaProps) {
  const id = useId();
  const frame = { label, isLabelHidden, hint, error };
  return (
    <Field frame={frame} id={id}>
      <div className={css.box}>
        <textarea rows={rows} {...area} {...links(id, frame)} className={cx(css.input, css.area)} />
      </div>
    </Field>
  );
}

export interface SelectFieldProps extends Frame, Native<SelectHTMLAttributes<HTMLSelectElement>> {
  /** `option` elements. */
  children: ReactNode;
  ref?: Ref<HTMLSelectElement> | undefined;
}

export function SelectField({ label, isLabelHidden, hint, error, children, ...select }: SelectFieldProps) {
  const id = useId();
  const frame = { label, isLabelHidden, hint, error };
  return (
    <Field frame={frame} id={id}>
      <div className={css.box}>
        <select {...select} {...links(id, frame)} className={cx(css.input, css.select)}>
          {children}
        </select>
        <ChevronDownIcon size={18} className={css.arrow} />
      </div>
    </Field>
  );
}
