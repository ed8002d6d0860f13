import type { ListedUser } from "@/shared/api/types";

const NAMES = ["Павел Орлов", "Kwame Mensah", "Мария Соколова", "José Ibáñez", "Dmitry Kuznetsov"];

export function listed(at: number, more: Partial<ListedUser> = {}): ListedUser {
  const [first = "", last = ""] = (NAMES[at % NAMES.length] ?? "").split(" ");
  return {
    telegram_id: 7_000_000_000 + at,
    username: `user_${at}`,
    first_name: first,
    last_name: last,
    language_code: "en",
    photo_url: null,
    role: "user",
    is_premium: false,
    is_blocked: false,
    reachability: "ok",
    created_at: "2026-09-02T10:14:00+00:00",
    last_active: "2026-11-19T18:00:00+00:00",
    subscription_version: 3,
    rights: [{ model_id: "shadow-stack", expires_at: "2099-11-21T18:00:00+00:00" }],
    ...more,
  };
}
