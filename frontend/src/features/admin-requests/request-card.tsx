import { useState } from "react";
import { useApproval } from "@/shared/admin/requests/decide";
import { requests } from "@/shared/admin/requests/messages";
import css from "@/features/admin-requests/requests.module.css";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { PersonCell } from "@/shared/admin/ui/person-cell";
import type { AdminRequestRead } from "@/shared/api/types";
import { ago } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useNow } from "@/shared/ui/clock";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { ChevronDownIcon } from "@/shared/ui/icons";
import { IconButton } from "@/shared/ui/icon-button";
import { ModelTile } from "@/shared/ui/tile";

const USUAL = 30;
const OTHERS = [7, 90, null] as const;

export function RequestCard({ request, onReject }: { request: AdminRequestRead; onReject: () => void }) {
  const t = useMessages(requests);
  const { nameOf } = useKnownModels();
  useNow("minute");
  const person = { ...request, telegram_id: request.user_id };
  return (
    <Card as="article">
      <div className={css.head}>
        <PersonCell person={person} avatar={36} />
        <time className={css.age} dateTime={request.created_at}>
          {ago(request.decided_at ?? request.created_at)}
        </time>
      </div>
      <p className={css.model}>
        <ModelTile modelId={request.model_id} size="small" />
        {nameOf(request.model_id)}
      </p>
      {request.message !== null && request.message !== "" && (
        <blockquote className={css.message} aria-label={t.message}>
          {request.message}
        </blockquote>
      )}
      {request.decision_reason !== null && <p className={css.answer}>{request.decision_reason}</p>}
      {request.status === "pending" && <Decide request={request} onReject={onReject} />}
    </Card>
  );
}

function Decide({ request, onReject }: { request: AdminRequestRead; onReject: () => void }) {
  const t = useMessages(requests);
  const { nameOf } = useKnownModels();
  const approval = useApproval();
  const [isOpen, setOpen] = useState(false);
  const approve = (days: number | null) =>
    approval.mutate({ request, days, modelName: nameOf(request.model_id) });
  const term = (days: number | null) => (days === null ? t.forEver : t.days(days));
  return (
    <div className={css.buttons}>
      <Button kind="neutral" onClick={onReject} isDisabled={approval.isPending}>
        {t.reject}
      </Button>
      <div className={css.approve}>
        <Button kind="primary" isBusy={approval.isPending} onClick={() => approve(USUAL)}>
          {t.approveFor(term(USUAL))}
        </Button>
        <IconButton
          icon={ChevronDownIcon}
          label={t.otherTerm}
          kind="filled"
          isExpanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      </div>
      {isOpen && (
        <div className={css.terms}>
          {OTHERS.map((days) => (
            <Button key={days} kind="tinted" size="small" isDisabled={approval.isPending} onClick={() => approve(days)}>
              {t.approveFor(term(days))}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
