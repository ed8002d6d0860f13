import type { ReactNode } from "react";
import { BrokenLinks, BrokenRows } from "@/features/admin-monitoring/broken";
import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import { type Checked, useAuditCheck, useLedgerCheck } from "@/features/admin-monitoring/use-verification";
import { AdminPage } from "@/shared/admin/admin-page";
import { refusal } from "@/shared/admin/ui/refusal";
import { count, decimal } from "@/shared/format/numbers";
import { formatTimeExact } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Banner } from "@/shared/ui/banner";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { ShieldCheckIcon, WarnIcon } from "@/shared/ui/icons";
import { Tag } from "@/shared/ui/tag";

/** Following every chain from its first row, on demand; each broken row is named. */
export function Verification() {
  const t = useMessages(monitoring);
  const audit = useAuditCheck();
  const ledger = useLedgerCheck();
  return (
    <AdminPage title={t.verification}>
      <div className={css.checks}>
        <Check
          title={t.accessHistory}
          what={t.accessHistoryWhat}
          check={audit}
          counted={({ rows, users }) => t.rowsOf(count(rows), users)}
          broken={(report) => <BrokenRows rows={report.broken} />}
        />
        <Check
          title={t.signalLedger}
          what={t.signalLedgerWhat}
          check={ledger}
          counted={({ signals, resolutions }) => t.ledgerRows(count(signals), count(resolutions))}
          broken={(report) => <BrokenLinks links={report.broken} />}
        />
      </div>
    </AdminPage>
  );
}

interface Report {
  ok: boolean;
  broken: readonly unknown[];
}

interface CheckProps<Found extends Report> {
  title: string;
  what: string;
  check: { data: Checked<Found> | undefined; error: Error | null; isPending: boolean; mutate: () => void };
  counted: (report: Found) => string;
  broken: (report: Found) => ReactNode;
}

function Check<Found extends Report>({ title, what, check, counted, broken }: CheckProps<Found>) {
  const t = useMessages(monitoring);
  const { data, error, isPending } = check;
  return (
    <Card as="section">
      <div className={css.check}>
        <div>
          <h2 className="t-16">{title}</h2>
          <p>{what}</p>
        </div>
        <Button kind="tinted" isBusy={isPending} onClick={() => check.mutate()}>
          {t.checkNow}
        </Button>
      </div>
      <div className={css.result} role="status">
        {isPending && t.checking}
        {!isPending && error !== null && (
          <Banner tone="lost" icon={WarnIcon}>
            {t.checkFailed}. {refusal(error)}
          </Banner>
        )}
        {!isPending && data !== undefined && error === null && (
          <>
            <Tag tone={data.report.ok ? "won" : "lost"} icon={data.report.ok ? ShieldCheckIcon : WarnIcon}>
              {data.report.ok ? t.intact : t.broken(data.report.broken.length)}
            </Tag>
            <span>{counted(data.report)}</span>
            <span>{t.checkedAt(formatTimeExact(data.at), decimal(data.took, 1))}</span>
          </>
        )}
        {!isPending && data === undefined && error === null && t.notChecked}
      </div>
      {!isPending && data !== undefined && !data.report.ok && broken(data.report)}
    </Card>
  );
}
