import { useSession } from "@/shared/session/store";
import { useNow } from "@/shared/ui/clock";

/** Now by the server's clock, in ms, renewed every minute: ends are moments of its clock. */
export function useServerNow(): number {
  const ahead = useSession((state) => state.clockAhead);
  return useNow("minute") + ahead;
}
