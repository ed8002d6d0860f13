import { useEffect, useRef, useState } from "react";
import { audienceWords } from "@/features/admin-broadcasts/audience-words";
import { CancelSheet } from "@/features/admin-broadcasts/cancel-sheet";
import css from "@/features/admin-broadcasts/sent.module.css";
import { BROADCASTS_HREF } from "@/features/admin-broadcasts/href";
import { InTheChat } from "@/features/admin-broadcasts/in-the-chat";
import { authorWords } from "@/features/admin-broadcasts/line";
import { broadcasts } from "@/features/admin-broadcasts/messages";
import { ProgressCard } from "@/features/admin-broadcasts/progress-card";
import { BroadcastTag } from "@/features/admin-broadcasts/state-tag";
import { resultWords } from "@/features/admin-broadcasts/result-words";
import { AdminPage } from "@/shared/admin/admin-page";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import type { BroadcastRead } from "@/shared/api/types";
import { duration, formatDateTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { announce } from "@/shared/ui/announcer";
import { Button, ButtonLink } from "@/shared/ui/button";
import { Card, CardHead } from "@/shared/ui/card";

/** A broadcast that was started: how far it is, what became of it, and the way to stop it. */
export function Sent({ broadcast }: { broadcast: BroadcastRead }) {
  const t = useMessages(broadcasts);
  const [isAsking, setAsking] = useState(false);
  const isGoing = broadcast.state === "scheduled" || broadcast.state === "sending";
  useAnnouncedEnd(broadcast);
  const tools = (
    <>
      <ButtonLink kind="plain" href={BROADCASTS_HREF}>
        {t.all}
      </ButtonLink>
      {isGoing && (
        <Button kind="destructive" onClick={() => setAsking(true)}>
          {t.cancel}
        </Button>
      )}
    </>
  );
  return (
    <AdminPage title={t.one} subtitle={<BroadcastTag state={broadcast.state} />} tools={tools}>
      <div className={css.columns}>
        <div className={css.column}>
          <ProgressCard broadcast={broadcast} />
          <Facts broadcast={broadcast} />
        </div>
        <InTheChat texts={broadcast.texts} />
      </div>
      {isAsking && isGoing && <CancelSheet broadcast={broadcast} onClose={() => setAsking(false)} />}
    </AdminPage>
  );
}

/** Its end is said once to who was listening; the way there is silent. */
function useAnnouncedEnd(broadcast: BroadcastRead): void {
  const before = useRef(broadcast.state);
  useEffect(() => {
    if (before.current !== broadcast.state && broadcast.finished_at !== null) announce(`${resultWords(broadcast)}.`);
    before.current = broadcast.state;
  }, [broadcast]);
}

function Facts({ broadcast }: { broadcast: BroadcastRead }) {
  const t = useMessages(broadcasts);
  const { nameOf } = useKnownModels();
  const { audience, silent, scheduled_at: planned, started_at: started, finished_at: finished } = broadcast;
  const took = started === null || finished === null ? null : duration(Date.parse(finished) - Date.parse(started));
  return (
    <Card as="section" labelledBy="facts">
      <CardHead id="facts" title={t.facts} />
      <dl className={css.facts}>
        <Fact name={t.audience} value={audienceWords(audience, nameOf)} />
        <Fact name={t.sound} value={silent ? t.silent : t.withSound} />
        <Fact name={t.author} value={authorWords(broadcast)} />
        {planned !== null && started === null && <Fact name={t.scheduledFor} value={formatDateTime(planned)} />}
        {started !== null && <Fact name={t.started} value={formatDateTime(started)} />}
        {finished !== null && <Fact name={t.ended} value={formatDateTime(finished)} note={took === null ? undefined : t.took(took)} />}
      </dl>
    </Card>
  );
}

function Fact({ name, value, note }: { name: string; value: string; note?: string | undefined }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
        {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  );
}
