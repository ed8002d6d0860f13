import { useQuery } from "@tanstack/react-query";
import { LockedModel } from "@/features/model/locked-model";
import { model as texts } from "@/features/model/messages";
import { ModelSkeleton } from "@/features/model/model-skeleton";
import { OpenModel } from "@/features/model/open-model";
import { modelsQuery } from "@/shared/api/queries";
import { useMessages } from "@/shared/i18n/language";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { DetailPage } from "@/shared/page/detail-page";
import { ApiError } from "@/shared/session/errors";
import { ButtonLink } from "@/shared/ui/button";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { ModelsIcon } from "@/shared/ui/icons";

function Unknown() {
  const t = useMessages(texts);
  const action = (
    <ButtonLink kind="primary" isWide href="/models">
      {t.toModels}
    </ButtonLink>
  );
  return <EmptyState isPage icon={ModelsIcon} title={t.unknown} why={t.unknownWhy} action={action} />;
}

function Body({ modelId }: { modelId: string }) {
  const t = useMessages(texts);
  const { data, error, isFetching, refetch } = useQuery(modelsQuery);
  const { access, held } = useSubscriptions();
  if (data === undefined && error !== null) {
    const requestId = error instanceof ApiError ? error.requestId : null;
    return <ErrorState isPage title={t.failed} why={t.failedWhy} onRetry={() => void refetch()} isRetrying={isFetching} requestId={requestId} />;
  }
  if (data === undefined || access === null) return <ModelSkeleton />;
  const model = data.find(({ id }) => id === modelId);
  const right = held.get(modelId);
  if (model === undefined) return isFetching ? <ModelSkeleton /> : <Unknown />;
  return right === undefined ? <LockedModel model={model} /> : <OpenModel model={model} right={right} />;
}

export interface ModelProps {
  modelId: string;
}

/** One model: open with all of its sides, or locked with all that it showed in public. What is held now decides. */
export function Model({ modelId }: ModelProps) {
  return (
    <DetailPage parent="/models">
      <Body modelId={modelId} />
    </DetailPage>
  );
}
