import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { DeviceRow } from "@/features/sessions/device-row";
import { EndAllSheet, EndOneSheet } from "@/features/sessions/ending-sheets";
import { sessions } from "@/features/sessions/messages";
import { sessionsQuery } from "@/shared/api/queries";
import type { SessionRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { DetailPage } from "@/shared/page/detail-page";
import { ApiError } from "@/shared/session/errors";
import { ErrorState } from "@/shared/ui/empty-state";
import { List, ListRow } from "@/shared/ui/list";
import { PageHeader } from "@/shared/ui/page-header";
import { Footnote, Section } from "@/shared/ui/section";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

/** This device first; the server gives the others by when they were last there. */
function ownFirst(given: readonly SessionRead[]): SessionRead[] {
  return [...given].sort((one, other) => Number(other.current) - Number(one.current));
}

/** `?end=all` opens the question at once: the settings lead here with it. Closing it leaves the plain address. */
function useEndAllAsked(): [boolean, (isAsked: boolean) => void] {
  const [params, setParams] = useSearchParams();
  const ask = (isAsked: boolean) => setParams(isAsked ? { end: "all" } : {}, { replace: true });
  return [params.get("end") === "all", ask];
}

function Devices({ given }: { given: readonly SessionRead[] }) {
  const t = useMessages(sessions);
  const [ending, setEnding] = useState<SessionRead | null>(null);
  const [isEndAllAsked, askEndAll] = useEndAllAsked();
  return (
    <>
      <List label={t.title}>
        {ownFirst(given).map((one) => (
          <DeviceRow key={one.id} given={one} onEnd={() => setEnding(one)} />
        ))}
      </List>
      <Footnote>{t.why}</Footnote>
      <Section title={t.all}>
        <List label={t.all}>
          <ListRow look="plain" tone="lost" title={t.logOut} detail={t.logOutDetail} onClick={() => askEndAll(true)} />
        </List>
      </Section>
      {ending !== null && <EndOneSheet given={ending} onClose={() => setEnding(null)} />}
      {isEndAllAsked && <EndAllSheet devices={given.length} onClose={() => askEndAll(false)} />}
    </>
  );
}

/** Where I am signed in, and the ways out. */
export function Sessions() {
  const t = useMessages(sessions);
  const { data, error, isFetching, refetch } = useQuery({ ...sessionsQuery, refetchOnMount: "always" });
  return (
    <DetailPage parent="/me">
      <PageHeader title={t.title} subtitle={data === undefined ? "\u00a0" : t.count(data.length)} />
      {data !== undefined && <Devices given={data} />}
      {data === undefined && error !== null && (
        <ErrorState
          title={t.failed}
          why={t.failedWhy}
          isRetrying={isFetching}
          onRetry={() => void refetch()}
          requestId={error instanceof ApiError ? error.requestId : null}
        />
      )}
      {data === undefined && error === null && (
        <Loading>
          <SkeletonRows count={2} />
        </Loading>
      )}
    </DetailPage>
  );
}
