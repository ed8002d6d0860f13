import type { Market } from "@/features/feed/market";
import { feed } from "@/features/feed/messages";
import type { SignalRead } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { formatDate, formatTime, timeLeft } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useServerNow } from "@/shared/signal/server-clock";
import { useAsOf } from "@/shared/signal/use-as-of";

export interface SubtitleProps {
  open: readonly SignalRead[];
  isCut: boolean;
  market: Market;
}

function useSecond({ open, market }: SubtitleProps): string | null {
  const t = useMessages(feed);
  const asOf = useAsOf();
  const now = useServerNow();
  if (asOf !== null) return t.asOf(formatTime(asOf));
  if (market.kind === "replay") return t.replayAt(formatDate(market.moment));
  if (market.kind === "replayed") return t.replayEnded;
  if (market.kind === "closed") return t.closedShort;
  const ends = open.map((signal) => Date.parse(signal.expires_at)).filter((end) => end > now);
  if (ends.length === 0) return open.length > 0 ? t.nextClosesNow : null;
  return t.nextCloses(timeLeft(Math.min(...ends), now));
}

/** "2 open · next closes in 42 min". */
export function Subtitle(props: SubtitleProps) {
  const t = useMessages(feed);
  const { open, isCut } = props;
  const first = open.length === 0 ? t.noneOpen : t.open(`${count(open.length)}${isCut ? "+" : ""}`);
  const second = useSecond(props);
  return second === null ? first : `${first} · ${second}`;
}
