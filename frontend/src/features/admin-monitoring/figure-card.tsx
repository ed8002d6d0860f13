import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import { FigureLine } from "@/shared/admin/figure-line";
import { figureName, figureSentence, figureState, figureValue, limitText } from "@/shared/admin/figure-words";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { MonitoredFigure } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Card } from "@/shared/ui/card";
import { StateTag } from "@/shared/ui/figure";

const EDGES = { warn: "warn", alert: "lost", ok: undefined, no_data: undefined } as const;

export function FigureCard({ figure }: { figure: MonitoredFigure }) {
  const t = useMessages(monitoring);
  const now = useServerNow();
  return (
    <Card edge={EDGES[figure.state]}>
      <div className={css.head}>
        <span>{figureName(figure)}</span>
        <StateTag state={figureState(figure)} />
      </div>
      <p className={css.value}>
        {figureValue(figure)}
        {figure.value !== null && <small>{figure.unit}</small>}
      </p>
      <FigureLine figure={figure} height={84} now={now} label={figureSentence(figure)} />
      <p className={css.limits}>
        <span>{t.warn(limitText(figure.target, figure.unit))}</span>
        <span>{t.alert(limitText(figure.alert, figure.unit))}</span>
      </p>
    </Card>
  );
}
