import { expect, test } from "vitest";
import { peopleOf, type PeoplePage, type PeoplePages, putPages } from "@/shared/admin/ui/people-list";
import { listed } from "./fixtures";

const page = (people: number[], next_cursor: string | null, total = 9): PeoplePage => ({ items: people.map((at) => listed(at)), next_cursor, total });
const known: PeoplePages = { pages: [page([0, 1, 2], "c1"), page([3, 4, 5], "c2"), page([6, 7, 8], null)], pageParams: [null, "c1", "c2"] };
const ids = (pages: PeoplePages) => peopleOf(pages).map(({ telegram_id: id }) => id - 7_000_000_000);

test("a page read again takes its place, and what follows stays where it still joins", () => {
  const next = putPages(known, 1, [page([3, 5, 4], "c2", 12)]);
  expect(ids(next)).toEqual([0, 1, 2, 3, 5, 4, 6, 7, 8]);
  expect(next.pages.every(({ total }) => total === 12)).toBe(true);
});

test("people who moved over a page's border are never lost: the pages after it are read again", () => {
  const next = putPages(known, 0, [page([9, 0, 1], "c1-new")]);
  expect(ids(next)).toEqual([9, 0, 1]);
  expect(next.pages.at(-1)?.next_cursor).toBe("c1-new");
  expect(putPages(known, 0, [page([9, 0, 1], "c9"), page([2, 3, 4], "c2")]).pageParams).toEqual([null, "c9", "c2"]);
});

test("somebody on two pages at once is shown once, as read last", () => {
  expect(ids({ pages: [page([0, 1], "c"), page([1, 2], null)], pageParams: [null, "c"] })).toEqual([0, 1, 2]);
});
