import { describe, expect, test } from "vitest";
import { arrivals, layoutOf, steady } from "@/features/feed/steady";
import { closedOf, signalOf } from "./fixtures";

const [a, b] = [signalOf(), signalOf()];
const old = closedOf("won");
const sections = { open: [a, b], closed: [old] };
const layout = layoutOf(sections);
const ids = (signals: { id: string }[]) => signals.map((signal) => signal.id);

describe("under a reader nothing moves", () => {
  test("a new signal waits", () => {
    const shown = steady(layout, { ...sections, open: [signalOf(), a, b] });
    expect([ids(shown.open), shown.waiting]).toEqual([[a.id, b.id], 1]);
  });

  test("a signal that has closed changes in its place", () => {
    const closed = { ...closedOf("lost"), id: a.id };
    const shown = steady(layout, { open: [b], closed: [closed, old] });
    expect(shown.open.map((signal) => signal.status)).toEqual(["lost", "open"]);
    expect([ids(shown.closed), shown.waiting]).toEqual([[old.id], 0]);
  });

  test("a signal that came and closed meanwhile waits too", () => {
    const shown = steady(layout, { ...sections, closed: [closedOf("won"), old] });
    expect([ids(shown.closed), shown.waiting]).toEqual([[old.id], 1]);
  });

  test("older pages follow below and count as nothing new", () => {
    const [olderOpen, olderClosed] = [signalOf(), closedOf("expired")];
    const shown = steady(layout, { open: [a, b, olderOpen], closed: [old, olderClosed] });
    expect(ids(shown.open)).toEqual([a.id, b.id, olderOpen.id]);
    expect(ids(shown.closed)).toEqual([old.id, olderClosed.id]);
    expect(shown.waiting).toBe(0);
  });

  test("what may not be seen any more leaves at once", () => {
    expect(ids(steady(layout, { open: [b], closed: [] }).open)).toEqual([b.id]);
  });
});

test("only cards that have come at the top are arrivals", () => {
  const [fresh, older] = [signalOf(), signalOf()];
  const next = layoutOf({ open: [fresh, a, b, older], closed: [old] });
  expect(arrivals(layout, next)).toEqual([fresh.id]);
  expect(arrivals({ open: [], closed: [] }, layoutOf({ open: [a], closed: [] }))).toEqual([a.id]);
});
