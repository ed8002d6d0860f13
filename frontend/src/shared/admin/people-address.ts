/** Where the list of people was left, with its filters and its order. */

let left = "";

export const peopleHref = (): string => (left === "" ? "/admin/people" : `/admin/people?${left}`);

export function keepPeopleAddress(search: string): void {
  left = search;
}
