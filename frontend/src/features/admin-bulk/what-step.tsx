import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Bar } from "@/shared/admin/ui/bar";
import css from "@/features/admin-bulk/bulk.module.css";
import fields from "@/features/admin-bulk/fields.module.css";
import { bulk } from "@/features/admin-bulk/messages";
import { ObjectField } from "@/features/admin-bulk/object-field";
import { type Lack, lacks, LONGEST_REASON, type Verb, type What } from "@/features/admin-bulk/order";
import { outcome } from "@/features/admin-bulk/outcome-messages";
import { TermField } from "@/features/admin-bulk/term-field";
import { adminModelsQuery, templatesQuery } from "@/shared/admin/queries";
import type { AdminModelRead, TemplateRead } from "@/shared/api/types";
import { dayKey } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { Button } from "@/shared/ui/button";
import { Card, CardHead } from "@/shared/ui/card";
import { ErrorState } from "@/shared/ui/empty-state";
import { TextArea } from "@/shared/ui/field";
import { Segmented } from "@/shared/ui/segmented";
import { Loading, SkeletonCard } from "@/shared/ui/skeleton";

export interface WhatStepProps {
  what: What;
  onChange: (what: What) => void;
  onBack: () => void;
  onNext: () => void;
  aside: ReactNode;
}

/** What the change is; from here a dry run is the only way on. */
export function WhatStep({ what, onChange, onBack, onNext, aside }: WhatStepProps) {
  const t = useMessages(bulk);
  const [isTried, setTried] = useState(false);
  const missing = lacks(what, dayKey(sessionStore.now()));
  const next = () => {
    setTried(true);
    if (missing.length === 0) onNext();
  };
  return (
    <>
      <div className={css.columns}>
        <aside className={css.aside}>{aside}</aside>
        <div className={css.form}>
          <Offered>
            {(models, templates) => (
              <Form what={what} onChange={onChange} models={models} templates={templates} shown={isTried ? missing : []} />
            )}
          </Offered>
        </div>
      </div>
      <Bar
        back={
          <Button kind="outline" onClick={onBack}>
            {t.back}
          </Button>
        }
        detail={t.dryRunWhy}
      >
        <Button kind="primary" onClick={next}>
          {t.startDryRun}
        </Button>
      </Bar>
    </>
  );
}

function Offered({ children }: { children: (models: readonly AdminModelRead[], templates: readonly TemplateRead[]) => ReactNode }) {
  const t = useMessages(outcome);
  const models = useQuery(adminModelsQuery);
  const templates = useQuery(templatesQuery);
  if (models.data !== undefined && templates.data !== undefined) return children(models.data, templates.data);
  if (models.isError || templates.isError) {
    const retry = () => void Promise.all([models.refetch(), templates.refetch()]);
    const isRetrying = models.isFetching || templates.isFetching;
    return <ErrorState title={t.modelsFailed} why={t.modelsFailedWhy} onRetry={retry} isRetrying={isRetrying} />;
  }
  return (
    <Loading>
      <SkeletonCard height={560} />
    </Loading>
  );
}

interface FormProps extends Pick<WhatStepProps, "what" | "onChange"> {
  models: readonly AdminModelRead[];
  templates: readonly TemplateRead[];
  /** What is missing, once one has tried to go on. */
  shown: readonly Lack[];
}

function Form({ what, onChange, models, templates, shown }: FormProps) {
  const t = useMessages(bulk);
  const set = (part: Partial<What>) => onChange({ ...what, ...part });
  const hints: Readonly<Record<Verb, string>> = { grant: t.grantHint, extend: t.extendHint, revoke: t.revokeHint };
  return (
    <Card as="section">
      <CardHead title={t.what} />
      <div className={css.fields}>
        <div>
          <Segmented<Verb>
            label={t.action}
            options={[
              { value: "grant", label: t.grant },
              { value: "extend", label: t.extend },
              { value: "revoke", label: t.revoke },
            ]}
            value={what.verb}
            onChange={(verb) => set({ verb })}
          />
          <p className={fields.hint}>{hints[what.verb]}</p>
        </div>
        <ObjectField what={what} set={set} models={models} templates={templates} shown={shown} />
        {what.verb !== "revoke" && <TermField term={what.term} onChange={(term) => set({ term })} shown={shown} />}
        <TextArea
          label={t.reason}
          placeholder={t.reasonExample}
          maxLength={LONGEST_REASON}
          error={shown.includes("reason") ? t.lackReason : undefined}
          value={what.reason}
          onChange={(event) => set({ reason: event.target.value })}
        />
      </div>
    </Card>
  );
}
