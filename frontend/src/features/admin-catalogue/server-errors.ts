/** What the server refused, put beside the field that it is about. */

import { catalogue } from "@/features/admin-catalogue/messages";
import { messagesNow } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";

interface Wrong {
  loc: readonly string[];
  msg: string;
}

export interface FieldError<Name extends string> {
  field: Name;
  message: string;
}

function wrongIn(error: ApiError): readonly Wrong[] {
  const { errors } = error.problem as { errors?: unknown };
  return Array.isArray(errors) ? (errors as Wrong[]) : [];
}

/** The field of a refusal by its code; null where it is about no single field. */
function byCode(code: string): FieldError<"id" | "name" | "subscriptions"> | null {
  const t = messagesNow(catalogue);
  switch (code) {
    case "model_exists":
      return { field: "id", message: t.takenId };
    case "template_exists":
      return { field: "name", message: t.takenName };
    case "unknown_model":
      return { field: "subscriptions", message: t.unknownModel };
    case "model_retired":
      return { field: "subscriptions", message: t.retiredModel };
    default:
      return null;
  }
}

/** The errors of a refused form by field; none where only the form as a whole can show it. */
export function fieldErrors<Name extends string>(error: unknown, fields: readonly Name[]): FieldError<Name>[] {
  if (!(error instanceof ApiError)) return [];
  const isField = (name: string | undefined): name is Name => fields.some((field) => field === name);
  const coded = byCode(error.code);
  if (coded !== null) return isField(coded.field) ? [{ field: coded.field, message: coded.message }] : [];
  return wrongIn(error).flatMap(({ loc: [part, field], msg }) => (part === "body" && isField(field) ? [{ field, message: msg }] : []));
}
