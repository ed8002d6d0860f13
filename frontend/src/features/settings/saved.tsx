import { settings } from "@/features/settings/messages";
import css from "@/features/settings/settings.module.css";
import type { Saving } from "@/features/settings/use-preferences";
import { useMessages } from "@/shared/i18n/language";
import { CheckIcon } from "@/shared/ui/icons";

/** A quiet word in the head of the page that the change is stored; it fades by itself. */
export function Saved({ state }: Pick<Saving, "state">) {
  const t = useMessages(settings);
  return (
    <span role="status" className={css.status}>
      {state === "saved" && (
        <span className={css.saved}>
          <CheckIcon size={16} />
          {t.saved}
        </span>
      )}
    </span>
  );
}
