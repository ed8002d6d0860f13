/** Signed launch data must not stay in the address: it would end in histories, screenshots and shared links. */

export function forgetHash(): void {
  if (!window.location.hash.includes("tgWebApp")) return;
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, "", pathname + search);
}
