import { app } from "@/entries/app/messages";
import { useMessages } from "@/shared/i18n/language";
import { RootPage } from "@/shared/page/root-page";
import { ButtonLink } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { SignalsIcon } from "@/shared/ui/icons";

export function NotFound() {
  const t = useMessages(app);
  return (
    <RootPage title={t.notFound}>
      <EmptyState
        icon={SignalsIcon}
        title={t.notFound}
        why={t.notFoundWhy}
        action={<ButtonLink href="/">{t.toSignals}</ButtonLink>}
      />
    </RootPage>
  );
}
