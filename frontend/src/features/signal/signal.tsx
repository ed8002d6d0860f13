import { useEffect, useState } from "react";
import { SignalPage } from "@/features/signal/signal-page";
import { Failed, Gone, Locked, SignalSkeleton } from "@/features/signal/signal-states";
import { type SignalState, useSignal } from "@/features/signal/use-signal";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { DetailPage } from "@/shared/page/detail-page";
import { ApiError } from "@/shared/session/errors";

export interface SignalProps {
  modelId: string;
  signalId: string;
}

/** What the server says to an id that no signal of this model has, or that is none at all. */
const isGone = (error: Error) => error instanceof ApiError && (error.status === 404 || error.status === 422);
const isRefused = (error: Error) => error instanceof ApiError && error.code === "subscription_required";

/** Whether the model has been open while this page was, and the right to it has ended since. */
function useWasHeld(isHeld: boolean): boolean {
  const [wasHeld, setWasHeld] = useState(isHeld);
  if (isHeld && !wasHeld) setWasHeld(true);
  return wasHeld;
}

/** The newest error, also while it is tried again. */
function useLastError({ error, candles }: SignalState): Error | null {
  const [last, setLast] = useState<Error | null>(null);
  if (error !== null && error !== last) setLast(error);
  if (error === null && candles !== null && last !== null) setLast(null);
  return candles === null ? (error ?? last) : null;
}

function Content({ modelId, signalId }: SignalProps) {
  const { access, held } = useSubscriptions();
  const right = held.get(modelId);
  const isLocked = access !== null && right === undefined;
  const state = useSignal(modelId, signalId, !isLocked);
  const wasHeld = useWasHeld(right !== undefined);
  const lastError = useLastError(state);
  const error = state.error ?? lastError;
  const { signal, candles } = state;
  if (isLocked || (error !== null && isRefused(error))) return <Locked modelId={modelId} wasOpen={wasHeld} />;
  if (error !== null && isGone(error)) return <Gone />;
  if (lastError !== null) return <Failed error={lastError} isRetrying={state.isFetching} onRetry={state.reload} />;
  if (signal === null || right === undefined) return <SignalSkeleton />;
  return <SignalPage signal={signal} candles={candles} modelName={right.model_name} />;
}

/** A signal's page. */
export function Signal(props: SignalProps) {
  // It begins at its head, wherever the list was that one came from.
  useEffect(() => {
    window.scrollTo(0, 0);
  }, []);
  return (
    <DetailPage parent="/">
      <Content {...props} />
    </DetailPage>
  );
}
