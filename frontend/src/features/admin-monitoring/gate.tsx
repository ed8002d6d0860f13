import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import type { Monitoring } from "@/shared/api/types";
import { count, rate } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";

/** How the gate decided: cheaply by the version, or by the full check where versions differed. */
export function Gate({ gate: { version_path: byVersion, sql_path: bySql, denied } }: { gate: Monitoring["gate"] }) {
  const t = useMessages(monitoring);
  const all = byVersion + bySql;
  const share = (part: number) => (all === 0 ? "—" : rate(part / all));
  return (
    <Card>
      <CardHead title={t.gate} aside={t.sinceStart} />
      {all > 0 && (
        <div className={css.share} role="img" aria-label={t.gateShare(share(byVersion), share(bySql))}>
          <span style={{ flexGrow: byVersion }} />
          <span style={{ flexGrow: bySql }} />
        </div>
      )}
      <dl className={css.facts}>
        <div>
          <dt>{t.byVersion}</dt>
          <dd>
            {count(byVersion)} <small>{share(byVersion)}</small>
          </dd>
        </div>
        <div>
          <dt>{t.bySql}</dt>
          <dd>
            {count(bySql)} <small>{share(bySql)}</small>
          </dd>
        </div>
        <div>
          <dt>{t.denied}</dt>
          <dd>{count(denied)}</dd>
        </div>
      </dl>
    </Card>
  );
}
