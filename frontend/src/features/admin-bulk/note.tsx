import { outcome as texts } from "@/features/admin-bulk/outcome-messages";
import css from "@/features/admin-bulk/bulk.module.css";
import type { Bulk, Done } from "@/features/admin-bulk/use-bulk";
import { formatTimeExact } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useSession } from "@/shared/session/store";
import { Button, ButtonLink } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { HistoryIcon, RefreshIcon } from "@/shared/ui/icons";

const MARGIN = 5_000;

/** The history has no filter for batches: whoever gave the order, around the time of it, is as near as it gets. */
export function historyHref({ startedAt, at }: Pick<Done, "startedAt" | "at">, adminId: number | undefined): string {
  const moment = (ms: number) => new Date(ms).toISOString();
  const query = new URLSearchParams({ from: moment(startedAt - MARGIN), to: moment(at + MARGIN) });
  if (adminId !== undefined) query.set("admin_id", String(adminId));
  return `/admin/history?${query.toString()}`;
}

/** What the figures beside it are worth: a prediction's minute, or the change's own number. */
export function Note({ dry, done, isApplying }: { dry: Bulk["dry"]; done: Done | null; isApplying: boolean }) {
  if (done !== null) return <BatchNote done={done} />;
  return dry.isSuccess && !isApplying ? <DryNote dry={dry} at={dry.data.at} /> : null;
}

function DryNote({ dry, at }: { dry: Bulk["dry"]; at: number }) {
  const t = useMessages(texts);
  const again = () => {
    if (dry.data !== undefined) dry.mutate({ order: dry.data.order });
  };
  return (
    <Card>
      <p className="t-13 quiet" role="status">
        {t.dryNote(formatTimeExact(at))}
      </p>
      <Button kind="plain" icon={RefreshIcon} onClick={again}>
        {t.again}
      </Button>
    </Card>
  );
}

function BatchNote({ done }: { done: Done }) {
  const t = useMessages(texts);
  const adminId = useSession((state) => state.user?.telegram_id);
  const batchId = done.outcome.batch_id;
  if (batchId === null) return null;
  return (
    <Card>
      <span className="t-13 quiet">{t.batch}</span>
      <div className={css.batch}>{batchId}</div>
      <ButtonLink kind="plain" icon={HistoryIcon} href={historyHref(done, adminId)}>
        {t.history}
      </ButtonLink>
    </Card>
  );
}
