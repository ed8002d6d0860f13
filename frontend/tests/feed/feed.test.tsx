import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Feed } from "@/features/feed/feed";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";
import { takeSignal } from "@/shared/live/cache";
import { sessionStore } from "@/shared/session/store";
import { access, json, right } from "../state/kit";
import { closedOf, marketState, signalOf } from "./fixtures";
import { type Answers, serve, show, signIn } from "./kit";

const held = right("shadow-stack");
const today = { created_at: new Date().toISOString(), expires_at: new Date(Date.now() + 42.5 * 60_000).toISOString() };

function feedOf(signals: ReturnType<typeof signalOf>[]): Answers {
  return {
    "GET /api/signals": (request) => {
      const status = new URL(request.url).searchParams.get("status");
      const items = signals.filter((signal) => status === null || signal.status === status);
      return json({ items, next_cursor: null });
    },
    "GET /api/market": () => json(marketState()),
  };
}

function scrollTo(top: number): void {
  act(() => {
    Object.defineProperty(window, "scrollY", { value: top, configurable: true });
    window.dispatchEvent(new Event("scroll"));
  });
}

beforeEach(() => {
  setLanguage("en");
  setTimeZone("UTC");
});
afterEach(() => {
  cleanup();
  scrollTo(0);
  vi.unstubAllGlobals();
});

test("open cards first, then days with what they came to; nothing of a model that is not held", async () => {
  const shown = [signalOf(today), closedOf("won", today), closedOf("lost", today)];
  const foreign = closedOf("won", { ...today, model_id: "gray-cardinal", pair: "USD/JPY" });
  serve({ ...signIn(access(1, [held])), ...feedOf([...shown, foreign]) });
  show(<Feed />);
  const card = await screen.findByRole("article");
  expect(within(card).getByRole("img").getAttribute("aria-label")).toMatch(
    /^Buy EUR\/USD, entry 1.16243, stop 1.15986, target 1.16526, open, 42.min left$/,
  );
  expect(screen.getByText(/^1 open · next closes in 42.min$/)).toBeDefined();
  const day = screen.getByRole("region", { name: /^Today/ });
  expect(within(day).getByText(/2.closed · \+0\.10R/)).toBeDefined();
  expect(screen.queryByText(/USD\/JPY/)).toBeNull();
});

test("a new signal moves nothing under a reader: a pill counts it, and the way up shows it", async () => {
  serve({ ...signIn(access(1, [held])), ...feedOf([signalOf(today)]) });
  const { client } = show(<Feed />);
  await screen.findByRole("article");
  scrollTo(600);
  act(() => takeSignal(client, signalOf({ ...today, pair: "GBP/USD", created_at: new Date(Date.now() + 5).toISOString() })));
  await screen.findByRole("button", { name: /1.new signal$/ });
  expect(screen.getAllByRole("article")).toHaveLength(1);
  scrollTo(0);
  await waitFor(() => expect(screen.getAllByRole("article")).toHaveLength(2));
  expect(screen.queryByRole("button", { name: /new signal/ })).toBeNull();
});

test("what is revoked leaves at once", async () => {
  serve({ ...signIn(access(1, [held, right("logistic-spy")])), ...feedOf([signalOf(today)]) });
  show(<Feed />);
  await screen.findByRole("article");
  act(() => sessionStore.set({ access: access(2, [right("logistic-spy")]) }));
  expect(screen.queryByRole("article")).toBeNull();
  act(() => sessionStore.set({ access: access(3, []) }));
  expect(screen.getByText("No model is open for you")).toBeDefined();
});

test("an error says that access is safe, counts down, and comes back by itself", async () => {
  let isDown = true;
  const answers = feedOf([signalOf(today)]);
  const down = () => json({ code: "database_unavailable", request_id: "7f2c-91d0" }, 503);
  serve({
    ...signIn(access(1, [held])),
    ...answers,
    "GET /api/signals": (request) => (isDown ? down() : (answers["GET /api/signals"]?.(request) ?? down())),
  });
  show(<Feed />);
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toMatch(/Your access is unchanged\. We try again in 8.s\./);
  expect(alert.textContent).toContain("7f2c-91d0");
  isDown = false;
  await userEvent.click(screen.getByRole("button", { name: "Try now" }));
  expect(await screen.findByRole("article")).toBeDefined();
});

test("a closed market says when it opens; a filter that hides everything can be cleared", async () => {
  const opensAt = new Date(Date.now() + 3 * 3_600_000 + 60_000).toISOString();
  serve({
    ...signIn(access(1, [held])),
    ...feedOf([]),
    "GET /api/market": () => json(marketState({ is_open: false, opens_at: opensAt })),
  });
  show(<Feed />);
  await screen.findByText("The market is closed");
  expect(screen.getByText(/in [23].h.*\. No model publishes while there are no prices\.$/)).toBeDefined();
  cleanup();
  show(<Feed />, "/?pair=EUR/USD&confidence=60");
  await screen.findByText("No signals match this filter");
  await userEvent.click(screen.getByRole("button", { name: "Remove Confidence from 60%" }));
  expect(screen.queryByRole("button", { name: /Confidence/ })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Clear the filter" }));
  await screen.findByText("The market is closed");
});
