import type { BulkPerson, BulkResult } from "@/shared/api/types";

type Rights = BulkPerson["before"];

const running = (rights: Rights, at: number): Rights =>
  rights.filter(({ expires_at }) => expires_at === null || Date.parse(expires_at) > at);

const written = (rights: Rights): string =>
  rights
    .map(({ model_id, expires_at }) => `${model_id} ${expires_at ?? ""}`)
    .sort()
    .join();

/** The people of a change after it was taken back, by the server's rule: what has ended meanwhile is not revived. */
export function undoneOf(people: readonly BulkPerson[], { failed }: Pick<BulkResult, "failed">, at: number): BulkPerson[] {
  const codes = new Map(failed.map(({ telegram_id, code }) => [telegram_id, code]));
  return people
    .filter(({ outcome }) => outcome === "changed")
    .map((person) => {
      const [before, after] = [running(person.after, at), running(person.before, at)];
      const kept = { ...person, version: person.new_version, new_version: null, before, after: before };
      const code = codes.get(person.telegram_id);
      if (code !== undefined) return { ...kept, outcome: "failed", code };
      if (written(before) === written(after)) return { ...kept, outcome: "unchanged" };
      return { ...kept, after, new_version: (person.new_version ?? 0) + 1 };
    });
}
