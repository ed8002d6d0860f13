import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AccessCard } from "@/features/admin-person/access-card";
import { accessRows } from "@/features/admin-person/access-rows";
import { GrantCard } from "@/features/admin-person/grant-card";
import { HistoryCard } from "@/features/admin-person/history-card";
import { MessagesCard } from "@/features/admin-person/messages-card";
import type { Open, Opened } from "@/features/admin-person/opened";
import { PersonHeader } from "@/features/admin-person/person-header";
import { PersonFailed, PersonLoading } from "@/features/admin-person/person-states";
import css from "@/features/admin-person/person.module.css";
import { personQuery, waitingQuery } from "@/features/admin-person/queries";
import { PersonSheet } from "@/features/admin-person/sheets";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { useIsWide } from "@/shared/admin/ui/use-media";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { UserDetail } from "@/shared/api/types";

/** One person: access, what can be done about it, and everything that was. */
export function Person({ telegramId }: { telegramId: number }) {
  const query = useQuery(personQuery(telegramId));
  const { data: detail } = query;
  if (detail !== undefined && query.errorUpdatedAt <= query.dataUpdatedAt) return <Loaded detail={detail} />;
  if (query.isError || query.fetchStatus === "idle") {
    return <PersonFailed telegramId={telegramId} error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />;
  }
  return detail === undefined ? <PersonLoading /> : <Loaded detail={detail} />;
}

function Loaded({ detail }: { detail: UserDetail }) {
  const isWide = useIsWide();
  const now = useServerNow();
  const { all } = useKnownModels();
  const { data: waiting = [] } = useQuery(waitingQuery(detail.user.telegram_id));
  const [opened, setOpened] = useState<Opened | null>(null);
  const [wanted, setWanted] = useState<{ modelId: string | null; at: number }>({ modelId: null, at: 0 });
  const rows = accessRows(all, detail.access.subscriptions, waiting, now);
  const open: Open = (next) => {
    if (next.kind === "grant" && isWide) setWanted({ modelId: next.modelId, at: wanted.at + 1 });
    else setOpened(next);
  };
  return (
    <>
      <PersonHeader detail={detail} onOpen={open} />
      <div className={css.columns}>
        <div className={css.column}>
          <AccessCard detail={detail} rows={rows} onOpen={open} />
          {isWide && <GrantCard key={wanted.at} detail={detail} rows={rows} modelId={wanted.modelId} isAsked={wanted.at > 0} onOpen={open} />}
          <MessagesCard user={detail.user} />
        </div>
        <HistoryCard detail={detail} onOpen={open} />
      </div>
      {opened !== null && <PersonSheet opened={opened} detail={detail} rows={rows} onClose={() => setOpened(null)} />}
    </>
  );
}
