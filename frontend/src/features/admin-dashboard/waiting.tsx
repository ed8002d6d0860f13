import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import css from "@/features/admin-dashboard/dashboard.module.css";
import { dashboard } from "@/features/admin-dashboard/messages";
import { adminRequestsQuery } from "@/shared/admin/queries";
import { useApproval } from "@/shared/admin/requests/decide";
import { RejectSheet } from "@/shared/admin/requests/reject-sheet";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { PersonCell } from "@/shared/admin/ui/person-cell";
import type { AdminRequestRead } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { ago } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Card, CardHead } from "@/shared/ui/card";
import { SkeletonRows } from "@/shared/ui/skeleton";

const MOST = 4;
const DAYS = 30;

/** The requests that have waited longest among the newest page; approving has an undo and asks nothing. */
export function Waiting() {
  const t = useMessages(dashboard);
  const { data } = useInfiniteQuery(adminRequestsQuery("pending"));
  const [rejecting, setRejecting] = useState<AdminRequestRead | null>(null);
  const [first] = data?.pages ?? [];
  const total = first?.total ?? 0;
  return (
    <Card as="section">
      <CardHead
        title={t.waitingTitle}
        aside={total > 0 ? <Link href="/admin/requests">{t.all(count(total))}</Link> : undefined}
      />
      {first === undefined && <SkeletonRows count={MOST} />}
      {first !== undefined && total === 0 && <p className={css.none}>{t.nobody}</p>}
      <ul className={css.rows}>
        {(first?.items ?? []).slice(0, MOST).map((request) => (
          <Row key={request.id} request={request} onReject={() => setRejecting(request)} />
        ))}
      </ul>
      {rejecting !== null && <RejectSheet request={rejecting} onClose={() => setRejecting(null)} />}
    </Card>
  );
}

function Row({ request, onReject }: { request: AdminRequestRead; onReject: () => void }) {
  const t = useMessages(dashboard);
  const { nameOf } = useKnownModels();
  const approval = useApproval();
  const modelName = nameOf(request.model_id);
  return (
    <li>
      <PersonCell
        person={{ ...request, telegram_id: request.user_id }}
        detail={`${modelName} · ${ago(request.created_at)}`}
        avatar={36}
      />
      <Button kind="outline" onClick={onReject} isDisabled={approval.isPending}>
        {t.reject}
      </Button>
      <Button
        kind="tinted"
        isBusy={approval.isPending}
        onClick={() => approval.mutate({ request, days: DAYS, modelName })}
      >
        {t.approve}
      </Button>
    </li>
  );
}
