import { useEffect, useMemo, useState } from "react";
import type { Access, AccessRight } from "@/shared/api/types";
import { endOf, heldAt, sessionStore, useSession } from "@/shared/session/store";

/** Longer timers than 2^31 ms fire at once, and all of them stand still while a machine sleeps: look again in between. */
const LOOK_AGAIN = 60_000;

export interface Subscriptions {
  access: Access | null;
  /** The rights that run now, by model. */
  held: ReadonlyMap<string, AccessRight>;
}

/** The person's rights as they are at this moment: an end takes effect to the second, whoever tells us or not. */
export function useSubscriptions(): Subscriptions {
  const access = useSession((state) => state.access);
  const [, setEnded] = useState(0);
  const held = heldAt(access, sessionStore.now());
  const nextEnd = Math.min(...[...held.values()].map(endOf));
  useEffect(() => {
    if (!Number.isFinite(nextEnd)) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      const left = Math.max(0, nextEnd - sessionStore.now());
      timer = setTimeout(look, Math.min(left, LOOK_AGAIN));
    };
    const look = () => {
      if (sessionStore.now() >= nextEnd) setEnded((count) => count + 1);
      else wait();
    };
    wait();
    return () => clearTimeout(timer);
  }, [nextEnd, access]);
  const ids = [...held.keys()].join();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- `ids` says when the map has changed
  return useMemo(() => ({ access, held }), [access, ids]);
}
