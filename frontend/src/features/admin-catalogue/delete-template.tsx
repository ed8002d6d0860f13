import { catalogue } from "@/features/admin-catalogue/messages";
import { useDeleteTemplate } from "@/features/admin-catalogue/use-catalogue";
import { refusal } from "@/shared/admin/ui/refusal";
import type { TemplateRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { PeopleIcon, PlusIcon, TrashIcon } from "@/shared/ui/icons";
import { ConfirmSheet } from "@/shared/ui/sheet";
import { toast } from "@/shared/ui/toasts";

export interface DeleteTemplateProps {
  template: TemplateRead;
  onClose: () => void;
}

export function DeleteTemplate({ template, onClose }: DeleteTemplateProps) {
  const t = useMessages(catalogue);
  const remove = useDeleteTemplate();
  const confirm = () =>
    remove.mutate(template.id, {
      onSuccess: () => {
        toast({ icon: TrashIcon, title: t.deleted(template.name) });
        onClose();
      },
    });
  return (
    <ConfirmSheet
      title={t.deleteTemplate(template.name)}
      effects={[
        { icon: PeopleIcon, text: t.deleteRights },
        { icon: TrashIcon, text: t.deleteGone },
        { icon: PlusIcon, text: t.deleteAgain },
      ]}
      verb={t.deleteVerb(template.name)}
      kind="alarm"
      isBusy={remove.isPending}
      error={remove.isError ? refusal(remove.error) : undefined}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
