import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { RowsFailed, RowsLoading } from "@/features/admin-catalogue/catalogue-states";
import css from "@/features/admin-catalogue/list.module.css";
import { catalogue } from "@/features/admin-catalogue/messages";
import { ModelRow } from "@/features/admin-catalogue/model-row";
import { ModelSheets, type OpenedModel } from "@/features/admin-catalogue/model-sheets";
import { AdminPage } from "@/shared/admin/admin-page";
import { adminModelsQuery, statsQuery } from "@/shared/admin/queries";
import type { AdminModelRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { ModelsIcon, PlusIcon } from "@/shared/ui/icons";
import { sharedAxis } from "@/shared/ui/interval-geometry";

/** Every model, with what it has measured; what it is called, and whether it is sold, can be changed. */
export function Models() {
  const t = useMessages(catalogue);
  const models = useQuery(adminModelsQuery);
  const [opened, open] = useState<OpenedModel | null>(null);
  const create = () => open({ kind: "create" });
  return (
    <AdminPage
      title={t.models}
      tools={
        <Button kind="primary" size="small" icon={PlusIcon} onClick={create}>
          {t.newModel}
        </Button>
      }
    >
      {models.isPending && <RowsLoading />}
      {models.isError && models.data === undefined && (
        <RowsFailed title={t.modelsFailed} error={models.error} onRetry={() => void models.refetch()} isRetrying={models.isFetching} />
      )}
      {models.data?.length === 0 && <EmptyState icon={ModelsIcon} title={t.noModels} why={t.noModelsWhy} />}
      {models.data !== undefined && models.data.length > 0 && <Rows models={models.data} onOpen={(id) => open({ kind: "edit", id })} />}
      {opened !== null && <ModelSheets opened={opened} onOpen={open} onClose={() => open(null)} />}
    </AdminPage>
  );
}

function Rows({ models, onOpen }: { models: readonly AdminModelRead[]; onOpen: (id: string) => void }) {
  const t = useMessages(catalogue);
  const { data: stats } = useQuery(statsQuery);
  const axis = sharedAxis(models.flatMap(({ accuracy }) => accuracy ?? []));
  return (
    <>
      <Card isBare>
        {/* Its role is written since Safari forgets lists without bullets. */}
        {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
        <ul role="list" className={css.list} aria-label={t.models}>
          {models.map((model) => (
            <ModelRow
              key={model.id}
              model={model}
              axis={axis}
              held={stats?.rights_by_model.find(({ model_id }) => model_id === model.id)}
              onOpen={() => onOpen(model.id)}
            />
          ))}
        </ul>
      </Card>
      <p className={css.note}>{t.accuracyNote}</p>
    </>
  );
}
