import type { ReactNode } from "react";
import { bulk } from "@/features/admin-bulk/messages";
import { modelsOf, type What, type Who } from "@/features/admin-bulk/order";
import css from "@/features/admin-bulk/summaries.module.css";
import { asked } from "@/shared/admin/asked";
import { REACH_WORDS } from "@/shared/admin/ui/filter-fields";
import { filterWords } from "@/shared/admin/ui/filter-messages";
import type { AdminModelRead, TemplateRead, UserFilter } from "@/shared/api/types";
import { groupDigits } from "@/shared/format/ids";
import { formatDate } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Card, CardHead } from "@/shared/ui/card";
import { ModelTile, Tile } from "@/shared/ui/tile";
import { modelIcon } from "@/shared/ui/model-mark";

export interface Catalogue {
  models: readonly AdminModelRead[];
  templates: readonly TemplateRead[];
}

function Change({ label, onClick }: { label: string; onClick: () => void }) {
  const t = useMessages(bulk);
  return (
    <Button kind="plain" label={label} onClick={onClick}>
      {t.change}
    </Button>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ModelLine({ id, models }: { id: string; models: readonly AdminModelRead[] }) {
  return (
    <span className={css.model}>
      <ModelTile modelId={id} size="small" />
      {models.find((model) => model.id === id)?.name ?? id}
    </span>
  );
}

export interface WhoSummaryProps extends Pick<Catalogue, "models"> {
  who: Who;
  onChange: (() => void) | null;
}

export function WhoSummary({ who, models, onChange }: WhoSummaryProps) {
  const t = useMessages(bulk);
  return (
    <Card as="section">
      <CardHead title={t.who} aside={onChange !== null && <Change label={t.changeWho} onClick={onChange} />} />
      <dl className={css.facts}>
        {who.kind === "ids" ? <IdsFact ids={who.ids} /> : <FilterFacts filter={who.filter} models={models} />}
      </dl>
    </Card>
  );
}

const SHOWN_IDS = 3;

function IdsFact({ ids }: { ids: readonly number[] }) {
  const t = useMessages(bulk);
  const some = ids.slice(0, SHOWN_IDS).map(groupDigits).join(", ");
  return <Fact name={t.idsFound(ids.length)}>{t.idsList(some, Math.max(0, ids.length - SHOWN_IDS))}</Fact>;
}

function FilterFacts({ filter, models }: { filter: UserFilter } & Pick<Catalogue, "models">) {
  const t = useMessages(bulk);
  const words = useMessages(filterWords);
  const { query, model_id: modelId, expires_before: before, role, status, reachability } = filter;
  if (Object.keys(asked(filter)).length === 0) return <Fact name={t.byFilter}>{t.everyone}</Fact>;
  return (
    <>
      {query && (
        <Fact name={words.search}>
          <bdi>{query}</bdi>
        </Fact>
      )}
      {modelId != null && (
        <Fact name={words.holds}>
          <ModelLine id={modelId} models={models} />
        </Fact>
      )}
      {before != null && <Fact name={words.endsBefore}>{formatDate(before)}</Fact>}
      {role != null && <Fact name={words.role}>{role === "admin" ? words.admins : words.users}</Fact>}
      {status != null && <Fact name={words.state}>{status === "blocked" ? words.blocked : words.active}</Fact>}
      {reachability != null && <Fact name={words.reach}>{words[REACH_WORDS[reachability]]}</Fact>}
    </>
  );
}

export interface WhatSummaryProps {
  what: What;
  catalogue: Catalogue;
  onChange: (() => void) | null;
}

export function WhatSummary({ what, catalogue, onChange }: WhatSummaryProps) {
  const t = useMessages(bulk);
  const template = catalogue.templates.find(({ id }) => id === what.templateId);
  return (
    <Card as="section">
      <CardHead title={t.what} aside={onChange !== null && <Change label={t.changeWhat} onClick={onChange} />} />
      <dl className={css.facts}>
        <Fact name={t[what.verb]}>
          {template !== undefined && (
            <span className={css.model}>
              <Tile icon={modelIcon(template.icon)} size="small" />
              {template.name}
            </span>
          )}
          <span className={css.models}>
            {modelsOf(what, catalogue.templates).map((id) => (
              <ModelLine key={id} id={id} models={catalogue.models} />
            ))}
          </span>
        </Fact>
        {what.verb !== "revoke" && <TermFact what={what} />}
        <Fact name={t.reason}>{what.reason.trim()}</Fact>
      </dl>
    </Card>
  );
}

function TermFact({ what: { term, verb } }: { what: What }) {
  const t = useMessages(bulk);
  if (term.kind === "ever") return <Fact name={t.term}>{t.forever}</Fact>;
  // Noon names the same day in every zone that a person may have chosen.
  if (term.kind === "date") return <Fact name={t.until}>{t.dayMeans(formatDate(`${term.day}T12:00:00Z`))}</Fact>;
  return <Fact name={t.by}>{verb === "extend" ? t.daysFromEnd(term.days) : t.daysFromNow(term.days)}</Fact>;
}
