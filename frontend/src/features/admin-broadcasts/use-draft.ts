import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { broadcastQuery, changeDraft, createDraft } from "@/features/admin-broadcasts/calls";
import { bodyOf, type Draft, draftOf, EMPTY } from "@/features/admin-broadcasts/draft";
import { DraftKeeper, type Keeping } from "@/features/admin-broadcasts/draft-keeper";
import { adminKeys } from "@/shared/admin/queries";
import type { BroadcastRead } from "@/shared/api/types";
import { useClosingConfirmation } from "@/shared/telegram/chrome";

export interface DraftState {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  keeping: Keeping;
  /** Store it now; its id. */
  flush: () => Promise<string>;
}

function useKeeper(stored: BroadcastRead | null, onMade: (id: string) => void): DraftKeeper {
  const client = useQueryClient();
  const [keeper] = useState(() => {
    const calls = {
      create: createDraft,
      change: changeDraft,
      kept: (fresh: BroadcastRead, isNew: boolean) => {
        client.setQueryData(broadcastQuery(fresh.id).queryKey, fresh);
        void client.invalidateQueries({ queryKey: [...adminKeys.broadcasts, "list"] });
        if (isNew) onMade(fresh.id);
      },
      lost: () => void client.invalidateQueries({ queryKey: adminKeys.broadcasts }),
    };
    return new DraftKeeper(calls, stored?.id ?? null, stored === null ? null : bodyOf(draftOf(stored)));
  });
  return keeper;
}

/** What is being written, kept at the server while one writes. Leaving loses nothing. */
export function useDraft(stored: BroadcastRead | null, onMade: (id: string) => void): DraftState {
  const keeper = useKeeper(stored, onMade);
  const [draft, setDraft] = useState(() => (stored === null ? EMPTY : draftOf(stored)));
  const keeping = useSyncExternalStore(keeper.listen, keeper.state);
  const isUnsaved = keeping === "unsaved" || keeping === "saving" || keeping === "failed";
  useClosingConfirmation(isUnsaved);
  useEffect(() => {
    const save = () => void keeper.flush().catch(() => undefined);
    const hidden = () => {
      if (document.visibilityState === "hidden") save();
    };
    document.addEventListener("visibilitychange", hidden);
    return () => {
      document.removeEventListener("visibilitychange", hidden);
      save();
    };
  }, [keeper]);
  useEffect(() => {
    if (!isUnsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isUnsaved]);
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    keeper.write(bodyOf(next));
  };
  return { draft, change, keeping, flush: () => keeper.flush() };
}
