import css from "@/features/help/help.module.css";
import { help } from "@/features/help/messages";
import { Steps, Terms } from "@/features/help/topic";
import { useMessages } from "@/shared/i18n/language";
import { Interval } from "@/shared/ui/interval";
import { Rail } from "@/shared/ui/rail";

export function SignalsExplained() {
  const t = useMessages(help);
  return (
    <>
      <p>{t.signalsIntro}</p>
      <figure className={css.figure}>
        <Rail label={t.railName} status="open" targetR={1} entry="1.16243" stop="1.15986" target="1.16500" />
        <figcaption>{t.railCaption}</figcaption>
      </figure>
      <Terms
        terms={[
          [t.entryTerm, t.entry],
          [t.stopTerm, t.stop],
          [t.rTerm, t.r],
          [t.endTerm, t.end],
          [t.confidenceTerm, t.confidence],
          [t.replayTerm, t.replay],
        ]}
      />
    </>
  );
}

export function NumbersExplained() {
  const t = useMessages(help);
  return (
    <>
      <p>{t.numbersIntro}</p>
      <figure className={css.figure}>
        <Interval
          hitRate={0.509}
          ciLow={0.486}
          ciHigh={0.532}
          csLow={0.464}
          baseline={0.482}
          axis={[0.42, 0.58]}
          size="large"
          isLabelled
        />
        <figcaption>{t.intervalCaption}</figcaption>
      </figure>
      <Terms
        terms={[
          [t.rateTerm, t.rate],
          [t.intervalTerm, t.interval],
          [t.boundTerm, t.bound],
          [t.chanceTerm, t.chance],
          [t.verdictTerm, t.verdict],
          [t.sourcesTerm, t.sources],
        ]}
      />
    </>
  );
}

export function LedgerExplained() {
  const t = useMessages(help);
  return (
    <>
      <p>{t.ledgerIntro}</p>
      <Steps steps={[t.ledgerStep1, t.ledgerStep2, t.ledgerStep3]} />
      <p>{t.ledgerLimit}</p>
    </>
  );
}

export function AccessExplained() {
  const t = useMessages(help);
  return (
    <>
      <p>{t.accessIntro}</p>
      <Steps steps={[t.accessStep1, t.accessStep2, t.accessStep3]} />
      <p>{t.accessEnd}</p>
    </>
  );
}

export function DataExplained() {
  const t = useMessages(help);
  return (
    <>
      <Terms
        terms={[
          [t.dataTelegramTerm, t.dataTelegram],
          [t.dataSessionsTerm, t.dataSessions],
          [t.dataOwnTerm, t.dataOwn],
          [t.dataHistoryTerm, t.dataHistory],
        ]}
      />
      <p>{t.dataDelete}</p>
    </>
  );
}
