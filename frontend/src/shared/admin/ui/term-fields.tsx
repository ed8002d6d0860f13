import { type Span, SPANS, spanDays } from "@/shared/admin/ui/term";
import css from "@/shared/admin/ui/term-fields.module.css";
import { adminWords } from "@/shared/admin/ui/messages";
import { useIsWide } from "@/shared/admin/ui/use-media";
import { useMessages } from "@/shared/i18n/language";
import { SelectField } from "@/shared/ui/field";
import { Segmented } from "@/shared/ui/segmented";

export interface TermChoiceProps {
  value: Span;
  onChange: (value: Span) => void;
  /** Those that the call behind it can take. */
  spans?: readonly Span[] | undefined;
}

/** 7, 30 or 90 days, until a date, for ever; a list of choices where five words side by side would be cut. */
export function TermChoice({ value, onChange, spans = SPANS }: TermChoiceProps) {
  const t = useMessages(adminWords);
  const isWide = useIsWide();
  const label = (span: Span) => {
    const days = spanDays(span);
    if (days !== null) return t.days(days);
    return span === "ever" ? t.forEver : t.untilChoice;
  };
  if (!isWide) {
    return (
      <SelectField label={t.term} value={value} onChange={(event) => onChange(spans.find((span) => span === event.target.value) ?? value)}>
        {spans.map((span) => (
          <option key={span} value={span}>
            {label(span)}
          </option>
        ))}
      </SelectField>
    );
  }
  return (
    <div className={css.choice}>
      <span className={css.label} aria-hidden="true">
        {t.term}
      </span>
      <Segmented label={t.term} options={spans.map((span) => ({ value: span, label: label(span) }))} value={value} onChange={onChange} />
    </div>
  );
}
