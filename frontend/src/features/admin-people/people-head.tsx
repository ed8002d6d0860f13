import { people } from "@/features/admin-people/messages";
import type { Selection } from "@/features/admin-people/use-selection";
import type { PeopleSort } from "@/shared/admin/ui/people-list";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Checkbox } from "@/shared/ui/checkbox";
import { Th } from "@/shared/ui/table";

/** Pixels of the columns; the person takes what is left. */
export const WIDTHS = [52, undefined, 118, 162, 142, 78, 118, 150] as const;

interface PeopleHeadProps {
  sort: PeopleSort;
  onSort: (sort: PeopleSort) => void;
  selection: Selection;
  total: number;
}

type Direction = "ascending" | "descending" | "none";

/** Which way a column sorts now, and which way a press makes it sort. */
function sorted(sort: PeopleSort, up: PeopleSort, down: PeopleSort | null): Direction {
  if (sort === up) return "ascending";
  return sort === down ? "descending" : "none";
}

export function PeopleHead({ sort, onSort, selection, total }: PeopleHeadProps) {
  const t = useMessages(people);
  const { now } = selection;
  const hasJoined = sort.endsWith("created_at");
  // Moments: "ascending" is from the earliest, though "last seen" reads the other way round.
  const id = sorted(sort, "telegram_id", "-telegram_id");
  const seen = sorted(sort, "last_active", "-last_active");
  const joined = sorted(sort, "created_at", "-created_at");
  return (
    <>
      <Th width={WIDTHS[0]}>
        <Checkbox
          label={t.selectAll(count(total))}
          isBare
          isChecked={now?.kind === "filter"}
          isMixed={now?.kind === "ids"}
          isDisabled={now === null && (selection.isTooMany || total === 0)}
          onChange={() => (now?.kind === "filter" || selection.isTooMany ? selection.clear() : selection.setAll(true))}
        />
      </Th>
      <Th>{t.person}</Th>
      <Th width={WIDTHS[2]} sort={id} onSort={() => onSort(id === "ascending" ? "-telegram_id" : "telegram_id")}>
        {t.telegramId}
      </Th>
      <Th width={WIDTHS[3]}>{t.access}</Th>
      <Th width={WIDTHS[4]} align="end" sort={sorted(sort, "ends", null)} onSort={() => onSort("ends")}>
        {t.nextEnd}
      </Th>
      {hasJoined ? (
        <Th width={WIDTHS[5] + 30} align="end" sort={joined} onSort={() => onSort(joined === "descending" ? "created_at" : "-created_at")}>
          {t.joined}
        </Th>
      ) : (
        <Th width={WIDTHS[5]}>{t.left}</Th>
      )}
      <Th width={WIDTHS[6]} align="end" sort={seen} onSort={() => onSort(seen === "descending" ? "last_active" : "-last_active")}>
        {t.lastSeen}
      </Th>
      <Th width={WIDTHS[7]}>{t.state}</Th>
    </>
  );
}
