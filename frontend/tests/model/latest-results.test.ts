import { expect, it } from "vitest";
import { latestResults, SHOWN } from "@/features/model/latest-results";
import { makeLedger, pageOf } from "./ledger";

it("gives the newest results as they closed, with their signals, wherever these stand in the other chain", async () => {
  const ledger = await makeLedger(260, 120);
  const asked: number[] = [];
  const { all, results } = await latestResults((from) => {
    asked.push(from);
    return Promise.resolve(pageOf(ledger, from));
  });
  const newest = ledger.resolutions.slice(-SHOWN).reverse();
  expect(all).toBe(140);
  expect(results.map(({ seq }) => seq)).toEqual(newest.map(({ signal_seq: seq }) => seq));
  expect(results.map(({ drawn }) => drawn.status)).toEqual(newest.map(({ status }) => status));
  expect(new Set(results.map(({ drawn }) => drawn.status))).toEqual(new Set(["won", "lost"]));
  expect(asked).toHaveLength(2);
});

it("has none where nothing has closed", async () => {
  const ledger = await makeLedger(3, 3);
  expect(await latestResults((from) => Promise.resolve(pageOf(ledger, from)))).toEqual({ all: 0, results: [] });
});
