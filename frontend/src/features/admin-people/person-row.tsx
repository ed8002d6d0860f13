import { type MouseEvent, memo, useEffect, useRef } from "react";
import { people } from "@/features/admin-people/messages";
import { RowState } from "@/features/admin-people/row-state";
import { LeftCell, NextEndCell } from "@/shared/admin/ui/end-cell";
import { nextEnd } from "@/shared/admin/ui/ends";
import { listDate, tellHour } from "@/shared/admin/ui/list-date";
import { ModelMarks } from "@/shared/admin/ui/model-marks";
import { PersonCell } from "@/shared/admin/ui/person-cell";
import { personName } from "@/shared/admin/ui/person-name";
import type { AdminModelRead, ListedUser } from "@/shared/api/types";
import { ago } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Checkbox } from "@/shared/ui/checkbox";
import { IdNumber } from "@/shared/ui/serial";
import { Skeleton } from "@/shared/ui/skeleton";
import { Td, Tr } from "@/shared/ui/table";

export const COLUMNS = 8;

export interface PersonRowProps {
  person: ListedUser;
  index: number;
  isPicked: boolean;
  isActive: boolean;
  /** When they joined, in place of the time left. */
  hasJoined: boolean;
  models: readonly AdminModelRead[];
  now: number;
  tellsReach: boolean;
  onPress: (index: number, withShift: boolean) => void;
  onOpen: (index: number) => void;
}

/** Whether a press on the row was meant for something in it. */
const isForControl = (target: EventTarget): boolean => target instanceof Element && target.closest("a, label, button, input") !== null;

export const PersonRow = memo(function PersonRow(props: PersonRowProps) {
  const { person, index, isPicked, isActive, hasJoined, models, now, tellsReach, onPress, onOpen } = props;
  const t = useMessages(people);
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isActive) row.current?.querySelector<HTMLElement>("[data-row-link]")?.focus({ preventScroll: true });
  }, [isActive]);
  const next = nextEnd(person.rights, now);
  const press = (event: MouseEvent) => {
    if (isForControl(event.target) || window.getSelection()?.isCollapsed === false) return;
    if (event.shiftKey) onPress(index, true);
    else onOpen(index);
  };
  return (
    <Tr ref={row} index={index + 1} isSelected={isPicked} isActive={isActive} onClick={press}>
      <Td>
        <Checkbox label={t.selectPerson(personName(person))} isBare isChecked={isPicked} onChange={(_, withShift) => onPress(index, withShift)} />
      </Td>
      <Td isHead>
        <PersonCell person={person} tabIndex={isActive ? 0 : -1} />
      </Td>
      <Td isQuiet>
        <IdNumber value={person.telegram_id} />
      </Td>
      <Td>
        <ModelMarks models={models} rights={person.rights} now={now} />
      </Td>
      <Td align="end">
        <NextEndCell next={next} now={now} />
      </Td>
      {hasJoined ? (
        <Td align="end" isQuiet>
          <time dateTime={person.created_at}>{listDate(person.created_at)}</time>
        </Td>
      ) : (
        <Td isQuiet>
          <LeftCell next={next} now={now} />
        </Td>
      )}
      <Td align="end" isQuiet>
        <time dateTime={person.last_active} onPointerEnter={tellHour(person.last_active)} className="nowrap">
          {ago(person.last_active, now)}
        </time>
      </Td>
      <Td>
        <RowState person={person} tellsReach={tellsReach} />
      </Td>
    </Tr>
  );
});

/** As high as a person, until they are read. */
export function WaitingRow() {
  return (
    <Tr>
      <Td />
      <Td>
        <Skeleton width="70%" />
      </Td>
      <Td>
        <Skeleton width={92} />
      </Td>
      <Td>
        <Skeleton width={146} height={24} />
      </Td>
      <Td />
      <Td />
      <Td />
      <Td />
    </Tr>
  );
}
