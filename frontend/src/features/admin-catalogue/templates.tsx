import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { RowsFailed, RowsLoading } from "@/features/admin-catalogue/catalogue-states";
import css from "@/features/admin-catalogue/list.module.css";
import { catalogue } from "@/features/admin-catalogue/messages";
import { DeleteTemplate } from "@/features/admin-catalogue/delete-template";
import { TemplateForm } from "@/features/admin-catalogue/template-form";
import { TemplateRow } from "@/features/admin-catalogue/template-row";
import { AdminPage } from "@/shared/admin/admin-page";
import { templatesQuery } from "@/shared/admin/queries";
import type { TemplateRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { PlusIcon, TemplateIcon } from "@/shared/ui/icons";

type Opened = { kind: "create" } | { kind: "edit"; id: string } | { kind: "delete"; id: string };

/** Sets of models that are granted in one step. */
export function Templates() {
  const t = useMessages(catalogue);
  const templates = useQuery(templatesQuery);
  const [opened, open] = useState<Opened | null>(null);
  const create = (
    <Button kind="primary" size="small" icon={PlusIcon} onClick={() => open({ kind: "create" })}>
      {t.newTemplate}
    </Button>
  );
  return (
    <AdminPage title={t.templates} tools={create}>
      {templates.isPending && <RowsLoading isTemplates />}
      {templates.isError && templates.data === undefined && (
        <RowsFailed title={t.templatesFailed} error={templates.error} onRetry={() => void templates.refetch()} isRetrying={templates.isFetching} />
      )}
      {templates.data?.length === 0 && <EmptyState icon={TemplateIcon} title={t.noTemplates} why={t.noTemplatesWhy} />}
      {templates.data !== undefined && templates.data.length > 0 && (
        <Rows templates={templates.data} onOpen={(id) => open({ kind: "edit", id })} />
      )}
      {opened !== null && <Sheets opened={opened} templates={templates.data ?? []} onOpen={open} onClose={() => open(null)} />}
    </AdminPage>
  );
}

function Rows({ templates, onOpen }: { templates: readonly TemplateRead[]; onOpen: (id: string) => void }) {
  const t = useMessages(catalogue);
  return (
    <>
      <Card isBare>
        {/* Its role is written since Safari forgets lists without bullets. */}
        {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
        <ul role="list" className={css.list} aria-label={t.templates}>
          {templates.map((template) => (
            <TemplateRow key={template.id} template={template} onOpen={() => onOpen(template.id)} />
          ))}
        </ul>
      </Card>
      <p className={css.note}>{t.templateEffect}</p>
    </>
  );
}

interface SheetsProps {
  opened: Opened;
  templates: readonly TemplateRead[];
  onOpen: (next: Opened) => void;
  onClose: () => void;
}

function Sheets({ opened, templates, onOpen, onClose }: SheetsProps) {
  if (opened.kind === "create") return <TemplateForm template={null} onClose={onClose} onDelete={null} />;
  const template = templates.find(({ id }) => id === opened.id);
  if (template === undefined) return null;
  if (opened.kind === "delete") return <DeleteTemplate template={template} onClose={onClose} />;
  return <TemplateForm key={template.id} template={template} onClose={onClose} onDelete={() => onOpen({ kind: "delete", id: template.id })} />;
}
