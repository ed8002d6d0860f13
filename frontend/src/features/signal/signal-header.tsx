import type { SignalRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import css from "@/features/signal/signal.module.css";
import { page } from "@/features/signal/messages";
import { madeDayTime, timeframeWords } from "@/shared/signal/moments";
import { closedR } from "@/shared/signal/plan";
import { Banner } from "@/shared/ui/banner";
import { PlayIcon } from "@/shared/ui/icons";
import { DirectionWord, StatusTag } from "@/shared/ui/outcome";
import { PageHeader } from "@/shared/ui/page-header";
import { DirectionTile } from "@/shared/ui/tile";

/** What it is: pair, direction, who made it, when, and how it stands. */
export function SignalHeader({ signal, modelName }: { signal: SignalRead; modelName: string }) {
  const t = useMessages(page);
  return (
    <div className={css.top}>
      <PageHeader
        lead={<DirectionTile direction={signal.direction} size="large" />}
        title={
          <>
            <span className="nowrap">{signal.pair}</span> <DirectionWord direction={signal.direction} />
          </>
        }
        subtitle={
          <>
            {modelName} · {timeframeWords(signal.timeframe)} · <span className="num nowrap">{madeDayTime(signal)}</span>
          </>
        }
        aside={<StatusTag status={signal.status} r={closedR(signal)} />}
      />
      {signal.replay && (
        <Banner tone="neutral" icon={PlayIcon}>
          <strong>{t.replay}</strong> {t.replayWhy}
        </Banner>
      )}
    </div>
  );
}
