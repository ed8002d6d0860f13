import css from "@/features/model/ledger-card.module.css";
import { proof } from "@/features/model/proof-messages";
import type { Break } from "@/features/model/verify";
import { serialNumber } from "@/shared/format/ids";
import { formatDayTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";

const MOST = 8;

const WORDS = {
  hash: "whyHash",
  link: "whyLink",
  missing: "whyMissing",
  head: "whyHead",
  outcome: "whyOutcome",
  hidden: "whyHidden",
} as const;

function useWhy() {
  const t = useMessages(proof);
  return ({ why, keptAt }: Break): string => {
    const date = formatDayTime(keptAt ?? 0);
    if (why === "kept") return t.whyKept(date);
    return why === "short" ? t.whyShort(date) : t[WORDS[why]];
  };
}

/** Each break by the row that it is in. */
export function Breaks({ breaks }: { breaks: readonly Break[] }) {
  const t = useMessages(proof);
  const whyOf = useWhy();
  return (
    <>
      <ul className={css.breaks}>
        {breaks.slice(0, MOST).map((one) => (
          <li key={`${one.chain} ${one.seq} ${one.why}`}>
            <strong>{one.chain === "signals" ? t.signalRow(serialNumber(one.seq)) : t.outcomeRow(serialNumber(one.seq))}</strong>
            {": "}
            {whyOf(one)}
          </li>
        ))}
        {breaks.length > MOST && <li>{t.more(breaks.length - MOST)}</li>}
      </ul>
      <p>{t.brokenWhy}</p>
    </>
  );
}
