import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import css from "@/features/admin-dashboard/dashboard.module.css";
import { dashboard } from "@/features/admin-dashboard/messages";
import { FigureLine } from "@/shared/admin/figure-line";
import { figureName, figureSentence, figureState, figureValue } from "@/shared/admin/figure-words";
import { monitoringQuery } from "@/shared/admin/queries";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import { useMessages } from "@/shared/i18n/language";
import { StateTag } from "@/shared/ui/figure";
import { SkeletonCard } from "@/shared/ui/skeleton";

/** The four monitored figures, each leading to its line with both limits. */
export function FigureStrip() {
  const t = useMessages(dashboard);
  const { data } = useQuery(monitoringQuery);
  const now = useServerNow();
  if (data === undefined) return <SkeletonCard height={64} />;
  return (
    <section className={css.strip} aria-label={t.figures}>
      {data.figures.map((figure) => (
        <Link key={figure.name} href="/admin/monitoring" className={css.cell}>
          <div>
            <p>{figureName(figure)}</p>
            <div>
              <b>
                {figureValue(figure)}
                {figure.value !== null && ` ${figure.unit}`}
              </b>
              <StateTag state={figureState(figure)} />
            </div>
          </div>
          <div className={css.spark}>
            <FigureLine figure={figure} height={36} now={now} label={figureSentence(figure)} hasLimits={false} />
          </div>
        </Link>
      ))}
    </section>
  );
}
