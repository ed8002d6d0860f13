import { useInfiniteQuery } from "@tanstack/react-query";
import { settings } from "@/features/settings/messages";
import css from "@/features/settings/settings.module.css";
import { feedQuery } from "@/shared/api/queries";
import type { AccessRight, SignalRead } from "@/shared/api/types";
import { percent } from "@/shared/format/numbers";
import { formatDayTime, formatTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Section } from "@/shared/ui/section";

type Shown = Pick<SignalRead, "pair" | "direction" | "entry" | "stop_loss" | "take_profit" | "confidence" | "created_at" | "expires_at">;

const EXAMPLE: Shown = {
  pair: "EUR/USD",
  direction: "BUY",
  entry: "1.16243",
  stop_loss: "1.15986",
  take_profit: "1.16526",
  confidence: 0.58,
  created_at: "2026-11-19T11:00:00Z",
  expires_at: "2026-11-19T23:00:00Z",
};

export interface PreviewProps {
  held: ReadonlyMap<string, AccessRight>;
}

/** The message as the bot writes it, with the person's own newest signal where there is one. */
export function Preview({ held }: PreviewProps) {
  const t = useMessages(settings);
  const { data } = useInfiniteQuery(feedQuery());
  const newest = data?.pages.flatMap((page) => page.items).find((signal) => held.has(signal.model_id));
  const signal: Shown = newest ?? EXAMPLE;
  const model = newest === undefined ? "Shadow Stack" : held.get(newest.model_id)?.model_name;
  const direction = signal.direction === "BUY" ? t.buy : t.sell;
  return (
    <Section title={t.preview} footnote={newest === undefined ? t.previewExample : t.previewOwn}>
      <div className={css.message}>
        <div>
          <strong>{t.messageHead(signal.pair, direction)}</strong> · {model}
        </div>
        <div className="num">{t.messageEntry(signal.entry)}</div>
        <div className="num">{t.messagePlan(signal.stop_loss, signal.take_profit)}</div>
        <div className={css.messageEnd}>
          <span className="num">{t.messageEnd(percent(signal.confidence), formatDayTime(signal.expires_at))}</span>
          <time dateTime={signal.created_at}>{formatTime(signal.created_at)}</time>
        </div>
      </div>
    </Section>
  );
}
