import { useEffect, useRef } from "react";

/** Long enough to type the minutes after the hour. */
const PAUSE = 800;

/** Call `settle` once a value has stood still for a while; at once when the screen goes away before that. */
export function useSettled<Value>(value: Value, isDue: boolean, settle: (value: Value) => void): void {
  const newest = useRef({ value, isDue, settle });
  useEffect(() => {
    newest.current = { value, isDue, settle };
  });
  const written = JSON.stringify(value);
  useEffect(() => {
    if (!isDue) return;
    const timer = setTimeout(() => newest.current.settle(newest.current.value), PAUSE);
    return () => clearTimeout(timer);
  }, [written, isDue]);
  useEffect(() => {
    const last = newest;
    return () => {
      if (last.current.isDue) last.current.settle(last.current.value);
    };
  }, []);
}
