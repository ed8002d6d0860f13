import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys, meQuery } from "@/shared/api/queries";
import { appQuery } from "@/shared/bot/app-query";
import { bot } from "@/shared/bot/messages";
import { useMessages } from "@/shared/i18n/language";
import { askToWrite, botChatHref, canAskToWrite, openBotChat } from "@/shared/telegram/bot-chat";
import { native, onActivated } from "@/shared/telegram/chrome";
import { Banner } from "@/shared/ui/banner";
import { Button, ButtonLink } from "@/shared/ui/button";
import { BellOffIcon } from "@/shared/ui/icons";

/** Telegram tells the bot a moment after it has told the page. */
const SOON = [0, 1500, 5000] as const;

/** Who comes back from the bot's chat may have started it there. */
function useReachedAgain(isWaiting: boolean): () => void {
  const client = useQueryClient();
  const [timers] = useState(() => new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const read = () => void client.invalidateQueries({ queryKey: keys.me });
    const seen = () => {
      if (document.visibilityState === "visible") read();
    };
    if (!isWaiting) return;
    const offActivated = onActivated(read);
    document.addEventListener("visibilitychange", seen);
    return () => {
      offActivated();
      document.removeEventListener("visibilitychange", seen);
      for (const timer of timers) clearTimeout(timer);
    };
  }, [client, isWaiting, timers]);
  return () => {
    for (const wait of SOON) timers.add(setTimeout(() => void client.invalidateQueries({ queryKey: keys.me }), wait));
  };
}

/** Says that messages do not arrive, and leads to where that is put right; nothing while they do. */
export function BotBanner() {
  const { data: me } = useQuery(meQuery);
  const { data: app } = useQuery(appQuery);
  const isWaiting = app?.has_bot === true && me !== undefined && me.reachability !== "ok";
  const readSoon = useReachedAgain(isWaiting);
  if (!isWaiting) return null;
  return <Words username={app.bot_username} isBlocked={me.reachability === "blocked"} onAllowed={readSoon} />;
}

interface WordsProps {
  username: string | null;
  isBlocked: boolean;
  onAllowed: () => void;
}

function Words({ username, isBlocked, onAllowed }: WordsProps) {
  const t = useMessages(bot);
  const [isAsking, setAsking] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const mayAsk = !isBlocked && !isRefused && canAskToWrite();
  const ask = async () => {
    setAsking(true);
    const isAllowed = await askToWrite();
    setAsking(false);
    if (isAllowed) onAllowed();
    else setRefused(true);
  };
  const way = mayAsk ? (
    <Button kind="plain" size="small" isBusy={isAsking} onClick={() => void ask()}>
      {t.allow}
    </Button>
  ) : username === null ? undefined : native ? (
    <Button kind="plain" size="small" onClick={() => openBotChat(username)}>
      {t.open}
    </Button>
  ) : (
    <ButtonLink kind="plain" size="small" href={botChatHref(username)}>
      {t.open}
    </ButtonLink>
  );
  return (
    <Banner tone="warn" icon={BellOffIcon} action={way}>
      <strong>{t.cannotWrite}</strong> {isBlocked ? t.blocked : mayAsk ? t.needsLeave : t.needsStart}
    </Banner>
  );
}
