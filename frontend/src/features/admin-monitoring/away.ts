import { troubleWords } from "@/features/admin-monitoring/bot-card";
import type { monitoring } from "@/features/admin-monitoring/messages";
import { processName } from "@/features/admin-monitoring/processes";
import type { Monitoring } from "@/shared/api/types";
import { duration } from "@/shared/format/time";

/** Milliseconds that a message may wait too long before admins are told. */
const LATE = 600_000;

export interface Away {
  alerts: string[];
  warnings: string[];
}

/** What is away or broken, in sentences: the bus, the bot, a verification; the candles, the outbox. */
export function whatIsAway(state: Monitoring, now: number, t: (typeof monitoring)["en"]): Away {
  const { mode, trouble, outbox } = state.bot;
  const bot = trouble === null || mode === "off" ? [] : [t.botSays(troubleWords(trouble, t))];
  const deaf = state.processes.filter((process) => !process.listener).map(processName);
  const away = state.processes.length > 1 ? [t.listenerAway, t.deafProcesses(deaf.join(", "))] : [t.listenerAway];
  const broken = [
    ...(state.audit?.ok === false ? [t.historyBroken] : []),
    ...(state.ledger?.ok === false ? [t.ledgerBroken] : []),
  ];
  const stale = state.candles.filter((candle) => candle.is_stale).map((candle) => candle.pair);
  const waits = outbox.oldest_due_at === null || mode === "off" ? 0 : now - Date.parse(outbox.oldest_due_at);
  return {
    alerts: [...broken, ...(state.listener ? [] : away), ...bot],
    warnings: [
      ...(stale.length > 0 ? [t.stale(stale.join(", "))] : []),
      ...(waits > LATE ? [t.outboxLate(duration(waits))] : []),
    ],
  };
}
