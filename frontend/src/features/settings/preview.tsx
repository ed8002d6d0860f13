import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { settings } from "@/features/settings/messages";
import css from "@/features/settings/settings.module.css";
import { answer, api } from "@/shared/api/client";
import { meQuery } from "@/shared/api/queries";
import type { MessagePreview, Preferences } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Chips } from "@/shared/ui/chips";
import { Section } from "@/shared/ui/section";
import { Loading, SkeletonCard } from "@/shared/ui/skeleton";
import { TelegramBubble } from "@/shared/ui/telegram-text";

type Kind = MessagePreview["kind"];

/** What is stored decides how the bot writes, so the message is read anew once it is stored otherwise. */
const previewQuery = (kind: Kind, stored: Preferences | undefined) =>
  queryOptions({
    queryKey: ["me", "message-preview", kind, stored?.language_code, stored?.timezone, stored?.notifications],
    queryFn: ({ signal }) => answer(api.GET("/api/me/message-preview", { params: { query: { kind } }, signal })),
    enabled: stored !== undefined,
  });

/** A message as the bot writes it to this person, of the kind that they choose. */
export function Preview() {
  const t = useMessages(settings);
  const [kind, setKind] = useState<Kind>("signal");
  const { data: me } = useQuery(meQuery);
  const { data, isError, isFetching, refetch } = useQuery({
    ...previewQuery(kind, me?.preferences),
    placeholderData: keepPreviousData,
  });
  const origin = data?.is_example === true ? t.previewExample : t.previewOwn;
  const footnote = data?.silent === true ? `${origin} ${t.previewSilent}` : origin;
  return (
    <Section title={t.preview} footnote={data === undefined ? undefined : footnote}>
      <div className={css.preview}>
        <Chips
          label={t.previewKinds}
          options={[
            { value: "signal", label: t.ofSignal },
            { value: "resolved", label: t.ofResult },
            { value: "access", label: t.ofAccess },
            { value: "expiry", label: t.ofReminder },
            { value: "digest", label: t.ofDigest },
          ]}
          value={kind}
          onChange={setKind}
        />
        {data !== undefined && <TelegramBubble markup={data.text} label={t.preview} />}
        {data === undefined && !isError && (
          <Loading>
            <SkeletonCard height={112} />
          </Loading>
        )}
        {data === undefined && isError && (
          <p role="alert" className={css.note}>
            {t.previewFailed}{" "}
            <Button kind="plain" size="small" isBusy={isFetching} onClick={() => void refetch()}>
              {t.retry}
            </Button>
          </p>
        )}
      </div>
    </Section>
  );
}
