import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import css from "@/features/admin-dashboard/dashboard.module.css";
import { dashboard } from "@/features/admin-dashboard/messages";
import { adminKeys } from "@/shared/admin/queries";
import { authorName, historyTitle } from "@/shared/admin/ui/history-words";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { personHref } from "@/shared/admin/ui/person-cell";
import { answer, api } from "@/shared/api/client";
import { ago } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";
import { SkeletonRows } from "@/shared/ui/skeleton";

const LIMIT = 7;
const OFTEN = 15_000;

export function LatestChanges() {
  const t = useMessages(dashboard);
  const { nameOf } = useKnownModels();
  const { data } = useQuery({
    queryKey: [...adminKeys.history, "latest"],
    queryFn: ({ signal }) => answer(api.GET("/api/admin/history", { params: { query: { limit: LIMIT } }, signal })),
    refetchInterval: OFTEN,
  });
  return (
    <Card as="section">
      <CardHead title={t.latest} aside={<Link href="/admin/history">{t.history}</Link>} />
      {data === undefined && <SkeletonRows count={LIMIT} hasAside={false} />}
      {data?.items.length === 0 && <p className={css.none}>{t.noChanges}</p>}
      <ul className={css.rows}>
        {(data?.items ?? []).map((entry) => (
          <li key={entry.id}>
            <div className={css.change}>
              <time dateTime={entry.created_at}>{ago(entry.created_at)}</time>
              <span>
                <b>{historyTitle(entry, nameOf)}</b>,{" "}
                <Link href={personHref(entry.user_id)}>
                  <bdi>{entry.user_name ?? entry.user_id}</bdi>
                </Link>{" "}
                · <bdi>{authorName(entry)}</bdi>
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
