import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Applied, Running } from "@/features/admin-bulk/applied";
import { AppliedBar } from "@/features/admin-bulk/applied-bar";
import css from "@/features/admin-bulk/bulk.module.css";
import { DryRun } from "@/features/admin-bulk/dry-run";
import { DryRunBar } from "@/features/admin-bulk/dry-run-bar";
import { bulk } from "@/features/admin-bulk/messages";
import { modelsOf, orderOf } from "@/features/admin-bulk/order";
import { Note } from "@/features/admin-bulk/note";
import { type Step, Steps } from "@/features/admin-bulk/steps";
import { type Catalogue, WhatSummary, WhoSummary } from "@/features/admin-bulk/summaries";
import { type Bulk as Calls, useBulk } from "@/features/admin-bulk/use-bulk";
import { type Draft, useDraft, whoOf } from "@/features/admin-bulk/use-draft";
import { WhatStep } from "@/features/admin-bulk/what-step";
import { WhoStep } from "@/features/admin-bulk/who-step";
import { AdminPage } from "@/shared/admin/admin-page";
import { adminModelsQuery, templatesQuery } from "@/shared/admin/queries";
import { timeZone } from "@/shared/format/zone";
import { useMessages } from "@/shared/i18n/language";
import { useClosingConfirmation } from "@/shared/telegram/chrome";

const NONE: Catalogue = { models: [], templates: [] };

/** One order for many people: who, what, a dry run, and only then the change itself. */
export function Bulk() {
  const t = useMessages(bulk);
  const { draft, change, restart } = useDraft();
  const calls = useBulk();
  const isApplying = calls.run.isPending || calls.run.isSuccess;
  const step: Step = isApplying ? "apply" : draft.step;
  const top = useFocusOn(step);
  useClosingConfirmation(calls.run.isPending || step === "dryRun");
  const edit = (to: "who" | "what") => {
    calls.dry.reset();
    calls.run.reset();
    change({ step: to });
  };
  const startAgain = () => {
    calls.dry.reset();
    calls.run.reset();
    calls.undo.reset();
    restart();
  };
  return (
    <AdminPage title={t.title} subtitle={<Steps now={step} isDone={calls.run.isSuccess} />}>
      <div ref={top} tabIndex={-1} role="group" aria-label={t[step]} className={css.page}>
        {step === "who" && <WhoStep who={draft.who} onChange={(who) => change({ who })} onNext={() => edit("what")} />}
        {step === "what" && <What draft={draft} change={change} edit={edit} calls={calls} />}
        {(step === "dryRun" || step === "apply") && (
          <Outcome draft={draft} calls={calls} edit={edit} onRestart={startAgain} isApplying={isApplying} />
        )}
      </div>
    </AdminPage>
  );
}

/** A new step begins at its top, for eyes, fingers and screen readers alike; the first one where the page begins. */
function useFocusOn(step: Step) {
  const top = useRef<HTMLDivElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    top.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [step]);
  return top;
}

interface PartProps {
  draft: Draft;
  calls: Calls;
  edit: (to: "who" | "what") => void;
}

function What({ draft, change, edit, calls }: PartProps & { change: (part: Partial<Draft>) => void }) {
  const { data: models = NONE.models } = useQuery(adminModelsQuery);
  const { data: templates = NONE.templates } = useQuery(templatesQuery);
  const start = () => {
    change({ step: "dryRun" });
    calls.dry.mutate({ order: orderOf(whoOf(draft.who), draft.what, templates, timeZone()) });
  };
  return (
    <WhatStep
      what={draft.what}
      onChange={(what) => change({ what })}
      onBack={() => edit("who")}
      onNext={start}
      aside={<WhoSummary who={whoOf(draft.who)} models={models} onChange={() => edit("who")} />}
    />
  );
}

function Outcome({ draft, calls, edit, onRestart, isApplying }: PartProps & { onRestart: () => void; isApplying: boolean }) {
  const { data: models = NONE.models } = useQuery(adminModelsQuery);
  const { data: templates = NONE.templates } = useQuery(templatesQuery);
  const { dry, run, undo } = calls;
  const chosen = modelsOf(draft.what, templates);
  const names = new Map(chosen.length > 1 ? models.map(({ id, name }) => [id, name]) : []);
  const may = (to: "who" | "what") => (isApplying ? null : () => edit(to));
  return (
    <>
      <div className={css.columns}>
        <aside className={css.aside}>
          <WhoSummary who={whoOf(draft.who)} models={models} onChange={may("who")} />
          <WhatSummary what={draft.what} catalogue={{ models, templates }} onChange={may("what")} />
          <Note dry={dry} done={run.data ?? null} isApplying={isApplying} />
        </aside>
        {run.isPending && <Running prediction={run.variables} modelNames={names} />}
        {run.isSuccess && <Applied done={run.data} undone={undo.data ?? null} modelNames={names} />}
        {!isApplying && <DryRun calls={calls} modelNames={names} />}
      </div>
      {!run.isSuccess && <DryRunBar what={draft.what} calls={calls} onBack={() => edit("what")} />}
      {run.isSuccess && <AppliedBar done={run.data} undo={undo} onRestart={onRestart} />}
    </>
  );
}
