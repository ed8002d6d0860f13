import { act, cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Signal } from "@/features/signal/signal";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { toastsShown } from "@/shared/ui/toasts";
import { closedOf, marketState, signalOf } from "../feed/fixtures";
import { type Answers, serve, show, signIn } from "../feed/kit";
import { access, deferred, head, json, right } from "../state/kit";

const held = right("shadow-stack");
const reasons = [
  { feature: "rsi_14", value: "34.0", effect: "+0.0361" },
  { feature: "move_3", value: "-1.20", effect: "-0.0080" },
];
const candle = { opened_at: "2026-11-19T13:00:00+00:00", open: "1.16200", high: "1.16300", low: "1.16100", close: "1.16243" };

function pageOf(signal: ReturnType<typeof signalOf>, more: Answers = {}): Answers {
  return {
    [`GET /api/signals/shadow-stack/${signal.id}`]: () => json({ signal, candles: [candle], own_result: null, ledger_head: head }),
    "GET /api/market": () => json(marketState()),
    "GET /api/features": () => json([{ id: "rsi_14", en: "Relative strength (RSI 14)", ru: "Сила" }]),
    "GET /api/models": () => json([{ id: "shadow-stack", name: "Shadow Stack", accuracy: { hit_rate: 0.509, n: 1792 } }]),
    ...more,
  };
}

beforeEach(() => {
  setLanguage("en");
  setTimeZone("UTC");
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("an open signal: plan, time in candles, reasons for and against, its place in the ledger, its risk", async () => {
  const signal = signalOf({ reasons, seq: 1793 });
  serve({ ...signIn(access(1, [held])), ...pageOf(signal) });
  show(<Signal modelId="shadow-stack" signalId={signal.id} />);
  await screen.findByText("25.7 pips");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("EUR/USD Buy");
  expect(await screen.findByText(/^0 of 10.candles\. If neither level is hit/)).toBeDefined();
  expect(await screen.findByText("Relative strength (RSI 14)")).toBeDefined();
  expect(screen.getByText("+3.61 points, for")).toBeDefined();
  expect(screen.getByText("−0.80 points, against")).toBeDefined();
  expect(screen.getByText("#1,793")).toBeDefined();
  expect(await screen.findByText("Not investment advice. 49 of 100 such signals missed their target.")).toBeDefined();
  // There is no canvas here: the numbers stand in the chart's place.
  expect(screen.getByRole("cell", { name: "1.16300" })).toBeDefined();
});

test("one's own answer shows at once, and goes back where the server did not take it", async () => {
  const signal = closedOf("won");
  const waiting = deferred<Response>();
  serve({ ...signIn(access(1, [held])), ...pageOf(signal) });
  const served = globalThis.fetch;
  vi.stubGlobal("fetch", (given: Request, init?: RequestInit) =>
    given instanceof Request && given.url.endsWith("/feedback") ? waiting.promise : served(given, init),
  );
  show(<Signal modelId="shadow-stack" signalId={signal.id} />);
  const lost = await screen.findByRole<HTMLInputElement>("radio", { name: "Lost" });
  await userEvent.click(lost);
  expect(lost.checked).toBe(true);
  await act(async () => {
    waiting.resolve(json({ code: "database_unavailable" }, 503));
    await waiting.promise;
  });
  await waitFor(() => expect(lost.checked).toBe(false));
  expect(toastsShown().at(-1)?.title).toBe("Your answer was not saved");
});

test("a refusal leads to the model's own page, and so does a right that ends while one reads", async () => {
  const signal = signalOf();
  const refused = () => json({ code: "subscription_required", model_id: "shadow-stack" }, 403);
  serve({
    ...signIn(access(1, [held])),
    ...pageOf(signal, { [`GET /api/signals/shadow-stack/${signal.id}`]: refused }),
  });
  show(<Signal modelId="shadow-stack" signalId={signal.id} />);
  expect((await screen.findByRole("link", { name: "See the model" })).getAttribute("href")).toBe("/models/shadow-stack");
  cleanup();
  serve({ ...signIn(access(1, [held])), ...pageOf(signal) });
  show(<Signal modelId="shadow-stack" signalId={signal.id} />);
  await screen.findByText("Plan");
  act(() => sessionStore.set({ access: access(2, []) }));
  expect(screen.queryByText("Plan")).toBeNull();
  expect(screen.getByText("This model is no longer open for you")).toBeDefined();
});

test("what is not there, or not theirs, is said", async () => {
  serve(signIn(access(1, [held])));
  show(<Signal modelId="shadow-stack" signalId="00000000-0000-4000-8000-00000000dead" />);
  expect(await screen.findByText("There is no such signal")).toBeDefined();
});
