/**
 * How many entries of ours lie before the one on the screen. The number stands in the entry's state, so that it is right
 * again after a reload and after going back and forth; the router leaves the state of what it writes empty.
 */

let before = 0;

interface Place {
  before: number;
}

function placeOf(state: unknown): number {
  return (state as Partial<Place> | null)?.before ?? 0;
}

function mark(): void {
  if (window.history.state === null) window.history.replaceState({ before } satisfies Place, "");
}

/** From now on, at the start: the router tells of every entry that it adds or replaces. */
export function followWay(): void {
  before = placeOf(window.history.state);
  window.addEventListener("pushState", () => {
    before += 1;
    mark();
  });
  window.addEventListener("replaceState", mark);
  window.addEventListener("popstate", ({ state }) => (before = placeOf(state)));
}

/** Whether going back stays within the app. */
export const hasWayBack = (): boolean => before > 0;
