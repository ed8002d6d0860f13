import { useCallback, useMemo, useRef } from "react";

/** An Idempotency-Key for what is about to be ordered. */
export interface OrderKey {
  /** The same for the same order until it has an answer: pressing again after a lost answer cannot do it twice. */
  of: (order: unknown) => string;
  /** It was answered: the same order again is another one. */
  answered: () => void;
}

export function useOrderKey(): OrderKey {
  const kept = useRef<{ order: string; key: string } | null>(null);
  const of = useCallback((order: unknown) => {
    const written = JSON.stringify(order);
    if (kept.current?.order !== written) kept.current = { order: written, key: crypto.randomUUID() };
    return kept.current.key;
  }, []);
  const answered = useCallback(() => {
    kept.current = null;
  }, []);
  return useMemo(() => ({ of, answered }), [of, answered]);
}
