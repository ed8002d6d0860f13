import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Bulk } from "@/features/admin-bulk/bulk";
import { peopleSelection } from "@/shared/admin/selection";
import type { BulkChange } from "@/shared/api/types";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";
import { type Handler, json, modelOf, outcomeOf, personOf, serve, show, stats, templateOf } from "./kit";

const POST = "POST /api/admin/subscriptions/bulk";
const BATCH = "11111111-2222-4333-8444-555555555555";
const read: Record<string, Handler> = {
  "GET /api/admin/models": () => json([modelOf("shadow-stack", "Shadow Stack")]),
  "GET /api/admin/templates": () => json([templateOf("VIP", ["shadow-stack"])]),
  "GET /api/admin/stats": () => json(stats()),
};

const bodies = async (asked: Request[]): Promise<BulkChange[]> =>
  Promise.all(asked.filter((request) => request.url.endsWith("/bulk")).map((request) => request.json() as Promise<BulkChange>));

async function untilDryRun(): Promise<ReturnType<typeof userEvent.setup>> {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("checkbox", { name: /Shadow Stack/ }));
  await user.type(screen.getByRole("textbox", { name: /Reason/ }), "Outage");
  await user.click(screen.getByRole("button", { name: "Dry run" }));
  return user;
}

beforeEach(() => {
  setLanguage("en");
  setTimeZone("UTC");
  vi.stubGlobal("scrollTo", () => undefined);
  window.history.replaceState(null, "", "/admin/bulk?do=extend");
  peopleSelection.set({ kind: "ids", ids: [1, 2, 404] });
});
afterEach(() => {
  cleanup();
  peopleSelection.set(null);
  vi.unstubAllGlobals();
});

const gone = personOf(404, { name: null, outcome: "failed", code: "unknown_user", version: null, new_version: null, before: [], after: [] });
const predicted = outcomeOf([personOf(1), personOf(2), gone]);

test("nothing is applied without a dry run, and the run is bound to what it predicted", async () => {
  const asked = serve({
    ...read,
    [POST]: async (request) => {
      const { dry_run } = (await request.json()) as BulkChange;
      return json(dry_run ? predicted : { ...predicted, batch_id: BATCH });
    },
  });
  show(<Bulk />);
  const user = await untilDryRun();
  const row = await screen.findByRole("row", { name: /Person 1/ });
  expect(row.textContent).toContain("23\u00a0Nov 2026");
  expect(row.textContent).toContain("23\u00a0Dec 2026");
  await user.click(screen.getByRole("radio", { name: /Can’t/ }));
  expect(screen.getByRole("row", { name: /404/ }).textContent).toContain("Not registered, or deleted");

  await user.click(screen.getByRole("button", { name: /^Extend for 2.people$/ }));
  await screen.findByText(/^Done: 2.people changed\.$/);
  expect(screen.getByText(BATCH)).toBeDefined();
  const [dry, run] = await bodies(asked);
  expect(dry).toMatchObject({ telegram_ids: [1, 2, 404], extend_only: true, dry_run: true, details: true });
  expect(run).toEqual({ ...dry, dry_run: false, expect: { matched: 3, changed: 2, fingerprint: predicted.fingerprint } });
  const keys = asked.filter((request) => request.url.endsWith("/bulk")).map((request) => request.headers.get("Idempotency-Key"));
  expect(keys[0]).toBeNull();
  expect(keys[1]).toMatch(/^[0-9a-f-]{36}$/);
});

test("a run that would differ stops, and the new prediction takes the place of the old one", async () => {
  const smaller = outcomeOf([personOf(2), gone], { fingerprint: "1".repeat(64) });
  const answers = [json(predicted), json({ code: "prediction_differs", matched: 3, changed: 1 }, 409), json(smaller)];
  const asked = serve({ ...read, [POST]: () => answers.shift() ?? json({ ...smaller, batch_id: BATCH }) });
  show(<Bulk />);
  const user = await untilDryRun();
  await user.click(await screen.findByRole("button", { name: /^Extend for 2.people$/ }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("Predicted: 2 to change. Now: 1.");
  expect(screen.queryByRole("row", { name: /Person 1/ })).toBeNull();

  await user.click(screen.getByRole("button", { name: /^Extend for 1.person$/ }));
  await screen.findByText(/^Done/);
  const runs = (await bodies(asked)).filter((body) => !body.dry_run);
  expect(runs.map((body) => body.expect?.changed)).toEqual([2, 1]);
});

test("pressing again after a lost answer repeats the very same order", async () => {
  let isLost = true;
  const asked = serve({
    ...read,
    [POST]: async (request) => {
      const { dry_run } = (await request.json()) as BulkChange;
      if (dry_run) return json(predicted);
      if (!isLost) return json({ ...predicted, batch_id: BATCH });
      isLost = false;
      throw new TypeError("network");
    },
  });
  show(<Bulk />);
  const user = await untilDryRun();
  await user.click(await screen.findByRole("button", { name: /^Extend for 2.people$/ }));
  expect((await screen.findByRole("alert")).textContent).toContain("can’t do it twice");
  await user.click(screen.getByRole("button", { name: /^Extend for 2.people$/ }));
  await screen.findByText(/^Done/);
  const [first, second] = asked.filter((request) => request.headers.has("Idempotency-Key"));
  expect(first?.headers.get("Idempotency-Key")).toBe(second?.headers.get("Idempotency-Key"));
});

test("the whole batch is taken back with a reason, and conflicts are listed by name", async () => {
  serve({
    ...read,
    [POST]: async (request) => json({ ...predicted, batch_id: ((await request.json()) as BulkChange).dry_run ? null : BATCH }),
    [`${POST}/${BATCH}/undo`]: () =>
      json({ matched: 2, changed: 1, unchanged: 0, failed: [{ telegram_id: 2, code: "changed_since" }], batch_id: BATCH }),
  });
  show(<Bulk />);
  const user = await untilDryRun();
  await user.click(await screen.findByRole("button", { name: /^Extend for/ }));
  await user.click(await screen.findByRole("button", { name: "Undo…" }));
  const sheet = await screen.findByRole("dialog");
  await user.click(within(sheet).getByRole("button", { name: /^Undo for/ }));
  expect(within(sheet).getByText(/Give a reason/)).toBeDefined();
  await user.type(within(sheet).getByRole("textbox"), "Wrong list");
  await user.click(within(sheet).getByRole("button", { name: /^Undo for/ }));
  await screen.findByText(/^Undone for 1.person\.$/);
  await user.click(screen.getByRole("radio", { name: /Conflicts/ }));
  expect(screen.getByRole("row", { name: /Person 2/ }).textContent).toContain("Changed since");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Undo…" })).toBeNull());
});

test("without a model and a reason there is no dry run", async () => {
  const asked = serve(read);
  show(<Bulk />);
  const user = userEvent.setup();
  await screen.findByRole("checkbox", { name: /Shadow Stack/ });
  await user.click(screen.getByRole("button", { name: "Dry run" }));
  expect(screen.getByText("Choose at least one model.")).toBeDefined();
  expect(screen.getByText(/Give a reason/)).toBeDefined();
  expect(asked.some((request) => request.url.endsWith("/bulk"))).toBe(false);
});
