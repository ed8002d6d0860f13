import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import type { Monitoring } from "@/shared/api/types";
import { formatTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { ButtonLink } from "@/shared/ui/button";
import { Card, CardHead } from "@/shared/ui/card";
import { ShieldCheckIcon, WarnIcon } from "@/shared/ui/icons";
import { Tag } from "@/shared/ui/tag";

type Check = Monitoring["audit"];

/** When the chains were last followed, by whichever process, and the way to do it now. */
export function VerificationSummary({ state }: { state: Monitoring }) {
  const t = useMessages(monitoring);
  return (
    <Card>
      <CardHead title={t.verification} aside={<ButtonLink kind="neutral" href="/admin/verification">{t.checkNow}</ButtonLink>} />
      <dl className={css.facts}>
        <Row name={t.accessHistory} check={state.audit} />
        <Row name={t.signalLedger} check={state.ledger} />
      </dl>
    </Card>
  );
}

function Row({ name, check }: { name: string; check: Check }) {
  const t = useMessages(monitoring);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {check === null ? (
          <small>{t.notChecked}</small>
        ) : (
          <>
            <Tag tone={check.ok ? "won" : "lost"} icon={check.ok ? ShieldCheckIcon : WarnIcon}>
              {check.ok ? t.intact : t.notIntact}
            </Tag>
            <small>{t.lastCheck(formatTime(check.checked_at))}</small>
          </>
        )}
      </dd>
    </div>
  );
}
