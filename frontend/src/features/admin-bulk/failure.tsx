import { outcome as texts } from "@/features/admin-bulk/outcome-messages";
import { refusal } from "@/shared/admin/ui/refusal";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";

/** What did not work, and why. */
export function Failure({ title, error }: { title: string; error: unknown }) {
  const t = useMessages(texts);
  const isTooMany = error instanceof ApiError && error.code === "too_many_matched";
  return (
    <span role="alert">
      <strong>{title}</strong> {isTooMany ? t.errTooMany : refusal(error)}
    </span>
  );
}

/** The server refused, so that nothing was done; otherwise nobody knows. */
export const isRefused = (error: unknown): boolean => error instanceof ApiError && error.status < 500;
