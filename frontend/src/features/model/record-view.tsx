import { CalibrationCard } from "@/features/model/calibration-card";
import { EquityCard } from "@/features/model/equity-card";
import { RatesCard } from "@/features/model/rates-card";
import { RecordFigures } from "@/features/model/record-figures";
import { record as texts } from "@/features/model/record-messages";
import type { Source } from "@/features/model/view";
import type { Record_ } from "@/shared/api/types";
import { rate } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { EmptyState } from "@/shared/ui/empty-state";
import { HourglassIcon, PlayIcon } from "@/shared/ui/icons";
import { Banner } from "@/shared/ui/banner";
import { Footnote, Stack } from "@/shared/ui/section";

function Nothing({ source }: { source: Source }) {
  const t = useMessages(texts);
  const isLive = source === "live";
  return (
    <EmptyState
      icon={HourglassIcon}
      title={isLive ? t.noLive : t.noBacktest}
      why={isLive ? t.noLiveWhy : t.noBacktestWhy}
    />
  );
}

/** The kind of record that figures are of, where they are no live ones. */
export function SourceNote({ source }: { source: Source }) {
  const t = useMessages(texts);
  return (
    <Footnote>
      {source === "backtest" && `${t.backtestNote} `}
      {t.costsNote}
    </Footnote>
  );
}

export interface RecordViewProps {
  record: Record_ | null;
  source: Source;
}

/** One record, never mixed with another: figures, equity, pairs, years, calibration. */
export function RecordView({ record, source }: RecordViewProps) {
  const t = useMessages(texts);
  if (record === null) return <Nothing source={source} />;
  const pairs = record.by_pair.map(({ pair: name, ...rest }) => ({ name, ...rest }));
  const years = record.by_year.map(({ year, ...rest }) => ({ name: String(year), ...rest }));
  return (
    <Stack>
      {source === "replay" && (
        <Banner tone="neutral" icon={PlayIcon}>
          {t.replayNote}
        </Banner>
      )}
      <RecordFigures record={record} source={source} />
      <EquityCard record={record} source={source} />
      <RatesCard
        title={t.byPair}
        detail={t.byPairNote(rate(record.baseline))}
        of={t.pair}
        rows={pairs.sort((one, other) => other.hit_rate - one.hit_rate)}
      />
      <RatesCard title={t.byYear} detail={t.byYearNote} of={t.year} rows={years.sort((one, other) => Number(other.name) - Number(one.name))} />
      <CalibrationCard record={record} />
      <SourceNote source={source} />
    </Stack>
  );
}
