import { lazy, type ReactNode, Suspense } from "react";
import { Route, Switch } from "wouter";
import { admin } from "@/entries/admin/messages";
import { AdminShell } from "@/entries/admin/shell";
import { useMessages } from "@/shared/i18n/language";
import { ButtonLink } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { SearchIcon } from "@/shared/ui/icons";

const Dashboard = lazy(async () => ({ default: (await import("@/features/admin-dashboard/dashboard")).Dashboard }));
const People = lazy(async () => ({ default: (await import("@/features/admin-people/people")).People }));
const Person = lazy(async () => ({ default: (await import("@/features/admin-person/person")).Person }));
const Requests = lazy(async () => ({ default: (await import("@/features/admin-requests/requests")).Requests }));
const Bulk = lazy(async () => ({ default: (await import("@/features/admin-bulk/bulk")).Bulk }));
const Approvals = lazy(async () => ({ default: (await import("@/features/admin-approvals/approvals")).Approvals }));
const History = lazy(async () => ({ default: (await import("@/features/admin-history/history")).History }));
const Models = lazy(async () => ({ default: (await import("@/features/admin-catalogue/models")).Models }));
const Templates = lazy(async () => ({ default: (await import("@/features/admin-catalogue/templates")).Templates }));
const Broadcasts = lazy(async () => ({ default: (await import("@/features/admin-broadcasts/broadcasts")).Broadcasts }));
const Broadcast = lazy(async () => ({ default: (await import("@/features/admin-broadcasts/broadcast")).Broadcast }));
const Monitoring = lazy(async () => ({ default: (await import("@/features/admin-monitoring/monitoring")).Monitoring }));
const Verification = lazy(async () => ({
  default: (await import("@/features/admin-monitoring/verification")).Verification,
}));

/** Every admin screen under its own address; filters are in the address too. */
export function AdminScreens() {
  return (
    <AdminShell>
      <Switch>
        <Route path="/admin">{screen(<Dashboard />)}</Route>
        <Route path="/admin/people">{screen(<People />)}</Route>
        <Route path="/admin/people/:id">{({ id }) => screen(<Person telegramId={Number(id)} key={id} />)}</Route>
        <Route path="/admin/requests">{screen(<Requests />)}</Route>
        <Route path="/admin/bulk">{screen(<Bulk />)}</Route>
        <Route path="/admin/approvals">{screen(<Approvals />)}</Route>
        <Route path="/admin/history">{screen(<History />)}</Route>
        <Route path="/admin/models">{screen(<Models />)}</Route>
        <Route path="/admin/templates">{screen(<Templates />)}</Route>
        <Route path="/admin/broadcasts">{screen(<Broadcasts />)}</Route>
        <Route path="/admin/broadcasts/:id">{({ id }) => screen(<Broadcast id={id} />)}</Route>
        <Route path="/admin/monitoring">{screen(<Monitoring />)}</Route>
        <Route path="/admin/verification">{screen(<Verification />)}</Route>
        <Route>{screen(<Nothing />)}</Route>
      </Switch>
    </AdminShell>
  );
}

function screen(content: ReactNode) {
  return <Suspense>{content}</Suspense>;
}

function Nothing() {
  const t = useMessages(admin);
  return (
    <EmptyState
      isPage
      icon={SearchIcon}
      title={t.notFound}
      why={t.notFoundWhy}
      action={<ButtonLink href="/admin">{t.toDashboard}</ButtonLink>}
    />
  );
}
