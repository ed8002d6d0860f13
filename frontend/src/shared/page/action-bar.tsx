import css from "@/shared/page/page.module.css";
import { type MainAction, native, useMainButton } from "@/shared/telegram/chrome";
import { Button } from "@/shared/ui/button";

/** The one action of a screen: Telegram's main button, or the same drawn by us in a plain browser. */
export function ActionBar({ action }: { action: MainAction | null }) {
  useMainButton(action);
  if (native || action === null) return null;
  return (
    <div className={css.action}>
      <Button kind="primary" isWide isBusy={action.isBusy} isDisabled={!action.isEnabled} onClick={action.onPress}>
        {action.text}
      </Button>
    </div>
  );
}
