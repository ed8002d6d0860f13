import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { headsIn, type KeptHead, KeptHeads } from "@/features/model/kept-heads";
import { launch } from "@/shared/telegram/launch";

/** A frame that is not allowed a storage: heads last as long as the page. */
const nowhere = { getItem: () => null, setItem: () => undefined };

function storage(): Pick<Storage, "getItem" | "setItem"> {
  try {
    return window.localStorage;
  } catch {
    return nowhere;
  }
}

const heads = new KeptHeads(storage(), launch.user?.id ?? 0);

function keepAll(client: QueryClient): void {
  for (const { state } of client.getQueryCache().getAll()) {
    for (const head of headsIn(state.data)) heads.keep(head, state.dataUpdatedAt);
  }
}

/** Every head that answers bring is kept, of whatever model; gives those of this one, oldest first. */
export function useKeptHeads(modelId: string): readonly KeptHead[] {
  const client = useQueryClient();
  useEffect(() => {
    keepAll(client);
    return client.getQueryCache().subscribe(({ type, query }) => {
      if (type !== "updated") return;
      for (const head of headsIn(query.state.data)) heads.keep(head, query.state.dataUpdatedAt);
    });
  }, [client]);
  return useSyncExternalStore(heads.listen, () => heads.of(modelId));
}
