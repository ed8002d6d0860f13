import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import type { Monitoring } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { ago } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";
import { ModelTile } from "@/shared/ui/tile";

export function SignalsToday({ models }: { models: Monitoring["signals_by_model"] }) {
  const t = useMessages(monitoring);
  const { nameOf } = useKnownModels();
  const total = models.reduce((sum, model) => sum + model.today, 0);
  return (
    <Card>
      <CardHead title={t.signalsToday} aside={count(total)} />
      <dl className={css.facts}>
        {models.map((model) => (
          <div key={model.model_id}>
            <dt>
              <ModelTile modelId={model.model_id} size="small" />
              {nameOf(model.model_id)}
            </dt>
            <dd>
              {count(model.today)} <small>{note(model)}</small>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );

  function note({ today, open, newest_at: newest }: Monitoring["signals_by_model"][number]): string {
    if (newest === null) return t.never;
    return today > 0 || open > 0 ? t.open(open) : t.silent(ago(newest));
  }
}
