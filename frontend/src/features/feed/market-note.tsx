import { feed } from "@/features/feed/messages";
import type { Market } from "@/features/feed/market";
import { openingWords } from "@/features/feed/opening";
import { useMessages } from "@/shared/i18n/language";
import { useServerNow } from "@/shared/signal/server-clock";
import { Banner } from "@/shared/ui/banner";
import { ClockIcon, PlayIcon } from "@/shared/ui/icons";

/** Above the list: prices are past ones, or there are none now. */
export function MarketNote({ market }: { market: Market }) {
  const t = useMessages(feed);
  const now = useServerNow();
  switch (market.kind) {
    case "open":
      return null;
    case "replay":
      return (
        <Banner tone="neutral" icon={PlayIcon}>
          <strong>{t.replayNote}</strong> {t.replayWhy}
        </Banner>
      );
    case "replayed":
      return (
        <Banner tone="neutral" icon={PlayIcon}>
          <strong>{t.replayedNote}</strong> {t.replayWhy}
        </Banner>
      );
    case "closed":
      return (
        <Banner tone="neutral" icon={ClockIcon}>
          <strong>{t.closedNote}</strong> {market.opensAt !== null && t.opens(openingWords(market.opensAt, now))}
        </Banner>
      );
  }
}
