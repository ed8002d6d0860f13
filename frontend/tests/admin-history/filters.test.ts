import { expect, test } from "vitest";
import { fileName } from "@/features/admin-history/csv";
import { filtersOf, historyFilter } from "@/features/admin-history/filters";
import { freshOf, withFresh } from "@/features/admin-history/newest";
import type { HistoryPages } from "@/features/admin-history/queries";
import { setTimeZone } from "@/shared/format/time";
import { entry } from "../admin-person/fixtures";

const asked = (address: string) => historyFilter(filtersOf(new URLSearchParams(address)), "Europe/Moscow");

test("days are days of the admin, the last one among them; the system is an author too", () => {
  expect(asked("user_id=7000040402&admin_id=0&model_id=shadow-stack&action=grant&from=2026-11-01&to=2026-11-30")).toEqual({
    user_id: 7000040402,
    admin_id: 0,
    model_id: "shadow-stack",
    action: "grant",
    from: "2026-10-31T21:00:00.000Z",
    to: "2026-11-30T21:00:00.000Z",
  });
});

test("what the API would refuse is left out", () => {
  expect(asked("user_id=0&admin_id=x&model_id=A&action=DROP&from=soon&to=")).toEqual({});
});

test("a file is named by what it holds", () => {
  setTimeZone("UTC");
  const day = Date.parse("2026-11-24T23:00:00Z");
  expect(fileName({}, day)).toBe("history-2026-11-24.csv");
  expect(fileName({ user_id: 7, model_id: "shadow-stack" }, day)).toBe("history-7-shadow-stack-2026-11-24.csv");
});

const pagesOf = (...versions: number[]): HistoryPages => ({
  pages: [{ items: versions.map((version) => entry(version)), next_cursor: "next" }],
  pageParams: [null],
});
const page = (...versions: number[]) => ({ items: versions.map((version) => entry(version)), next_cursor: null });

test("new rows go on top; a list that they do not reach is read anew", () => {
  const pages = pagesOf(3, 2, 1);
  const fresh = freshOf(pages, page(5, 4, 3, 2));
  expect(fresh?.map(({ version }) => version)).toEqual([5, 4]);
  expect(withFresh(pages, fresh ?? []).pages[0]?.items.map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
  expect(freshOf(pages, page(3, 2, 1))).toEqual([]);
  expect(freshOf(pages, page(9, 8, 7))).toBeNull();
  expect(freshOf(pagesOf(), page(1))).toBeNull();
  expect(freshOf(pagesOf(), page())).toEqual([]);
});
