import css from "@/features/admin-approvals/approvals.module.css";
import { approvals } from "@/features/admin-approvals/messages";
import type { Decision } from "@/features/admin-approvals/queries";
import { askerOf, outcomeOf, whatOf } from "@/features/admin-approvals/words";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { personHref } from "@/shared/admin/ui/person-cell";
import type { ApprovalRead } from "@/shared/api/types";
import { ago, formatDateTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useSession } from "@/shared/session/store";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { useNow } from "@/shared/ui/clock";
import { Link } from "wouter";

interface ApprovalCardProps {
  approval: ApprovalRead;
  onDecide: (decision: Decision) => void;
}

export function ApprovalCard({ approval, onDecide }: ApprovalCardProps) {
  const t = useMessages(approvals);
  const own = useSession((state) => state.user?.telegram_id) === approval.asked_by;
  const outcome = outcomeOf(approval);
  useNow("minute");
  return (
    <Card as="article">
      <div className={css.head}>
        <h2 className={css.what}>
          {approval.telegram_id === null || approval.state === "approved" ? (
            whatOf(approval)
          ) : (
            <Link href={personHref(approval.telegram_id)}>{whatOf(approval)}</Link>
          )}
        </h2>
        <time className={css.age} dateTime={approval.asked_at}>
          {ago(approval.decided_at ?? approval.asked_at)}
        </time>
      </div>
      <Models approval={approval} />
      {approval.reason !== null && approval.reason !== "" && <blockquote className={css.reason}>{approval.reason}</blockquote>}
      <p className={css.facts}>
        {own ? t.askedByYou : t.askedBy(askerOf(approval))}
        {" · "}
        {outcome ?? t.until(formatDateTime(approval.expires_at))}
      </p>
      {approval.decision_reason !== null && <p className={css.facts}>{approval.decision_reason}</p>}
      {approval.state === "pending" && <Buttons isOwn={own} onDecide={onDecide} />}
    </Card>
  );
}

function Models({ approval }: { approval: ApprovalRead }) {
  const t = useMessages(approvals);
  const { nameOf } = useKnownModels();
  const named = (models: string[]) => models.map(nameOf).join(", ");
  return (
    <>
      {approval.revoke.length > 0 && <p className={css.models}>{t.takes(named(approval.revoke))}</p>}
      {approval.grant.length > 0 && <p className={css.models}>{t.gives(named(approval.grant))}</p>}
      {approval.template_id !== null && <p className={css.models}>{t.template}</p>}
    </>
  );
}

function Buttons({ isOwn, onDecide }: { isOwn: boolean; onDecide: (decision: Decision) => void }) {
  const t = useMessages(approvals);
  return (
    <div className={css.buttons}>
      <Button kind="neutral" onClick={() => onDecide("refuse")}>
        {isOwn ? t.withdraw : t.refuse}
      </Button>
      {!isOwn && (
        <Button kind="primary" onClick={() => onDecide("approve")}>
          {t.approve}
        </Button>
      )}
    </div>
  );
}
