import { adminWords } from "@/shared/admin/ui/messages";
import type { UserRead } from "@/shared/api/types";
import { messagesNow } from "@/shared/i18n/language";

type Named = Pick<UserRead, "first_name" | "last_name" | "username">;

/** First and last name, else the @name; never empty. */
export function personName({ first_name: first, last_name: last, username }: Named): string {
  const name = [first, last].filter(Boolean).join(" ").trim();
  if (name !== "") return name;
  return username === null ? messagesNow(adminWords).nameless : `@${username}`;
}

/** "@name", or that there is none. */
export function atName(username: string | null): string {
  return username === null ? messagesNow(adminWords).noUsername : `@${username}`;
}
