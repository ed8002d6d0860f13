import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { broadcastQuery } from "@/features/admin-broadcasts/calls";
import { Editor } from "@/features/admin-broadcasts/editor";
import { BROADCASTS_HREF, broadcastHref } from "@/features/admin-broadcasts/href";
import { broadcasts } from "@/features/admin-broadcasts/messages";
import { Sent } from "@/features/admin-broadcasts/sent";
import { AdminPage } from "@/shared/admin/admin-page";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { ButtonLink } from "@/shared/ui/button";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { SearchIcon } from "@/shared/ui/icons";
import { Loading, SkeletonCard } from "@/shared/ui/skeleton";

/** Address of a broadcast that is not kept yet. */
const NEW = "new";

/** One broadcast: written while it is a draft, watched from its start on. */
export function Broadcast({ id }: { id: string }) {
  const [, navigate] = useLocation();
  // A draft gets its address while it is being written; who writes must not notice.
  const [made, setMade] = useState<string | null>(null);
  const take = (fresh: string) => {
    setMade(fresh);
    navigate(broadcastHref(fresh), { replace: true });
  };
  const isHere = id === NEW || id === made;
  return <Known key={isHere ? NEW : id} id={id === NEW ? null : id} isHere={isHere} onMade={take} />;
}

interface KnownProps {
  id: string | null;
  /** Written on this screen from its first word on. */
  isHere: boolean;
  onMade: (id: string) => void;
}

function Known({ id, isHere, onMade }: KnownProps) {
  const { data, error, refetch, isFetching, isFetchedAfterMount } = useQuery({ ...broadcastQuery(id ?? NEW), enabled: id !== null });
  if (data !== undefined && data.state !== "draft") return <Sent broadcast={data} />;
  if (error instanceof ApiError && (error.status === 404 || error.status === 422)) return <Missing />;
  if (isHere) return <Editor stored={null} isKept={id !== null} onMade={onMade} />;
  if (data !== undefined && isFetchedAfterMount) return <Editor stored={data} isKept onMade={onMade} />;
  return error === null ? <BroadcastLoading /> : <Failed error={error} onRetry={() => void refetch()} isRetrying={isFetching} />;
}

function Missing() {
  const t = useMessages(broadcasts);
  const back = <ButtonLink href={BROADCASTS_HREF}>{t.all}</ButtonLink>;
  return <EmptyState isPage icon={SearchIcon} title={t.missing} why={t.missingWhy} action={back} />;
}

function Failed({ error, onRetry, isRetrying }: { error: Error; onRetry: () => void; isRetrying: boolean }) {
  const t = useMessages(broadcasts);
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <ErrorState isPage title={t.oneFailed} why={t.couldNotWhy} onRetry={onRetry} isRetrying={isRetrying} requestId={requestId} />
  );
}

function BroadcastLoading() {
  const t = useMessages(broadcasts);
  return (
    <AdminPage title={t.one}>
      <Loading>
        <SkeletonCard height={280} />
      </Loading>
    </AdminPage>
  );
}
