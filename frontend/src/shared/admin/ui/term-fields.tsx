import { type Span, SPANS, spanDays } from "@/shared/admin/ui/term";
import css from "@/shared/admin/ui/term-fields.module.css";
import { adminWords } from "@/shared/admin/ui/messages";
import { useMessages } from "@/shared/i18n/language";
import { Segmented } from "@/shared/ui/segmented";

export interface TermChoiceProps {
  value: Span;
  onChange: (value: Span) => void;
  /** Those that the call behind it can take. */
  spans?: readonly Span[] | undefined;
}

/** 7, 30 or 90 days, until a date, for ever. */
export function TermChoice({ value, onChange, spans = SPANS }: TermChoiceProps) {
  const t = useMessages(adminWords);
  const label = (span: Span) => {
    const days = spanDays(span);
    if (days !== null) return t.days(days);
    return span === "ever" ? t.forEver : t.untilChoice;
  };
  return (
    <div className={css.choice}>
      <span className={css.label} aria-hidden="true">
        {t.term}
      </span>
      <Segmented label={t.term} options={spans.map((span) => ({ value: span, label: label(span) }))} value={value} onChange={onChange} />
    </div>
  );
}
