import { troubleWords } from "@/features/admin-monitoring/bot-card";
import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import { figureName, figureValue, limitText } from "@/shared/admin/figure-words";
import type { Monitoring } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Banner } from "@/shared/ui/banner";
import { WarnIcon } from "@/shared/ui/icons";

/** What is wrong, the worst first; nothing while all is well. */
export function Worst({ state }: { state: Monitoring }) {
  const t = useMessages(monitoring);
  const said = (wanted: "alert" | "warn") =>
    state.figures
      .filter((figure) => figure.state === wanted)
      .map((figure) => {
        const limit = wanted === "alert" ? figure.alert : figure.target;
        return t.above(figureName(figure), `${figureValue(figure)} ${figure.unit}`, limitText(limit, figure.unit));
      });
  const stale = state.candles.filter((candle) => candle.is_stale).map((candle) => candle.pair);
  const { mode, trouble } = state.bot;
  const bot = trouble === null || mode === "off" ? [] : [t.botSays(troubleWords(trouble, t))];
  const alerts = [...said("alert"), ...(state.listener ? [] : [t.listenerAway]), ...bot];
  const warnings = [...said("warn"), ...(stale.length > 0 ? [t.stale(stale.join(", "))] : [])];
  if (alerts.length + warnings.length === 0) return null;
  return (
    <div className={css.place}>
      <Banner tone={alerts.length > 0 ? "lost" : "warn"} icon={WarnIcon}>
        {[...alerts, ...warnings].join(" ")}
      </Banner>
    </div>
  );
}
