import { admin } from "@/entries/admin/messages";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { LockIcon } from "@/shared/ui/icons";

export function NotAdmin() {
  const t = useMessages(admin);
  return (
    <main>
      <EmptyState
        isPage
        icon={LockIcon}
        title={t.notAdmin}
        why={t.notAdminWhy}
        action={<Button onClick={() => window.location.assign("/")}>{t.toApp}</Button>}
      />
    </main>
  );
}
