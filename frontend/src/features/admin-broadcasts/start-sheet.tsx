import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { broadcastQuery, previewQuery, startBroadcast } from "@/features/admin-broadcasts/calls";
import { bodyOf, readIn } from "@/features/admin-broadcasts/draft";
import css from "@/features/admin-broadcasts/editor.module.css";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import { momentOf, type When } from "@/features/admin-broadcasts/moment";
import { reachWords } from "@/features/admin-broadcasts/reach-words";
import type { DraftState } from "@/features/admin-broadcasts/use-draft";
import { adminKeys } from "@/shared/admin/queries";
import { refusal } from "@/shared/admin/ui/refusal";
import { useOrderKey } from "@/shared/admin/ui/use-order-key";
import { count } from "@/shared/format/numbers";
import { formatDateTime } from "@/shared/format/time";
import { timeZone, zoneLabel } from "@/shared/format/zone";
import { language, useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { haptic } from "@/shared/telegram/chrome";
import { BellZIcon, CheckIcon, ClockIcon, PeopleIcon } from "@/shared/ui/icons";
import { ConfirmSheet, type Effect } from "@/shared/ui/sheet";
import { plainText } from "@/shared/ui/telegram-text";
import { toast } from "@/shared/ui/toasts";

export interface StartSheetProps {
  state: DraftState;
  when: When;
  onClose: () => void;
}

const isOutdated = (error: unknown): boolean => error instanceof ApiError && error.code === "prediction_differs";

/** Asks once: how many, when, what. A start that would reach others is refused, and asked about anew. */
export function StartSheet({ state, when, onClose }: StartSheetProps) {
  const t = useMessages(editor);
  const { draft } = state;
  const body = bodyOf(draft);
  const preview = useQuery({ ...previewQuery(body ?? { audience: draft.audience, silent: draft.silent }), staleTime: 0 });
  const { data, isFetching } = preview;
  const [before, setBefore] = useState<number | null>(null);
  const at = momentOf(when, timeZone());
  const start = useStart(state, {
    onOutdated: (expected) => {
      setBefore(expected);
      void preview.refetch();
    },
  });
  const reachable = data?.reachable ?? 0;
  const failure = preview.isError ? refusal(preview.error) : start.error !== null && !isOutdated(start.error) ? refusal(start.error) : undefined;
  const differs = before !== null && data !== undefined && !isFetching ? t.differs(count(before), count(data.matched)) : undefined;
  const effects: Effect[] = [
    { icon: PeopleIcon, text: data === undefined ? t.counting : reachWords(data) },
    { icon: ClockIcon, text: at === null ? t.atOnce : `${t.leavesAt(formatDateTime(at), zoneLabel(timeZone()))} ${t.thenCounted}` },
    ...(draft.silent ? [{ icon: BellZIcon, text: t.soundless }] : []),
  ];
  return (
    <ConfirmSheet
      title={at === null ? t.sendTitle(reachable) : t.scheduleTitle(reachable)}
      effects={effects}
      verb={at === null ? t.sendVerb(reachable) : t.scheduleVerb(reachable)}
      keepLabel={t.notYet}
      isBusy={start.isPending || isFetching}
      disabledReason={data !== undefined && reachable === 0 ? t.nobody : null}
      error={failure ?? differs}
      onConfirm={() => {
        if (data !== undefined) start.mutate({ at, expect: data.matched });
      }}
      onClose={onClose}
    >
      <blockquote className={css.quote} dir="auto">
        {plainText(readIn(draft.texts, language())).trim()}
      </blockquote>
    </ConfirmSheet>
  );
}

function useStart(state: DraftState, { onOutdated }: { onOutdated: (expected: number) => void }) {
  const t = useMessages(editor);
  const client = useQueryClient();
  const order = useOrderKey();
  const start = useMutation({
    mutationFn: async (wanted: { at: string | null; expect: number }) => {
      const id = await state.flush();
      return startBroadcast(id, wanted, order.of([id, wanted]));
    },
    onSuccess: (started, { at }) => {
      haptic("success");
      toast({ tone: "won", icon: at === null ? CheckIcon : ClockIcon, title: at === null ? t.startedToast : t.scheduledToast });
      client.setQueryData(broadcastQuery(started.id).queryKey, started);
      void client.invalidateQueries({ queryKey: adminKeys.broadcasts });
    },
    onError: (error, { expect }) => {
      if (isOutdated(error)) onOutdated(expect);
      else if (error instanceof ApiError && error.code === "not_a_draft") void client.invalidateQueries({ queryKey: adminKeys.broadcasts });
    },
  });
  const { isError } = start;
  const { answered } = order;
  // Whatever the server said, the next press is another order; after no answer it is the same one.
  useEffect(() => {
    if (isError && start.error instanceof ApiError) answered();
  }, [isError, start.error, answered]);
  return start;
}
