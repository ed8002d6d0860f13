import { byDay, type Day } from "@/features/feed/days";
import { feed } from "@/features/feed/messages";
import type { SignalRead } from "@/shared/api/types";
import { rMultiple } from "@/shared/format/numbers";
import { dayHeading } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { ClosedRow } from "@/shared/signal/closed-row";
import { madeTime } from "@/shared/signal/moments";
import { ReplayMark } from "@/shared/signal/replay-mark";
import { useServerNow } from "@/shared/signal/server-clock";
import { signalPath } from "@/shared/signal/signal-card";
import { List } from "@/shared/ui/list";
import { Section } from "@/shared/ui/section";

function Detail({ signal }: { signal: SignalRead }) {
  const { held } = useSubscriptions();
  const time = madeTime(signal);
  return (
    <>
      {signal.replay && <ReplayMark isTiny />}
      <span className="cut">{held.get(signal.model_id)?.model_name ?? signal.model_id}</span>
      {time !== null && <span className="num">{`\u00a0· ${time}`}</span>}
    </>
  );
}

/** A day is counted once all of it has been loaded. */
function ClosedDay({ day, isWhole }: { day: Day; isWhole: boolean }) {
  const t = useMessages(feed);
  const heading = dayHeading(day.at, useServerNow());
  const total = `${t.closed(day.signals.length)} · ${rMultiple(day.netR)}`;
  return (
    <Section title={heading} aside={isWhole ? total : undefined}>
      <List label={heading}>
        {day.signals.map((signal) => (
          <ClosedRow key={signal.id} signal={signal} detail={<Detail signal={signal} />} href={signalPath(signal)} />
        ))}
      </List>
    </Section>
  );
}

export interface ClosedDaysProps {
  signals: readonly SignalRead[];
  /** Nothing older is left on the server. */
  isAll: boolean;
}

/** Closed signals under the days that they were made on. */
export function ClosedDays({ signals, isAll }: ClosedDaysProps) {
  const days = byDay(signals);
  return days.map((day, at) => <ClosedDay key={day.key} day={day} isWhole={isAll || at < days.length - 1} />);
}
