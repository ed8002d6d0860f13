import { ChoiceList } from "@/features/settings/choice-list";
import { settings } from "@/features/settings/messages";
import type { Saving } from "@/features/settings/use-preferences";
import { useLanguage, useMessages } from "@/shared/i18n/language";
import { LANGUAGES } from "@/shared/i18n/messages";
import { Sheet } from "@/shared/ui/sheet";

/** Each in its own language, so that who cannot read this one finds theirs. */
export const LANGUAGE_NAMES = { en: "English", ru: "Русский" } as const;

export interface ChoiceSheetProps extends Pick<Saving, "save"> {
  onClose: () => void;
}

/** The language changes with the press, not with the server's answer. */
export function LanguageSheet({ save, onClose }: ChoiceSheetProps) {
  const t = useMessages(settings);
  return (
    <Sheet title={t.language} onClose={onClose}>
      <ChoiceList
        label={t.language}
        value={useLanguage()}
        options={LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code], lang: code }))}
        onChoose={(code) => {
          onClose();
          save({ language_code: code });
        }}
      />
    </Sheet>
  );
}
