import css from "@/features/admin-broadcasts/editor.module.css";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import { useMessages } from "@/shared/i18n/language";
import { LANGUAGES, type Language } from "@/shared/i18n/messages";
import { TelegramBubble } from "@/shared/ui/telegram-text";

/** The message as each language's readers see it in the chat. */
export function InTheChat({ texts }: { texts: Readonly<Record<string, string>> }) {
  const t = useMessages(editor);
  const names: Record<Language, string> = { en: t.english, ru: t.russian };
  const also: Record<Language, string> = { en: t.alsoRussian, ru: t.alsoEnglish };
  const written = LANGUAGES.filter((language) => (texts[language] ?? "").trim() !== "");
  return (
    <section aria-labelledby="chat" className={css.chat}>
      <h2 id="chat">{t.preview}</h2>
      {written.length === 0 && <p className={css.quiet}>{t.previewEmpty}</p>}
      {written.map((language) => (
        <div key={language} className={css.told}>
          {written.length > 1 && <span className={css.quiet}>{names[language]}</span>}
          <TelegramBubble markup={(texts[language] ?? "").trim()} lang={language} label={names[language]} />
          {written.length === 1 && <span className={css.quiet}>{also[language]}</span>}
        </div>
      ))}
    </section>
  );
}
