import { otherWords } from "@/features/admin-broadcasts/audience-words";
import css from "@/features/admin-broadcasts/editor.module.css";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import { EndsBeforeField, ModelField, RoleField } from "@/shared/admin/ui/filter-fields";
import type { Audience } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";
import { SelectField } from "@/shared/ui/field";

export interface AudienceCardProps {
  audience: Audience;
  onChange: (audience: Audience) => void;
}

/** Whom it is for. */
export function AudienceCard({ audience, onChange }: AudienceCardProps) {
  const t = useMessages(editor);
  const set = (part: Audience) => onChange({ ...audience, ...part });
  const others = otherWords(audience);
  return (
    <Card as="section" labelledBy="audience">
      <CardHead id="audience" title={t.audience} detail={t.audienceWhy} />
      <div className={css.pairs}>
        <ModelField value={audience.model_id} onChange={(model_id) => set({ model_id })} />
        <EndsBeforeField value={audience.expires_before} onChange={(expires_before) => set({ expires_before })} />
        <RoleField value={audience.role} onChange={(role) => set({ role })} />
        <SelectField
          label={t.language}
          value={audience.language ?? ""}
          onChange={({ target: { value } }) => set({ language: value === "en" || value === "ru" ? value : null })}
        >
          <option value="">{t.anyLanguage}</option>
          <option value="en">{t.readsEnglish}</option>
          <option value="ru">{t.readsRussian}</option>
        </SelectField>
      </div>
      {others.length > 0 && <p className={css.quiet}>{t.alsoAsked(others.join(", "))}</p>}
    </Card>
  );
}
