import { candlesPassed } from "@/features/signal/chart/chart-model";
import { page } from "@/features/signal/messages";
import css from "@/features/signal/signal.module.css";
import type { SignalDetail, SignalRead } from "@/shared/api/types";
import { percent, pips, rMultiple, signed } from "@/shared/format/numbers";
import { formatDate, formatTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { closedR, pipsOf, railOf } from "@/shared/signal/plan";
import { useServerNow } from "@/shared/signal/server-clock";
import { signalName } from "@/shared/signal/signal-name";
import { Card, CardHead } from "@/shared/ui/card";
import { cx } from "@/shared/ui/cx";
import { Figure, Figures } from "@/shared/ui/figure";
import { Rail } from "@/shared/ui/rail";

export interface PlanCardProps {
  signal: SignalRead;
  candles: SignalDetail["candles"] | null;
}

type Tone = "won" | "lost" | undefined;

function toneOf(r: number | null): Tone {
  if (r === null || r === 0) return undefined;
  return r > 0 ? "won" : "lost";
}

function PlanFigures({ signal }: { signal: SignalRead }) {
  const t = useMessages(page);
  const { risk, reward } = pipsOf(signal);
  return (
    <Figures columns={3} isCard={false}>
      <PipsFigure label={t.risk} value={risk} />
      <PipsFigure label={t.reward} value={reward} />
      <Figure size="small" label={t.confidence} value={percent(signal.confidence)} />
    </Figures>
  );
}

/** Where both are long the unit goes below its number, whole. */
function PipsFigure({ label, value }: { label: string; value: number }) {
  return <Figure size="small" label={label} value={pips(value).replace("\u00a0", " ")} />;
}

function ResultFigures({ signal, r }: { signal: SignalRead; r: number }) {
  const t = useMessages(page);
  const tone = signal.status === "expired" ? undefined : toneOf(r);
  return (
    <Figures columns={3} isCard={false}>
      <Figure size="small" label={t.pips} value={signed(pipsOf(signal).won ?? 0, 1)} tone={tone} />
      <Figure size="small" label={t.inR} value={rMultiple(r)} tone={tone} />
      <Figure size="small" label={t.confidence} value={percent(signal.confidence)} />
    </Figures>
  );
}

function LastClose({ r }: { r: number }) {
  const t = useMessages(page);
  const written = rMultiple(r);
  const [before = "", after = ""] = t.lastClose(written).split(written);
  return (
    <>
      {before}
      <strong className={cx(css.lastR, css[toneOf(r) ?? "even"])}>{written}</strong>
      {after}
    </>
  );
}

/** "target hit at 18:00, after 7 candles". */
function useEnding({ signal, candles }: PlanCardProps): string | null {
  const t = useMessages(page);
  if (signal.resolved_at === null || candles === null || signal.status === "open") return null;
  const isDaily = signal.replay || signal.timeframe === "1d";
  const when = isDaily ? t.onDate(formatDate(signal.resolved_at)) : t.atTime(formatTime(signal.resolved_at));
  const said = { won: t.wonAfter, lost: t.lostAfter, expired: t.expiredAfter }[signal.status];
  return said(when, candlesPassed(signal, candles));
}

/** The plan while it is open, and how it came out. */
export function PlanCard({ signal, candles }: PlanCardProps) {
  const t = useMessages(page);
  const now = useServerNow();
  const hasMoved = candles !== null && candlesPassed(signal, candles) > 0;
  const rail = railOf(signal, hasMoved ? (candles.at(-1)?.close ?? null) : null);
  const ending = useEnding({ signal, candles });
  const r = closedR(signal);
  const aside = rail.lastR === null ? ending : <LastClose r={rail.lastR} />;
  return (
    <Card as="section">
      <div className={css.planHead}>
        <CardHead title={r === null ? t.plan : t.result} aside={aside ?? undefined} />
      </div>
      <Rail label={signalName(signal, now)} {...rail} />
      <div className={css.figures}>{r === null ? <PlanFigures signal={signal} /> : <ResultFigures signal={signal} r={r} />}</div>
    </Card>
  );
}
