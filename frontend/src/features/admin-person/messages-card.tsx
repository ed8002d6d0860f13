import { infiniteQueryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { messageTexts } from "@/features/admin-person/message-messages";
import { messageState, messageTitle } from "@/features/admin-person/message-words";
import css from "@/features/admin-person/messages-card.module.css";
import { adminKeys } from "@/shared/admin/queries";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { answer, api } from "@/shared/api/client";
import type { AdminUserRead, NotificationRead } from "@/shared/api/types";
import { appQuery } from "@/shared/bot/app-query";
import { formatDateTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Banner } from "@/shared/ui/banner";
import { Button } from "@/shared/ui/button";
import { Card, CardHead } from "@/shared/ui/card";
import { BanIcon, BellOffIcon, CheckIcon, ClockIcon, CrossIcon, MinusIcon } from "@/shared/ui/icons";
import { Loading, Skeleton } from "@/shared/ui/skeleton";
import { Timeline, TimelineEntry } from "@/shared/ui/timeline";

const PAGE = 10;
const OFTEN = 15_000;

const messagesQuery = (telegramId: number) =>
  infiniteQueryOptions({
    queryKey: adminKeys.messages(telegramId),
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET("/api/admin/users/{telegram_id}/notifications", {
          params: { path: { telegram_id: telegramId }, query: { limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 5_000,
    refetchInterval: OFTEN,
  });

const LOOKS = {
  pending: { icon: ClockIcon, tone: "accent" },
  sent: { icon: CheckIcon, tone: "won" },
  skipped: { icon: MinusIcon, tone: "neutral" },
  failed: { icon: CrossIcon, tone: "lost" },
  cancelled: { icon: BanIcon, tone: "neutral" },
} as const;

/** What the bot told the person, did not tell and why, and is still to tell; newest first. */
export function MessagesCard({ user }: { user: AdminUserRead }) {
  const t = useMessages(messageTexts);
  const { data, isError, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    messagesQuery(user.telegram_id),
  );
  const found = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card as="section" labelledBy="messages">
      <CardHead id="messages" title={t.title} />
      <Reach user={user} />
      {data === undefined && !isError && (
        <Loading>
          <Skeleton width="60%" />
        </Loading>
      )}
      {data === undefined && isError && (
        <p role="alert" className="quiet">
          {t.couldNot}{" "}
          <Button kind="plain" isBusy={isFetching} onClick={() => void refetch()}>
            {t.retry}
          </Button>
        </p>
      )}
      {data !== undefined && found.length === 0 && <p className="quiet">{t.none}</p>}
      {found.length > 0 && (
        <Timeline label={t.title}>
          {found.map((one) => (
            <Entry key={one.id} one={one} />
          ))}
        </Timeline>
      )}
      {hasNextPage && (
        <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.more}
        </Button>
      )}
    </Card>
  );
}

/** Why nothing arrives, and who can change that. */
function Reach({ user: { reachability } }: { user: AdminUserRead }) {
  const t = useMessages(messageTexts);
  const { data: app } = useQuery(appQuery);
  if (app === undefined || (app.has_bot && reachability === "ok")) return null;
  const why = { ok: "", needs_start: t.cannotStart, blocked: t.cannotBlocked, gone: t.cannotGone };
  return (
    <div className={css.reach}>
      <Banner tone={app.has_bot ? "warn" : "neutral"} icon={BellOffIcon}>
        {app.has_bot ? why[reachability] : t.botOff}
      </Banner>
    </div>
  );
}

function Entry({ one }: { one: NotificationRead }) {
  const t = useMessages(messageTexts);
  const { nameOf } = useKnownModels();
  const { icon, tone } = LOOKS[one.state];
  const title = messageTitle(one, nameOf);
  const at = one.finished_at ?? one.created_at;
  const when = (
    <>
      <time dateTime={at}>{formatDateTime(at)}</time>
      {one.attempts > 1 && ` · ${t.attempts(one.attempts)}`}
    </>
  );
  const broadcast = one.broadcast_id ?? (one.kind === "broadcast" ? one.subject.replace("broadcast:", "") : null);
  return (
    <TimelineEntry
      icon={icon}
      tone={tone}
      title={
        broadcast === null ? (
          title
        ) : (
          <Link href={`/admin/broadcasts/${broadcast}`} className={css.link}>
            {title}
          </Link>
        )
      }
      lines={[messageState(one), when]}
    />
  );
}
