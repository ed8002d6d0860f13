import type { CSSProperties } from "react";
import { Link } from "wouter";
import type { SignalRead } from "@/shared/api/types";
import { percent } from "@/shared/format/numbers";
import { formatTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { signalWords } from "@/shared/signal/messages";
import { timeframeWords } from "@/shared/signal/moments";
import { closedR, railOf } from "@/shared/signal/plan";
import { ReplayMark } from "@/shared/signal/replay-mark";
import { onThisClock, useServerNow } from "@/shared/signal/server-clock";
import css from "@/shared/signal/signal-card.module.css";
import { signalName } from "@/shared/signal/signal-name";
import { Card } from "@/shared/ui/card";
import { Countdown } from "@/shared/ui/countdown";
import { cx } from "@/shared/ui/cx";
import { DirectionWord, Outcome } from "@/shared/ui/outcome";
import { Rail } from "@/shared/ui/rail";
import { DirectionTile } from "@/shared/ui/tile";

export interface SignalCardProps {
  signal: SignalRead;
  modelName: string;
  /** How old the screen is (ms), once it is: the countdown freezes. */
  asOf?: number | null | undefined;
  /** Slides in, tinted for two seconds. */
  isNew?: boolean | undefined;
}

export const signalPath = ({ model_id: model, id }: Pick<SignalRead, "model_id" | "id">): string => `/signals/${model}/${id}`;

/** Right of the second line. A replay runs on a calendar of its own, on which no clock of ours counts down. */
function TimeLeft({ signal, asOf }: Pick<SignalCardProps, "signal" | "asOf">) {
  if (signal.replay) return <ReplayMark />;
  return signal.status === "open" && <Countdown until={onThisClock(signal.expires_at)} frozenAt={asOf} />;
}

/** Model, timeframe, confidence. The timeframe leaves before a name would be cut. */
function Detail({ signal, modelName }: Pick<SignalCardProps, "signal" | "modelName">) {
  const t = useMessages(signalWords);
  const timeframe = timeframeWords(signal.timeframe);
  const confidence = t.confidence(percent(signal.confidence));
  const room = modelName.length + timeframe.length + confidence.length;
  return (
    <span className={css.detail} style={{ "--letters": room } as CSSProperties}>
      <span className="cut">{modelName}</span>
      <span className={css.timeframe}>{`\u00a0· ${timeframe}`}</span>
      <span className="nowrap">{`\u00a0· ${confidence}`}</span>
    </span>
  );
}

/** A signal with its three prices; open as a plan, and closed as what became of it. */
export function SignalCard({ signal, modelName, asOf = null, isNew = false }: SignalCardProps) {
  const now = useServerNow();
  const name = signalName(signal, now);
  const label = asOf === null ? name : `${name} (${formatTime(asOf)})`;
  return (
    <Card as="article" className={cx(css.card, isNew && css.new)}>
      <div className={css.head}>
        <DirectionTile direction={signal.direction} />
        <div className={css.lines}>
          <div className={css.line}>
            <h3 className={css.title}>
              <Link href={signalPath(signal)} className={css.press}>
                {signal.pair} <DirectionWord direction={signal.direction} />
              </Link>
            </h3>
            <Outcome status={signal.status} r={closedR(signal)} />
          </div>
          <div className={css.line}>
            <Detail signal={signal} modelName={modelName} />
            <span className={css.left}>
              <TimeLeft signal={signal} asOf={asOf} />
            </span>
          </div>
        </div>
      </div>
      <Rail label={label} {...railOf(signal)} />
    </Card>
  );
}
