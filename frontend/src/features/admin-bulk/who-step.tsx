import { useState } from "react";
import { Bar } from "@/shared/admin/ui/bar";
import css from "@/features/admin-bulk/bulk.module.css";
import { FilterFields } from "@/features/admin-bulk/filter-fields";
import { IdsField } from "@/features/admin-bulk/ids-field";
import { bulk } from "@/features/admin-bulk/messages";
import { useMatching } from "@/features/admin-bulk/use-matching";
import type { WhoDraft } from "@/features/admin-bulk/use-draft";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Card, CardHead } from "@/shared/ui/card";
import { Segmented } from "@/shared/ui/segmented";

export interface WhoStepProps {
  who: WhoDraft;
  onChange: (who: WhoDraft) => void;
  onNext: () => void;
}

/** Whom the change is for: by what they have in common, or one by one. */
export function WhoStep({ who, onChange, onNext }: WhoStepProps) {
  const t = useMessages(bulk);
  const matching = useMatching(who);
  const [isTried, setTried] = useState(false);
  const next = () => {
    setTried(true);
    if (matching.refusal === null) onNext();
  };
  return (
    <>
      <div className={css.form}>
        <Card as="section">
          <CardHead title={t.who} />
          <div className={css.fields}>
            <Segmented
              label={t.who}
              options={[
                { value: "filter", label: t.byFilter },
                { value: "ids", label: t.byIds },
              ]}
              value={who.mode}
              onChange={(mode) => onChange({ ...who, mode })}
            />
            {who.mode === "filter" ? (
              <FilterFields filter={who.filter} onChange={(filter) => onChange({ ...who, filter })} />
            ) : (
              <IdsField
                text={who.text}
                error={isTried ? (matching.refusal ?? undefined) : undefined}
                onChange={(text) => onChange({ ...who, text })}
              />
            )}
          </div>
        </Card>
      </div>
      <Bar title={matching.sentence} detail={matching.refusal ?? matching.note ?? undefined}>
        <Button kind="primary" isDisabled={matching.refusal !== null} onClick={next}>
          {t.next}
        </Button>
      </Bar>
    </>
  );
}
