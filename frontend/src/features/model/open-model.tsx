import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { ExtendSheet } from "@/features/model/extend-sheet";
import { Extension } from "@/features/model/extension";
import { LedgerCard } from "@/features/model/ledger-card";
import { model as texts } from "@/features/model/messages";
import { ModelHead } from "@/features/model/model-head";
import css from "@/features/model/model.module.css";
import { RecordState } from "@/features/model/record-state";
import { RecordView } from "@/features/model/record-view";
import { SignalList } from "@/features/model/signal-list";
import { useNewestRequest } from "@/features/model/use-request";
import { useView, viewsOf } from "@/features/model/view";
import { trackRecordQuery } from "@/shared/api/queries";
import type { AccessRight, ModelRead } from "@/shared/api/types";
import { formatDateTime, formatDayTime, timeLeft } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useServerNow } from "@/shared/signal/server-clock";
import { CheckIcon, ClockIcon } from "@/shared/ui/icons";
import { Stack } from "@/shared/ui/section";
import { Segmented } from "@/shared/ui/segmented";

const SOON = 72 * 3_600_000;

/** `?ask=extend` opens the question; it leaves the address when it is closed. */
function useAsking(): [boolean, (isAsking: boolean) => void] {
  const [params, setParams] = useSearchParams();
  const set = (isAsking: boolean) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (isAsking) after.set("ask", "extend");
        else after.delete("ask");
        return after;
      },
      { replace: true },
    );
  return [params.get("ask") === "extend", set];
}

function Head({ model, right, now }: { model: ModelRead; right: AccessRight; now: number }) {
  const t = useMessages(texts);
  const { expires_at: end } = right;
  const isSoon = end !== null && Date.parse(end) - now <= SOON;
  const state = () => {
    if (end === null) return model.is_free ? t.free : t.forEver;
    return isSoon ? t.untilLeft(formatDayTime(end), timeLeft(end, now)) : t.until(formatDateTime(end));
  };
  return (
    <ModelHead modelId={model.id} name={model.name} icon={end === null ? CheckIcon : ClockIcon} isSoon={isSoon}>
      {state()}
    </ModelHead>
  );
}

function Views({ model }: { model: ModelRead }) {
  const t = useMessages(texts);
  const query = useQuery(trackRecordQuery(model.id));
  const [view, choose] = useView(model.accuracy?.source);
  const options = viewsOf(query.data, view).map((value) => ({ value, label: t[value] }));
  return (
    <>
      <div className={css.views}>
        <Segmented label={t.views} options={options} value={view} onChange={choose} />
      </div>
      {view === "signals" ? (
        <SignalList modelId={model.id} modelName={model.name} />
      ) : (
        <Stack>
          <RecordState query={query} isLong>
            {(track) => <RecordView record={track[view]} source={view} />}
          </RecordState>
          <LedgerCard modelId={model.id} />
        </Stack>
      )}
    </>
  );
}

/** A model that is open: everything that it measured, its ledger, and its signals. */
export function OpenModel({ model, right }: { model: ModelRead; right: AccessRight }) {
  const now = useServerNow();
  const [isAsking, setAsking] = useAsking();
  const { request, isKnown } = useNewestRequest(model.id);
  const { expires_at: end } = right;
  const isSoon = end !== null && Date.parse(end) - now <= SOON;
  const mayAsk = isKnown && request?.status !== "pending";
  return (
    <>
      <Head model={model} right={right} now={now} />
      {isSoon && (
        <div className={css.views}>
          <Extension right={right} end={end} now={now} onAsk={() => setAsking(true)} />
        </div>
      )}
      <Views model={model} />
      {isAsking && mayAsk && end !== null && (
        <ExtendSheet modelId={model.id} modelName={model.name} end={end} onClose={() => setAsking(false)} />
      )}
    </>
  );
}
