/** An outcome as a file: a row for each person and model, ids and moments plain. */

import { endsOf } from "@/features/admin-bulk/people";
import type { BulkPerson } from "@/shared/api/types";

const HEAD = ["telegram_id", "name", "outcome", "code", "version", "new_version", "model_id", "ends_before", "ends_after"];

/** Text that a spreadsheet would run as a formula gets an apostrophe in front. */
function cell(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function end(value: string | null | undefined): string {
  return value === undefined ? "" : (value ?? "never");
}

function rows(person: BulkPerson): (string | number | null)[][] {
  const { telegram_id, name, outcome, code, version, new_version } = person;
  const common = [telegram_id, name, outcome, code, version, new_version];
  const lines = endsOf(person);
  if (lines.length === 0) return [[...common, "", "", ""]];
  return lines.map(({ modelId, before, after }) => [...common, modelId, end(before), end(after)]);
}

export function csvOf(people: readonly BulkPerson[]): string {
  return [HEAD, ...people.flatMap(rows)].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** Hand a text to the browser as a file; the mark in front tells spreadsheets that it is UTF-8. */
export function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
