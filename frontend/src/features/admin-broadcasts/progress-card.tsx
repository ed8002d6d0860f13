import { doneShare } from "@/features/admin-broadcasts/done";
import { broadcasts } from "@/features/admin-broadcasts/messages";
import { resultWords } from "@/features/admin-broadcasts/result-words";
import css from "@/features/admin-broadcasts/sent.module.css";
import { useIsWide } from "@/shared/admin/ui/use-media";
import type { BroadcastRead } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { useNow } from "@/shared/ui/clock";
import { Card, CardHead } from "@/shared/ui/card";
import { Figure, Figures } from "@/shared/ui/figure";
import { Meter } from "@/shared/ui/meter";

/** How far it is, and what became of everybody so far. */
export function ProgressCard({ broadcast }: { broadcast: BroadcastRead }) {
  const t = useMessages(broadcasts);
  const isWide = useIsWide();
  useNow("second");
  const { state, progress } = broadcast;
  const said = resultWords(broadcast);
  const share = Math.round(doneShare(progress) * 100);
  const isCalledOff = state === "cancelled" && progress.failed > 0 && progress.sent === 0;
  return (
    <Card as="section" labelledBy="progress">
      <CardHead id="progress" title={t.progress} />
      <p className={css.said}>{said}</p>
      {state === "sending" && (
        <div role="progressbar" aria-label={t.progress} aria-valuemin={0} aria-valuemax={100} aria-valuenow={share} aria-valuetext={said}>
          <Meter share={doneShare(progress)} label={null} height={8} />
        </div>
      )}
      {isCalledOff && <p className={css.note}>{t.refused}</p>}
      {state !== "scheduled" && (
        <div className={css.figures}>
          <Figures columns={isWide ? 3 : 2} isCard={false} label={t.progress}>
            <Figure label={t.sent} value={count(progress.sent)} tone={progress.sent > 0 ? "won" : undefined} />
            <Figure label={t.waiting} value={count(progress.pending)} />
            <Figure label={t.failed} value={count(progress.failed)} tone={progress.failed > 0 ? "lost" : undefined} />
            <Figure label={t.cannot} value={count(progress.blocked)} note={t.cannotNote} />
            <Figure label={t.off} value={count(progress.skipped)} note={t.offNote} />
            {progress.cancelled > 0 && <Figure label={t.notSent} value={count(progress.cancelled)} />}
          </Figures>
        </div>
      )}
    </Card>
  );
}
