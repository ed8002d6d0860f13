import { useQuery } from "@tanstack/react-query";
import css from "@/features/help/help.module.css";
import { help } from "@/features/help/messages";
import { missedOf } from "@/features/help/missed";
import { modelsQuery } from "@/shared/api/queries";
import { sampleSize } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Skeleton } from "@/shared/ui/skeleton";

function Numbers() {
  const t = useMessages(help);
  const { data, isError } = useQuery(modelsQuery);
  if (data === undefined) return isError ? <p>{t.riskFailed}</p> : <Skeleton height={60} />;
  const found = missedOf(data);
  const [worst, best] = [found[0], found.at(-1)];
  if (worst === undefined || best === undefined) return <p>{t.riskNone}</p>;
  return (
    <>
      <p className={css.strong}>{t.riskRange(best.missed, worst.missed)}</p>
      <ul className={css.missed}>
        {found.map(({ id, name, missed, n, isLive }) => (
          <li key={id}>
            <span>{name}</span>
            <span className={css.count}>
              <span className="semibold">{t.missed(missed)}</span>
              <span className="quiet">{`${sampleSize(n)}, ${isLive ? t.live : t.backtest}`}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What can go wrong, with how often it did. */
export function RiskNotice() {
  const t = useMessages(help);
  return (
    <>
      <p>{t.riskIntro}</p>
      <Numbers />
      <p>{t.riskCosts}</p>
      <p>{t.riskLeverage}</p>
      <p>{t.riskMoney}</p>
    </>
  );
}
