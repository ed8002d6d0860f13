import { createContext, useContext } from "react";
import type { Resync } from "@/shared/live/resync";

export const ResyncContext = createContext<Resync | null>(null);

/** Reads everything again when called: what "Retry" does. */
export function useRetry(): () => void {
  const resync = useContext(ResyncContext);
  return () => void resync?.run({ everything: true });
}
