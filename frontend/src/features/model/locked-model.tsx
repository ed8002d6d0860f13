import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { descriptionOf } from "@/features/model/description";
import { LedgerResults } from "@/features/model/ledger-results";
import { locked, model as words } from "@/features/model/messages";
import { ModelHead } from "@/features/model/model-head";
import { ModelSkeleton } from "@/features/model/model-skeleton";
import { RecordFigures } from "@/features/model/record-figures";
import { RecordState } from "@/features/model/record-state";
import { SourceNote } from "@/features/model/record-view";
import { RequestForm } from "@/features/model/request-form";
import { RequestSteps } from "@/features/model/request-steps";
import css from "@/features/model/request.module.css";
import { useNewestRequest } from "@/features/model/use-request";
import { mainRecord } from "@/features/model/view";
import { trackRecordQuery } from "@/shared/api/queries";
import type { ModelRead, RequestRead } from "@/shared/api/types";
import { formatDate } from "@/shared/format/time";
import { useLanguage, useMessages } from "@/shared/i18n/language";
import { Banner } from "@/shared/ui/banner";
import { Card } from "@/shared/ui/card";
import { CrossIcon, LockIcon } from "@/shared/ui/icons";
import { Stack } from "@/shared/ui/section";

function Measured({ model }: { model: ModelRead }) {
  const query = useQuery(trackRecordQuery(model.id));
  return (
    <RecordState query={query}>
      {(track) => {
        const main = mainRecord(track, model.accuracy?.source);
        if (main === null) return null;
        return (
          <>
            <RecordFigures {...main} />
            <SourceNote source={main.source} />
          </>
        );
      }}
    </RecordState>
  );
}

/** The answer was no: why, and that one may ask again. */
function Declined({ request }: { request: RequestRead }) {
  const t = useMessages(locked);
  return (
    <Banner tone="lost" icon={CrossIcon}>
      <strong>{t.declined(formatDate(request.decided_at ?? request.created_at))}.</strong>{" "}
      {request.decision_reason !== null && `${t.declinedReason(request.decision_reason.replace(/[.\s]+$/, ""))}. `}
      {t.mayAskAgain}
    </Banner>
  );
}

/** A model that is not open: all that it showed in public, and how to ask for it. */
export function LockedModel({ model }: { model: ModelRead }) {
  const t = useMessages(words);
  const language = useLanguage();
  const { request, isKnown } = useNewestRequest(model.id);
  const [isFresh, setFresh] = useState(false);
  const isPending = request?.status === "pending";
  const isRejected = request?.status === "rejected";
  // What became of a request stands at the top: until that is known, nothing below it would keep its place.
  if (!isKnown) return <ModelSkeleton />;
  return (
    <>
      <ModelHead modelId={model.id} name={model.name} icon={LockIcon}>
        {t.lockedForYou}
      </ModelHead>
      <Stack>
        {isPending && <RequestSteps request={request} isFresh={isFresh} />}
        {isRejected && <Declined request={request} />}
        {model.description !== "" && (
          <Card>
            <p className={css.description}>{descriptionOf(model, language)}</p>
          </Card>
        )}
        <Measured model={model} />
      </Stack>
      <LedgerResults modelId={model.id} />
      {!isPending && <RequestForm modelId={model.id} isAgain={isRejected} onSent={() => setFresh(true)} />}
    </>
  );
}
