import { afterEach, expect, test } from "vitest";
import { messageState, messageTitle } from "@/features/admin-person/message-words";
import type { NotificationRead } from "@/shared/api/types";
import { setLanguage } from "@/shared/i18n/language";

afterEach(() => setLanguage("en"));

const note = (more: Partial<NotificationRead>): NotificationRead => ({
  id: 1,
  kind: "signal",
  subject: "signal:shadow-stack:1200",
  stage: "new",
  state: "sent",
  why: null,
  attempts: 1,
  created_at: "2026-11-19T20:00:00+00:00",
  due_at: "2026-11-19T20:00:00+00:00",
  finished_at: null,
  message_id: null,
  broadcast_id: null,
  ...more,
});
const nameOf = (id: string) => (id === "shadow-stack" ? "Shadow Stack" : id);

test("every kind of message says what it is about", () => {
  const title = (more: Partial<NotificationRead>) => messageTitle(note(more), nameOf);
  expect(title({})).toBe("New signal, Shadow Stack #1,200");
  expect(title({ kind: "resolved" })).toBe("Result, Shadow Stack #1,200");
  expect(title({ kind: "access", subject: "rights:4", stage: "grant" })).toBe("Access: granted");
  expect(title({ kind: "access", subject: "rights:4", stage: "something" })).toBe("Access: changed");
  expect(title({ kind: "expiry", subject: "end:2026-11-27T00:00:00Z", stage: "3d" })).toBe("Ends in 3\u00a0days");
  expect(title({ kind: "expiry", subject: "rights:5", stage: "expire" })).toBe("Access: ended on its date");
  expect(title({ kind: "request", subject: "request:1", stage: "rejected" })).toBe("Request rejected");
  expect(title({ kind: "broadcast", subject: "broadcast:1", stage: "test:2" })).toBe("Broadcast, test");
  expect(title({ kind: "admin", subject: "request:1", stage: "asked" })).toContain("somebody asks");
  setLanguage("ru");
  expect(title({ kind: "expiry", subject: "end:x", stage: "1d" })).toBe("Закончится через 1\u00a0день");
});

test("every reason of the API's has words in both languages; a new one stands as it is", () => {
  const reasons = ["muted", "low_confidence", "not_held", "renewed", "outdated", "needs_start", "blocked", "gone"];
  const more = ["account_blocked", "answered", "bot_off", "cancelled", "refused", "digest", "quiet_hours", "retry"];
  for (const language of ["en", "ru"] as const) {
    setLanguage(language);
    const said = [...reasons, ...more].map((why) => messageState(note({ state: "skipped", why })));
    expect(said.filter((words) => words.includes("_"))).toEqual([]);
    expect(new Set(said).size).toBe(said.length);
  }
  setLanguage("en");
  expect(messageState(note({ state: "skipped", why: "muted" }))).toBe("Not sent: switched off by them");
  expect(messageState(note({ state: "sent", why: "digest" }))).toBe("Sent: in one message with others");
  expect(messageState(note({ state: "pending", why: "quiet_hours" }))).toMatch(/^Waiting: quiet hours, due 19\sNov 2026/);
  expect(messageState(note({ state: "skipped", why: "brand_new" }))).toBe("Not sent: brand_new");
});
