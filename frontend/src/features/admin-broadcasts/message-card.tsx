import css from "@/features/admin-broadcasts/editor.module.css";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import { MarkupField } from "@/features/admin-broadcasts/markup-field";
import type { TextProblem } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { LANGUAGES, type Language } from "@/shared/i18n/messages";
import { Card, CardHead } from "@/shared/ui/card";

export interface MessageCardProps {
  texts: Readonly<Record<Language, string>>;
  problems: readonly TextProblem[];
  onChange: (language: Language, text: string) => void;
}

/** The message in both languages, either of which may be left out. */
export function MessageCard({ texts, problems, onChange }: MessageCardProps) {
  const t = useMessages(editor);
  const names = { en: t.english, ru: t.russian };
  return (
    <Card as="section" labelledBy="message">
      <CardHead id="message" title={t.message} detail={t.messageWhy} />
      <div className={css.fields}>
        {LANGUAGES.map((language) => (
          <MarkupField
            key={language}
            name={names[language]}
            language={language}
            text={texts[language]}
            problems={problems.filter((one) => one.language === language)}
            onChange={(text) => onChange(language, text)}
          />
        ))}
      </div>
    </Card>
  );
}
