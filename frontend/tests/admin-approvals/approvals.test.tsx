import { cleanup, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Approvals } from "@/features/admin-approvals/approvals";
import { answer, api } from "@/shared/api/client";
import { refusal } from "@/shared/admin/ui/refusal";
import type { ApprovalRead } from "@/shared/api/types";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { type Handler, json, modelOf, serve, show, stats } from "../admin-bulk/kit";

const approvalOf = (more: Partial<ApprovalRead>): ApprovalRead => ({
  id: "11111111-1111-4111-8111-111111111111",
  kind: "bulk",
  state: "pending",
  telegram_id: null,
  name: null,
  role: null,
  is_blocked: null,
  grant: [],
  revoke: ["shadow-stack"],
  template_id: null,
  undoes: null,
  people: 1200,
  reason: "Fraud ring",
  asked_by: 3,
  asked_by_name: "Olga",
  asked_at: "2026-11-20T10:00:00Z",
  expires_at: "2026-11-21T10:00:00Z",
  decided_by: null,
  decided_by_name: null,
  decided_at: null,
  decision_reason: null,
  changed: null,
  batch_id: null,
  ...more,
});

const own = approvalOf({ id: "22222222-2222-4222-8222-222222222222", kind: "deletion", asked_by: 1, telegram_id: 7, name: "Ivan", revoke: [] });

function start(more: Record<string, Handler> = {}) {
  window.history.replaceState(null, "", "/admin/approvals");
  const asked = serve({
    "GET /api/admin/models": () => json([modelOf("shadow-stack", "Shadow Stack")]),
    "GET /api/admin/stats": () => json({ ...stats(), approvals_waiting: 2 }),
    "GET /api/admin/approvals": () => json({ items: [approvalOf({}), own], next_cursor: null }),
    ...more,
  });
  show(<Approvals />);
  return { user: userEvent.setup(), asked };
}

beforeEach(() => {
  setLanguage("en");
  setTimeZone("UTC");
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("an order says what it would do, who asks and why; one's own can only be withdrawn", async () => {
  start();
  await screen.findByText("Takes Shadow Stack");
  const [theirs, mine] = await screen.findAllByRole("article");
  if (theirs === undefined || mine === undefined) throw new Error("two orders");
  expect(within(theirs).getByRole("heading", { name: /^Bulk change of\s1.?200\speople$/ })).toBeDefined();
  expect(within(theirs).getByText("Fraud ring")).toBeDefined();
  expect(within(theirs).getByText(/Asked by Olga · Open until/)).toBeDefined();
  expect(within(mine).getByRole("heading", { name: "Delete Ivan" })).toBeDefined();
  expect(within(mine).queryByRole("button", { name: "Approve…" })).toBeNull();
  expect(within(mine).getByRole("button", { name: "Withdraw…" })).toBeDefined();
});

test("approving asks once more, sends the reason once, and tells why it did not work", async () => {
  const { user, asked } = start({
    "POST /api/admin/approvals/11111111-1111-4111-8111-111111111111/approve": () => json({ code: "prediction_differs", detail: "x" }, 409),
  });
  await user.click(await screen.findByRole("button", { name: "Approve…" }));
  const sheet = await screen.findByRole("dialog");
  expect(within(sheet).getByText("The history names Olga as who did it; your approval is kept here.")).toBeDefined();
  await user.type(within(sheet).getByRole("textbox"), "checked ");
  await user.click(within(sheet).getByRole("button", { name: "Approve and carry out" }));
  expect((await within(sheet).findByRole("alert")).textContent).toMatch(/^Not carried out. Rights have changed since/);
  const sent = asked.filter((request) => request.method === "POST");
  expect(await sent[0]?.clone().json()).toEqual({ reason: "checked" });
});

test("an order that now waits is told as one, not as done", async () => {
  serve({ "DELETE /api/admin/users/7": () => json(own, 202) });
  const call = answer(api.DELETE("/api/admin/users/{telegram_id}", { params: { path: { telegram_id: 7 } } }));
  const error: unknown = await call.catch((raised: unknown) => raised);
  expect(error).toBeInstanceOf(ApiError);
  expect(refusal(error)).toMatch(/^It waits for another admin now/);
});
