/** Opens the dialog that finds people and screens, from wherever one is. */

const target = new EventTarget();
const OPEN = "open";

export function openFind(): void {
  target.dispatchEvent(new Event(OPEN));
}

/** Be called when somebody presses Ctrl K (or the Mac's key), or the search box. */
export function onFind(open: () => void): () => void {
  const press = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    open();
  };
  target.addEventListener(OPEN, open);
  window.addEventListener("keydown", press);
  return () => {
    target.removeEventListener(OPEN, open);
    window.removeEventListener("keydown", press);
  };
}
