import { parseIds } from "@/features/admin-bulk/ids";
import css from "@/features/admin-bulk/fields.module.css";
import { bulk } from "@/features/admin-bulk/messages";
import { useMessages } from "@/shared/i18n/language";
import { TextArea } from "@/shared/ui/field";

const SHOWN = 3;

export interface IdsFieldProps {
  text: string;
  error: string | undefined;
  onChange: (text: string) => void;
}

/** Ids as they were pasted, and what was understood of them. */
export function IdsField({ text, error, onChange }: IdsFieldProps) {
  const t = useMessages(bulk);
  const { wrong, repeated } = parseIds(text);
  return (
    <div>
      <TextArea
        label={t.ids}
        hint={t.idsHint}
        error={error}
        rows={8}
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className={css.found} role="status">
        {repeated > 0 && <span className="quiet">{t.idsRepeated(repeated)}</span>}
        {wrong.length > 0 && (
          <span className={css.wrong}>{t.idsWrong(wrong.length, wrong.slice(0, SHOWN).map(shortened).join(", "))}</span>
        )}
      </div>
    </div>
  );
}

const shortened = (word: string): string => (word.length > 20 ? `${word.slice(0, 20)}\u2026` : word);
