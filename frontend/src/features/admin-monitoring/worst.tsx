import { whatIsAway } from "@/features/admin-monitoring/away";
import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import { figureName, figureValue, limitText } from "@/shared/admin/figure-words";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { Monitoring } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Banner } from "@/shared/ui/banner";
import { WarnIcon } from "@/shared/ui/icons";

/** What is wrong, the worst first; nothing while all is well. */
export function Worst({ state }: { state: Monitoring }) {
  const t = useMessages(monitoring);
  const away = whatIsAway(state, useServerNow(), t);
  const said = (wanted: "alert" | "warn") =>
    state.figures
      .filter((figure) => figure.state === wanted)
      .map((figure) => {
        const limit = wanted === "alert" ? figure.alert : figure.target;
        return t.above(figureName(figure), `${figureValue(figure)} ${figure.unit}`, limitText(limit, figure.unit));
      });
  const alerts = [...said("alert"), ...away.alerts];
  const warnings = [...said("warn"), ...away.warnings];
  if (alerts.length + warnings.length === 0) return null;
  return (
    <div className={css.place}>
      <Banner tone={alerts.length > 0 ? "lost" : "warn"} icon={WarnIcon}>
        {[...alerts, ...warnings].join(" ")}
      </Banner>
    </div>
  );
}
