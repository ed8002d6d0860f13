/** What the admin has put together so far, and at which step they are. */

import { useState } from "react";
import { useSearchParams } from "wouter";
import { parseIds } from "@/features/admin-bulk/ids";
import { NOTHING, type What, type Who } from "@/features/admin-bulk/order";
import { bulkVerb, type BulkVerb, type PeopleSelection, peopleSelection } from "@/shared/admin/selection";
import type { UserFilter } from "@/shared/api/types";

/** Both ways of saying who, so that changing one's mind loses nothing. */
export interface WhoDraft {
  mode: Who["kind"];
  text: string;
  filter: UserFilter;
}

export type DraftStep = "who" | "what" | "dryRun";

export interface Draft {
  step: DraftStep;
  who: WhoDraft;
  what: What;
}

export const whoOf = ({ mode, text, filter }: WhoDraft): Who =>
  mode === "ids" ? { kind: "ids", ids: parseIds(text).ids } : { kind: "filter", filter };

const EMPTY: Draft = { step: "who", who: { mode: "filter", text: "", filter: {} }, what: NOTHING };

function whoFrom(selection: PeopleSelection): WhoDraft {
  if (selection.kind === "ids") return { mode: "ids", text: selection.ids.join("\n"), filter: {} };
  return { mode: "filter", text: "", filter: selection.filter };
}

function whatFrom(verb: BulkVerb | null): What {
  if (verb === null) return NOTHING;
  return verb === "template" ? { ...NOTHING, templateId: "" } : { ...NOTHING, verb };
}

/** What was chosen on the people's screen is taken over: whom, and which button was pressed. */
export function firstDraft(selection: PeopleSelection | null, verb: BulkVerb | null): Draft {
  const what = whatFrom(verb);
  if (selection === null) return { ...EMPTY, what };
  return { step: verb === null ? "who" : "what", who: whoFrom(selection), what };
}

export function useDraft() {
  const [params, setParams] = useSearchParams();
  const [draft, setDraft] = useState(() => firstDraft(peopleSelection.get(), bulkVerb(params.get("do"))));
  const change = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  const restart = () => {
    peopleSelection.set(null);
    setParams({}, { replace: true });
    setDraft(EMPTY);
  };
  return { draft, change, restart };
}
