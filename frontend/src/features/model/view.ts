/** Which side of a model is looked at. Kept in the address, so that back and a link lead to the same. */

import { useSearchParams } from "wouter";
import type { Record_, TrackRecord } from "@/shared/api/types";

export type Source = "live" | "backtest" | "replay";
export type View = Source | "signals";

const VIEWS: readonly View[] = ["live", "backtest", "replay", "signals"];

/** Replay is offered only where there is one. */
export function viewsOf(record: TrackRecord | undefined, chosen: View): View[] {
  return VIEWS.filter((view) => view !== "replay" || record?.replay != null || chosen === "replay");
}

/** At first the side that the figures in the list of models come from: known before the record is here. */
export function useView(source: string | undefined): [View, (view: View) => void] {
  const [params, setParams] = useSearchParams();
  const asked = VIEWS.find((view) => view === params.get("view"));
  const choose = (view: View) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        after.set("view", view);
        return after;
      },
      { replace: true },
    );
  return [asked ?? (source === "backtest" ? "backtest" : "live"), choose];
}

/** The record whose figures stand for the model where only one is shown. */
export function mainRecord(record: TrackRecord, source: string | undefined): { source: Source; record: Record_ } | null {
  if (source !== "backtest" && record.live !== null) return { source: "live", record: record.live };
  if (record.backtest !== null) return { source: "backtest", record: record.backtest };
  return record.live === null ? null : { source: "live", record: record.live };
}
