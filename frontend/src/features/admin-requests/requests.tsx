import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { requests } from "@/shared/admin/requests/messages";
import { RequestCard } from "@/features/admin-requests/request-card";
import css from "@/features/admin-requests/requests.module.css";
import { RejectSheet } from "@/shared/admin/requests/reject-sheet";
import { AdminPage } from "@/shared/admin/admin-page";
import { adminRequestsQuery, type RequestStatus, statsQuery } from "@/shared/admin/queries";
import type { AdminRequestRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { Button } from "@/shared/ui/button";
import { Chips } from "@/shared/ui/chips";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { InboxIcon } from "@/shared/ui/icons";
import { Loading, SkeletonCard } from "@/shared/ui/skeleton";

const statusOf = (word: string | null): RequestStatus => (word === "approved" || word === "rejected" ? word : "pending");

/** The queue of requests for access, and what was answered. */
export function Requests() {
  const t = useMessages(requests);
  const [search, setSearch] = useSearchParams();
  const status = statusOf(search.get("status"));
  const { data: stats } = useQuery(statsQuery);
  const [rejecting, setRejecting] = useState<AdminRequestRead | null>(null);
  return (
    <AdminPage title={t.title}>
      <div className={css.chips}>
        <Chips
          label={t.states}
          value={status}
          onChange={(next) => setSearch(next === "pending" ? {} : { status: next })}
          options={[
            { value: "pending", label: t.pending, count: stats?.requests_pending },
            { value: "approved", label: t.approved },
            { value: "rejected", label: t.rejected },
          ]}
        />
      </div>
      <Queue status={status} onReject={setRejecting} />
      {rejecting !== null && <RejectSheet request={rejecting} onClose={() => setRejecting(null)} />}
    </AdminPage>
  );
}

function Queue({ status, onReject }: { status: RequestStatus; onReject: (request: AdminRequestRead) => void }) {
  const t = useMessages(requests);
  const query = useInfiniteQuery(adminRequestsQuery(status));
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
          {[1, 2, 3].map((place) => (
            <SkeletonCard key={place} height={176} />
          ))}
        </div>
      </Loading>
    );
  }
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    const titles = { pending: t.noneWaiting, approved: t.noneApproved, rejected: t.noneRejected };
    const why = status === "pending" ? t.noneWaitingWhy : t.noneOther;
    return <EmptyState icon={InboxIcon} title={titles[status]} why={why} />;
  }
  return (
    <>
      <ul className={css.queue}>
        {items.map((request) => (
          <li key={request.id}>
            <RequestCard request={request} onReject={() => onReject(request)} />
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
