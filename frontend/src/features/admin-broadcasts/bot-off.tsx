import { useQuery } from "@tanstack/react-query";
import css from "@/features/admin-broadcasts/broadcasts.module.css";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import { appQuery } from "@/shared/bot/app-query";
import { useMessages } from "@/shared/i18n/language";
import { Banner } from "@/shared/ui/banner";
import { BellOffIcon } from "@/shared/ui/icons";

/** Whether the bot is known to be off; then nothing can be sent. */
export function useIsBotOff(): boolean {
  const { data } = useQuery(appQuery);
  return data?.has_bot === false;
}

export function BotOffBanner() {
  const t = useMessages(editor);
  if (!useIsBotOff()) return null;
  return (
    <div className={css.banner}>
      <Banner tone="warn" icon={BellOffIcon}>
        {t.botOff}
      </Banner>
    </div>
  );
}
