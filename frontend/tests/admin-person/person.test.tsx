import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Person } from "@/features/admin-person/person";
import type { Access, HistoryEntry } from "@/shared/api/types";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";
import { toastsShown } from "@/shared/ui/toasts";
import { type Handler, json, modelOf, serve, show } from "../admin-bulk/kit";
import { access, detailOf, entry, PAVEL, requestOf } from "./fixtures";

const HERE = `/api/admin/users/${PAVEL}`;
const END = "2099-11-21T15:00:00+00:00";
const LATER = "2099-12-21T15:00:00+00:00";

/** What the server has; an order's handler changes it, and the page reads it again. */
let now: { access: Access; history: HistoryEntry[]; waiting: string[] };

function start(orders: Record<string, Handler> = {}): Request[] {
  const asked = serve({
    "GET /api/admin/models": () => json([modelOf("shadow-stack", "Shadow Stack"), modelOf("gray-cardinal", "Gray Cardinal")]),
    "GET /api/admin/templates": () => json([]),
    "GET /api/admin/subscription-requests": () => json({ items: now.waiting.map(requestOf), next_cursor: null, total: now.waiting.length }),
    [`GET ${HERE}`]: () => json(detailOf(now.access, now.history)),
    ...orders,
  });
  show(<Person telegramId={PAVEL} />);
  return asked;
}

const sent = async (asked: Request[], method: string, path: string) =>
  Promise.all(asked.filter((one) => one.method === method && new URL(one.url).pathname === path).map(async (one) => ({ key: one.headers.get("Idempotency-Key"), body: (await one.json()) as unknown })));

beforeEach(() => {
  setLanguage("en");
  setTimeZone("UTC");
  vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener: () => undefined, removeEventListener: () => undefined }));
  now = { access: access(6, { "shadow-stack": END }), history: [entry(6)], waiting: [] };
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("thirty days more come at once, and Undo puts back the version that they wrote", async () => {
  const extended = entry(7, {
    action: "extend",
    old_subscriptions: [{ model_id: "shadow-stack", expires_at: END }],
    new_subscriptions: [{ model_id: "shadow-stack", expires_at: LATER }],
  });
  const asked = start({
    [`POST ${HERE}/subscriptions`]: () => {
      now = { ...now, access: access(7, { "shadow-stack": LATER }), history: [extended, ...now.history] };
      return json(now.access, 201);
    },
    "POST /api/admin/history/id-of-v7/undo": () => {
      now = { ...now, access: access(8, { "shadow-stack": END }) };
      return json({ matched: 1, changed: 1, unchanged: 0, failed: [], batch_id: "b" });
    },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Shadow Stack: add 30 days" }));
  await screen.findByText(/^Shadow Stack \+30.days$/);
  expect(screen.getByText("Version 7")).toBeDefined();
  const notice = toastsShown().at(-1);
  expect(notice?.title).toBe("Shadow Stack extended by 30\u00a0days");
  notice?.undo?.();
  await screen.findByText("Version 8");
  expect(toastsShown().at(-1)?.title).toBe("Undone, version 8");
  const [order] = await sent(asked, "POST", `${HERE}/subscriptions`);
  expect(order?.body).toEqual({ model_id: "shadow-stack", expiry_days: 30, reason: null });
  expect(order?.key).toMatch(/^[0-9a-f-]{36}$/);
});

test("the grant panel says what will happen, and answers the waiting request with it", async () => {
  now.waiting = ["gray-cardinal"];
  const asked = start({
    "POST /api/admin/subscription-requests/request-gray-cardinal/approve": () => {
      now = { ...now, waiting: [], access: access(7, { "shadow-stack": END, "gray-cardinal": LATER }) };
      return json({ request: requestOf("gray-cardinal"), access: now.access });
    },
  });
  const user = userEvent.setup();
  const panel = within(await screen.findByRole("region", { name: "Grant access" }));
  await waitFor(() => expect(panel.getByText(/The waiting request is answered with it\./)).toBeDefined());
  expect(panel.getByText(/^Gray Cardinal opens now and ends/)).toBeDefined();
  expect(panel.getByText(/Version 6 becomes 7\./)).toBeDefined();
  await user.click(panel.getByRole("radio", { name: "Until…" }));
  expect(panel.getByText(/The waiting request stays in the queue/)).toBeDefined();
  await user.click(panel.getByRole("radio", { name: /^90/ }));
  await user.type(panel.getByRole("textbox", { name: "Reason" }), " Paid ");
  await user.click(panel.getByRole("button", { name: /^Grant for 90/ }));
  await screen.findByText("Version 7");
  const [answered] = await sent(asked, "POST", "/api/admin/subscription-requests/request-gray-cardinal/approve");
  expect(answered?.body).toEqual({ expiry_days: 90, reason: "Paid" });
});

test("an order without an answer is sent again under the same key", async () => {
  let isFirst = true;
  const asked = start({
    [`POST ${HERE}/subscriptions`]: () => {
      if (!isFirst) return json(access(7, { "shadow-stack": LATER }), 201);
      isFirst = false;
      throw new TypeError("network");
    },
  });
  const user = userEvent.setup();
  const button = await screen.findByRole("button", { name: "Shadow Stack: add 30 days" });
  await user.click(button);
  await waitFor(() => expect(toastsShown().at(-1)?.title).toMatch(/^No answer from the server/));
  await user.click(button);
  await waitFor(() => expect(toastsShown().at(-1)?.title).toMatch(/extended/));
  const [first, second] = await sent(asked, "POST", `${HERE}/subscriptions`);
  expect(second?.key).toBe(first?.key);
});

test("the last admin is explained, and a reason is asked for before anything is sent", async () => {
  const asked = start({ [`PATCH ${HERE}`]: () => json({ code: "last_admin" }, 409) });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "More for this person" }));
  await user.click(screen.getByRole("menuitem", { name: "Block…" }));
  const sheet = within(screen.getByRole("dialog"));
  await user.click(sheet.getByRole("button", { name: "Block" }));
  expect(sheet.getByText("The history needs a reason")).toBeDefined();
  await user.type(sheet.getByRole("textbox"), "Abuse");
  await user.click(sheet.getByRole("button", { name: "Block" }));
  expect(await sheet.findByRole("alert")).toHaveProperty("textContent", "This is the last admin. Make somebody else an admin first.");
  expect(await sent(asked, "PATCH", HERE)).toMatchObject([{ body: { is_blocked: true, reason: "Abuse" } }]);
});

test("a change that another admin made first is a conflict that is shown, with the change", async () => {
  const fresh = entry(7, { action: "block" });
  start({
    "POST /api/admin/history/id-of-v6/undo": () => {
      now = { ...now, access: access(7, {}), history: [fresh, ...now.history] };
      return json({ code: "changed_since" }, 409);
    },
  });
  now.history = [entry(6, { new_subscriptions: [{ model_id: "shadow-stack", expires_at: END }] })];
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Undo…" }));
  const sheet = within(screen.getByRole("dialog"));
  expect(sheet.getByText("It writes version 7; both steps stay in the history.")).toBeDefined();
  await user.type(sheet.getByRole("textbox"), "Mistake");
  await user.click(sheet.getByRole("button", { name: "Undo the change" }));
  expect((await sheet.findByRole("alert")).textContent).toMatch(/^Something has changed since then/);
  await screen.findByText("Version 7");
});
