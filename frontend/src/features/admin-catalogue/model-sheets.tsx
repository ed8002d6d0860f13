import { useQuery } from "@tanstack/react-query";
import { DeleteModel } from "@/features/admin-catalogue/delete-model";
import { ModelForm } from "@/features/admin-catalogue/model-form";
import { adminModelsQuery, statsQuery } from "@/shared/admin/queries";

export type OpenedModel = { kind: "create" } | { kind: "edit"; id: string } | { kind: "delete"; id: string };

export interface ModelSheetsProps {
  opened: OpenedModel;
  onOpen: (next: OpenedModel) => void;
  onClose: () => void;
}

/** One sheet at a time: the form, or the question before deleting. */
export function ModelSheets({ opened, onOpen, onClose }: ModelSheetsProps) {
  const { data: models = [] } = useQuery(adminModelsQuery);
  const { data: stats } = useQuery(statsQuery);
  if (opened.kind === "create") return <ModelForm model={null} holders={0} onClose={onClose} onDelete={null} />;
  const model = models.find(({ id }) => id === opened.id);
  if (model === undefined) return null;
  const holders = stats?.rights_by_model.find(({ model_id }) => model_id === model.id)?.active ?? 0;
  if (opened.kind === "delete") return <DeleteModel model={model} holders={holders} onClose={onClose} />;
  return <ModelForm key={model.id} model={model} holders={holders} onClose={onClose} onDelete={() => onOpen({ kind: "delete", id: model.id })} />;
}
