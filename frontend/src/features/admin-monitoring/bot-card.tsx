import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { Monitoring } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { duration } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";
import { CheckIcon, MinusIcon, WarnIcon } from "@/shared/ui/icons";
import { Tag } from "@/shared/ui/tag";

type Bot = Monitoring["bot"];

/** Why the bot does not hear or send, in words; a reason that this version does not know stands as it is. */
export function troubleWords(trouble: string, t: (typeof monitoring)["en"]): string {
  if (trouble === "invalid_token") return t.invalidToken;
  return trouble === "telegram_unavailable" ? t.telegramAway : trouble;
}

function BotTag({ bot }: { bot: Bot }) {
  const t = useMessages(monitoring);
  if (bot.mode === "off") return <Tag icon={MinusIcon}>{t.botOff}</Tag>;
  if (bot.trouble !== null) {
    return (
      <Tag tone="lost" icon={WarnIcon}>
        {t.botTrouble}
      </Tag>
    );
  }
  return (
    <Tag tone="won" icon={CheckIcon}>
      {t.botWell}
    </Tag>
  );
}

/** The bot, and what waits to be sent. */
export function BotCard({ bot }: { bot: Bot }) {
  const t = useMessages(monitoring);
  const now = useServerNow();
  const { mode, username, trouble, outbox } = bot;
  const modes = { off: t.modeOff, polling: t.modePolling, webhook: t.modeWebhook };
  const oldest = outbox.oldest_due_at === null ? t.nothingWaits : duration(now - Date.parse(outbox.oldest_due_at));
  return (
    <Card edge={trouble === null || mode === "off" ? undefined : "lost"}>
      <CardHead title={t.bot} aside={<BotTag bot={bot} />} detail={trouble === null ? undefined : troubleWords(trouble, t)} />
      <dl className={css.facts}>
        <Fact name={t.mode} value={modes[mode]} />
        <Fact name={t.botName} value={username === null ? t.notKnown : `@${username}`} />
        <Fact name={t.waiting} value={count(outbox.pending)} />
        <Fact name={t.held} value={count(outbox.held)} />
        <Fact name={t.oldest} value={oldest} />
        <Fact name={t.sentDay} value={count(outbox.sent_24_hours)} />
        <Fact name={t.failedDay} value={count(outbox.failed_24_hours)} />
      </dl>
    </Card>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}
