import { type RefObject, useLayoutEffect, useState } from "react";

const LEAST = 320;

/** How high a part may be to end at the window's bottom, less `below`: measured, since what stands above it wraps. */
export function useRoomBelow(part: RefObject<HTMLElement | null>, below: number): number {
  const [room, setRoom] = useState(LEAST);
  useLayoutEffect(() => {
    const measure = () => {
      const top = (part.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
      setRoom(Math.max(LEAST, Math.floor(window.innerHeight - top - below)));
    };
    measure();
    const watch = new ResizeObserver(measure);
    const above = part.current?.closest("main");
    if (above != null) watch.observe(above);
    window.addEventListener("resize", measure);
    return () => {
      watch.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, [part, below]);
  return room;
}
