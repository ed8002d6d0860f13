import type { SignalRead } from "@/shared/api/types";
import { rMultiple } from "@/shared/format/numbers";
import { timeLeft } from "@/shared/format/time";
import { messagesNow } from "@/shared/i18n/language";
import { signalWords } from "@/shared/signal/messages";
import { closedR, type Drawn } from "@/shared/signal/plan";
import { words } from "@/shared/ui/messages";

type Named = Drawn & Pick<SignalRead, "expires_at" | "replay">;

/** What a rail says to whom does not see it: "Buy EUR/USD, entry 1.16243, stop ..., open, 5 h 12 min left". */
export function signalName(signal: Named, now: number): string {
  const t = messagesNow(signalWords);
  const all = messagesNow(words);
  const r = closedR(signal);
  const status = [all[signal.status].toLocaleLowerCase()];
  if (r !== null) status.push(rMultiple(r));
  else if (!signal.replay) status.push(t.left(timeLeft(signal.expires_at, now)));
  const direction = signal.direction === "BUY" ? all.buy : all.sell;
  return t.name(direction, signal.pair, signal.entry, signal.stop_loss, signal.take_profit, status.join(", "));
}
