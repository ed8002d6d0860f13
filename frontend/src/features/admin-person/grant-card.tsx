import { GrantForm, type GrantFormProps } from "@/features/admin-person/grant-form";
import { person as texts } from "@/features/admin-person/messages";
import type { Open } from "@/features/admin-person/opened";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Card, CardHead } from "@/shared/ui/card";

export function GrantCard({ onOpen, ...form }: GrantFormProps & { onOpen: Open }) {
  const t = useMessages(texts);
  const template = (
    <Button kind="plain" onClick={() => onOpen({ kind: "template" })}>
      {t.applyTemplate}
    </Button>
  );
  return (
    <Card as="section" labelledBy="grant">
      <CardHead id="grant" title={t.grantTitle} aside={template} />
      <GrantForm {...form} />
    </Card>
  );
}
