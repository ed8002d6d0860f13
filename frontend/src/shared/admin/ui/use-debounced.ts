import { useEffect, useState } from "react";

/** The value once it has rested for a moment. */
export function useDebounced<Value>(value: Value, wait = 250): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return rested;
}
