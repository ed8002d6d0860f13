import { useQuery } from "@tanstack/react-query";
import { catalogue } from "@/features/admin-catalogue/messages";
import { useDeleteModel, useSaveModel } from "@/features/admin-catalogue/use-catalogue";
import { templatesQuery } from "@/shared/admin/queries";
import { refusal } from "@/shared/admin/ui/refusal";
import type { AdminModelRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { Button } from "@/shared/ui/button";
import { CheckIcon, HistoryIcon, InfoIcon, PeopleIcon, TemplateIcon, TrashIcon } from "@/shared/ui/icons";
import { ConfirmSheet, type Effect, Sheet } from "@/shared/ui/sheet";
import { toast } from "@/shared/ui/toasts";

export interface DeleteModelProps {
  model: AdminModelRead;
  holders: number;
  onClose: () => void;
}

const isInUse = (error: unknown): boolean => error instanceof ApiError && error.code === "model_in_use";

/** The question before a deletion, or why it cannot be and what can be done instead. */
export function DeleteModel({ model, holders, onClose }: DeleteModelProps) {
  const t = useMessages(catalogue);
  const remove = useDeleteModel();
  const { data: templates = [] } = useQuery(templatesQuery);
  const inside = templates.filter(({ subscriptions }) => subscriptions.includes(model.id)).map(({ name }) => name);
  const uses: Effect[] = [
    { icon: PeopleIcon, text: t.holdersNow(holders) },
    ...(inside.length > 0 ? [{ icon: TemplateIcon, text: t.deleteInTemplates(inside.join(", ")) }] : []),
  ];
  if (holders > 0 || inside.length > 0 || isInUse(remove.error)) return <InUse model={model} uses={uses} onClose={onClose} />;
  const confirm = () =>
    remove.mutate(model.id, {
      onSuccess: () => {
        toast({ icon: TrashIcon, title: t.deleted(model.name) });
        onClose();
      },
    });
  return (
    <ConfirmSheet
      title={t.deleteModel(model.name)}
      effects={[...uses, { icon: HistoryIcon, text: t.deleteHistory }, { icon: TrashIcon, text: t.deleteGone }]}
      verb={t.deleteVerb(model.name)}
      kind="alarm"
      isBusy={remove.isPending}
      error={remove.isError ? refusal(remove.error) : undefined}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}

interface InUseProps {
  model: AdminModelRead;
  uses: readonly Effect[];
  onClose: () => void;
}

function InUse({ model, uses, onClose }: InUseProps) {
  const t = useMessages(catalogue);
  const save = useSaveModel();
  const title = t.cannotDelete(model.name);
  if (!model.is_active) {
    return (
      <Sheet title={title} onClose={onClose} footer={<Button isWide onClick={onClose}>{t.close}</Button>}>
        <p>{t.inUse}</p>
      </Sheet>
    );
  }
  const retire = () =>
    save.mutate(
      { kind: "change", id: model.id, body: { is_active: false } },
      {
        onSuccess: () => {
          toast({ tone: "won", icon: CheckIcon, title: t.retiredToast(model.name) });
          onClose();
        },
      },
    );
  return (
    <ConfirmSheet
      title={title}
      effects={[...uses, { icon: InfoIcon, text: t.inUse }]}
      verb={t.retireInstead}
      isBusy={save.isPending}
      error={save.isError ? refusal(save.error) : undefined}
      onConfirm={retire}
      onClose={onClose}
    />
  );
}
