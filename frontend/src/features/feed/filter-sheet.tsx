import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import css from "@/features/feed/filter-sheet.module.css";
import { type Filter, narrowedBy, type Narrowing, WIDE } from "@/features/feed/filter";
import { feed } from "@/features/feed/messages";
import { marketQuery } from "@/shared/api/queries";
import { percent } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { Button } from "@/shared/ui/button";
import { SelectField } from "@/shared/ui/field";
import { Sheet } from "@/shared/ui/sheet";

const STEPS = [40, 45, 50, 55, 60, 65, 70, 80];

interface FieldProps {
  draft: Narrowing;
  onDraft: (draft: Narrowing) => void;
}

function PairField({ draft, onDraft }: FieldProps) {
  const t = useMessages(feed);
  const { data } = useQuery(marketQuery);
  const pairs = new Set([...(data?.pairs ?? []).map((one) => one.pair), ...(draft.pair === null ? [] : [draft.pair])]);
  return (
    <SelectField
      label={t.pair}
      value={draft.pair ?? ""}
      onChange={({ target }) => onDraft({ ...draft, pair: target.value === "" ? null : target.value })}
    >
      <option value="">{t.anyPair}</option>
      {[...pairs].map((pair) => (
        <option key={pair}>{pair}</option>
      ))}
    </SelectField>
  );
}

function ModelField({ draft, onDraft }: FieldProps) {
  const t = useMessages(feed);
  const { held } = useSubscriptions();
  return (
    <SelectField
      label={t.model}
      value={draft.modelId ?? ""}
      onChange={({ target }) => onDraft({ ...draft, modelId: target.value === "" ? null : target.value })}
    >
      <option value="">{t.anyModel}</option>
      {[...held.values()].map((right) => (
        <option key={right.model_id} value={right.model_id}>
          {right.model_name}
        </option>
      ))}
    </SelectField>
  );
}

function ConfidenceField({ draft, onDraft }: FieldProps) {
  const t = useMessages(feed);
  const steps = [...new Set([...STEPS, ...(draft.confidence > 0 ? [draft.confidence] : [])])].sort((a, b) => a - b);
  return (
    <SelectField
      label={t.confidence}
      hint={t.confidenceHint}
      value={draft.confidence}
      onChange={({ target }) => onDraft({ ...draft, confidence: Number(target.value) })}
    >
      <option value={0}>{t.anyConfidence}</option>
      {steps.map((step) => (
        <option key={step} value={step}>
          {t.fromConfidence(percent(step / 100))}
        </option>
      ))}
    </SelectField>
  );
}

export interface FilterSheetProps {
  filter: Filter;
  onFilter: (change: Partial<Filter>) => void;
  onClose: () => void;
}

/** Pair, model and confidence; the list changes when the sheet closes by its button. */
export function FilterSheet({ filter, onFilter, onClose }: FilterSheetProps) {
  const t = useMessages(feed);
  const [draft, setDraft] = useState<Narrowing>(filter);
  const apply = (narrowing: Narrowing) => {
    const { pair, modelId, confidence } = narrowing;
    onFilter({ pair, modelId, confidence });
    onClose();
  };
  const footer = (
    <>
      <Button kind="primary" isWide onClick={() => apply(draft)}>
        {t.show}
      </Button>
      {narrowedBy(filter) > 0 && (
        <Button isWide onClick={() => apply(WIDE)}>
          {t.clear}
        </Button>
      )}
    </>
  );
  return (
    <Sheet title={t.filterTitle} onClose={onClose} footer={footer}>
      <div className={css.fields}>
        <PairField draft={draft} onDraft={setDraft} />
        <ModelField draft={draft} onDraft={setDraft} />
        <ConfidenceField draft={draft} onDraft={setDraft} />
      </div>
    </Sheet>
  );
}
