import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LedgerCard } from "@/features/model/ledger-card";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";
import { type Answers, serve, show, signIn } from "../feed/kit";
import { access, json, right } from "../state/kit";
import { type Ledger, makeLedger, pageOf } from "./ledger";

let shown: Ledger;
const answers: Answers = {
  ...signIn(access(1, [right("shadow-stack")])),
  "GET /api/models/shadow-stack/ledger": ({ url }) => {
    const { searchParams } = new URL(url);
    return json(pageOf(shown, Number(searchParams.get("from")), Number(searchParams.get("limit"))));
  },
};

beforeEach(() => {
  setLanguage("en");
  setTimeZone("UTC");
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("checks the ledger against the head that this phone saw, says what it did, and names a rewritten row", async () => {
  const ledger = await makeLedger(30, 2);
  shown = ledger;
  serve(answers);
  show(<LedgerCard modelId="shadow-stack" />);
  expect(await screen.findByText(/^1 head kept on this phone since/)).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Verify" }));
  expect(await screen.findByText(/30 signals and 28 outcomes anew: all are right/)).toBeDefined();
  expect(screen.getByText(/still matches/)).toBeDefined();

  const longer = await makeLedger(31, 3);
  const signals = longer.signals.map((row) => (row.seq === 30 ? { ...row, hash: "f".repeat(64) } : row));
  shown = { signals, resolutions: ledger.resolutions };
  await userEvent.click(screen.getByRole("button", { name: "Verify again" }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toMatch(/^This ledger is not what it should be/);
  expect(alert.textContent).toContain("Signal #30: it had another hash on");
  expect(alert.textContent).toContain("Signal #31: it does not follow on the row before");

  serve({});
  await userEvent.click(screen.getByRole("button", { name: "Verify again" }));
  expect(await screen.findByText(/could not be finished/)).toBeDefined();
});
