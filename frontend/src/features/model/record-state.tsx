import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { PartFailed } from "@/features/model/part-failed";
import { record as texts } from "@/features/model/record-messages";
import type { TrackRecord } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { Card } from "@/shared/ui/card";
import { ErrorState } from "@/shared/ui/empty-state";
import { Loading, SkeletonCard } from "@/shared/ui/skeleton";

export interface RecordStateProps {
  query: UseQueryResult<TrackRecord>;
  /** The page is about nothing else: also the charts below the figures are on their way. */
  isLong?: boolean;
  children: (track: TrackRecord) => ReactNode;
}

/** What a model measured, once it is here. */
export function RecordState({ query, isLong = false, children }: RecordStateProps) {
  const t = useMessages(texts);
  const { data, error, isFetching, refetch } = query;
  if (data !== undefined) return children(data);
  if (error !== null && !isLong) {
    return <PartFailed title={t.failed} error={error} isRetrying={isFetching} onRetry={() => void refetch()} />;
  }
  if (error !== null) {
    return (
      <Card>
        <ErrorState
          isInCard
          title={t.failed}
          why={t.failedWhy}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
          requestId={error instanceof ApiError ? error.requestId : null}
        />
      </Card>
    );
  }
  return (
    <Loading>
      <SkeletonCard height={252} />
      <SkeletonCard height={131} />
      {isLong && <SkeletonCard height={330} />}
      {isLong && <SkeletonCard height={290} />}
    </Loading>
  );
}
