import { formatTime, timeLeft } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useNow } from "@/shared/ui/clock";
import { words } from "@/shared/ui/messages";

/** From here on it counts seconds. */
const NEAR = 2 * 60_000;
const MINUTE = 60_000;

export interface CountdownProps {
  /** ISO time. */
  until: string;
  /** What the screen shows is this old (ms): it counts no more and says "as of 14:02". */
  frozenAt?: number | null | undefined;
  /** "Closes in 5 h 12 min"; the bare time without it. */
  wrap?: ((left: string) => string) | undefined;
  /** Shown once the time is over, until the server says what came of it. */
  ended?: string | undefined;
}

function Left({ until, wrap = (left) => left, ended }: CountdownProps) {
  const end = Date.parse(until);
  const byMinute = useNow("minute");
  const isNear = end - byMinute <= NEAR + MINUTE;
  const now = useNow(isNear ? "second" : "minute");
  const text = now >= end && ended !== undefined ? ended : wrap(timeLeft(until, now));
  return (
    <time dateTime={until} className="num nowrap">
      {text}
    </time>
  );
}

/** Silent for screen readers, as it changes by itself: the rail's or the row's name tells the time left. */
export function Countdown(props: CountdownProps) {
  const t = useMessages(words);
  const { frozenAt } = props;
  if (frozenAt == null) return <Left {...props} />;
  return <span className="num nowrap">{t.asOf(formatTime(frozenAt))}</span>;
}
