import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { ApprovalCard } from "@/features/admin-approvals/approval-card";
import css from "@/features/admin-approvals/approvals.module.css";
import { DecideSheet } from "@/features/admin-approvals/decide-sheet";
import { approvals } from "@/features/admin-approvals/messages";
import { approvalsQuery, type Decision } from "@/features/admin-approvals/queries";
import { AdminPage } from "@/shared/admin/admin-page";
import { statsQuery } from "@/shared/admin/queries";
import type { ApprovalRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { Button } from "@/shared/ui/button";
import { Chips } from "@/shared/ui/chips";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { ShieldCheckIcon } from "@/shared/ui/icons";
import { Loading, SkeletonCard } from "@/shared/ui/skeleton";

type View = "waiting" | "decided";

interface Deciding {
  approval: ApprovalRead;
  decision: Decision;
}

/** Orders of large effect that wait for a second admin, and those that were decided. */
export function Approvals() {
  const t = useMessages(approvals);
  const [search, setSearch] = useSearchParams();
  const view: View = search.get("view") === "decided" ? "decided" : "waiting";
  const { data: stats } = useQuery(statsQuery);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  return (
    <AdminPage title={t.title} subtitle={t.about}>
      <div className={css.chips}>
        <Chips
          label={t.states}
          value={view}
          onChange={(next) => setSearch(next === "waiting" ? {} : { view: next })}
          options={[
            { value: "waiting", label: t.waiting, count: stats?.approvals_waiting ?? undefined },
            { value: "decided", label: t.decided },
          ]}
        />
      </div>
      <Orders view={view} onDecide={(approval, decision) => setDeciding({ approval, decision })} />
      {deciding !== null && <DecideSheet {...deciding} onClose={() => setDeciding(null)} />}
    </AdminPage>
  );
}

interface OrdersProps {
  view: View;
  onDecide: (approval: ApprovalRead, decision: Decision) => void;
}

function Orders({ view, onDecide }: OrdersProps) {
  const t = useMessages(approvals);
  const query = useInfiniteQuery(approvalsQuery(view === "waiting"));
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } = query;
  if (data === undefined && error !== null) {
    return (
      <ErrorState
        title={t.couldNot}
        why={t.couldNotWhy}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
        requestId={error instanceof ApiError ? error.requestId : null}
      />
    );
  }
  if (data === undefined) {
    return (
      <Loading>
        <div className={css.queue}>
          {[1, 2].map((place) => (
            <SkeletonCard key={place} height={160} />
          ))}
        </div>
      </Loading>
    );
  }
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    const [title, why] = view === "waiting" ? [t.noneWaiting, t.noneWaitingWhy] : [t.noneDecided, t.noneDecidedWhy];
    return <EmptyState icon={ShieldCheckIcon} title={title} why={why} />;
  }
  return (
    <>
      <ul className={css.queue}>
        {items.map((approval) => (
          <li key={approval.id}>
            <ApprovalCard approval={approval} onDecide={(decision) => onDecide(approval, decision)} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button kind="neutral" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.more}
        </Button>
      )}
    </>
  );
}
