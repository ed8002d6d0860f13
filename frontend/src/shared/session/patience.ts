/** Giving up on a call in time. By hand: `AbortSignal.any` and `.timeout` are missing in the WebViews of iOS 15 to 17.3. */

/** A signal that aborts after so many ms, or with the caller's own. */
export function withPatience(patience: number, own?: AbortSignal): AbortSignal {
  const either = new AbortController();
  const timer = setTimeout(() => either.abort(new DOMException("No answer in time", "TimeoutError")), patience);
  const follow = () => {
    clearTimeout(timer);
    either.abort(own?.reason);
  };
  if (own?.aborted === true) follow();
  else own?.addEventListener("abort", follow, { once: true });
  return either.signal;
}
