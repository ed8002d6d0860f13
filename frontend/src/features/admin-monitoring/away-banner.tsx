import { useQuery } from "@tanstack/react-query";
import { whatIsAway } from "@/features/admin-monitoring/away";
import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import { monitoringQuery } from "@/shared/admin/queries";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import { useMessages } from "@/shared/i18n/language";
import { Banner } from "@/shared/ui/banner";
import { ButtonLink } from "@/shared/ui/button";
import { WarnIcon } from "@/shared/ui/icons";

const SELDOM = 30_000;

/** Above every admin screen while something is away: what it is, and the way to the page that says more. */
export function AwayBanner() {
  const t = useMessages(monitoring);
  const { data } = useQuery({ ...monitoringQuery, refetchInterval: SELDOM });
  const now = useServerNow();
  if (data === undefined) return null;
  const { alerts, warnings } = whatIsAway(data, now, t);
  if (alerts.length + warnings.length === 0) return null;
  return (
    <div className={css.everywhere} role="status">
      <Banner
        tone={alerts.length > 0 ? "lost" : "warn"}
        icon={WarnIcon}
        action={<ButtonLink href="/admin/monitoring">{t.more}</ButtonLink>}
      >
        {[...alerts, ...warnings].join(" ")}
      </Banner>
    </div>
  );
}
