import type { AccessRow } from "@/features/admin-person/access-rows";
import { person as texts } from "@/features/admin-person/messages";
import type { Open } from "@/features/admin-person/opened";
import css from "@/features/admin-person/row-actions.module.css";
import { MenuButton, type MenuItem } from "@/shared/admin/ui/menu-button";
import { useMessages } from "@/shared/i18n/language";
import { Button, type ButtonKind } from "@/shared/ui/button";

export interface RowActionsProps {
  row: AccessRow;
  /** Behind one button, where there is no room. */
  isMenu: boolean;
  isBusy: boolean;
  onMoreDays: () => void;
  onOpen: Open;
}

interface RowAction extends MenuItem {
  label: string;
  /** With the model, for who does not see the row. */
  said: string;
  kind: ButtonKind;
}

function useActions({ row, onMoreDays, onOpen }: RowActionsProps): RowAction[] {
  const t = useMessages(texts);
  const { right, request, name, modelId, isActive } = row;
  const found: (RowAction | null)[] = [];
  if (right !== null) {
    const hasEnd = right.expires_at !== null;
    found.push(
      hasEnd && isActive ? { id: "more", label: t.plusDays, said: t.plusDaysFor(name), kind: "neutral", onPress: onMoreDays } : null,
      isActive && (hasEnd || !row.isFree)
        ? { id: "end", label: t.setEnd, said: t.setEndFor(name), kind: "neutral", onPress: () => onOpen({ kind: "end", row, right }) }
        : null,
      { id: "revoke", label: t.revoke, said: t.revokeFor(name), kind: "destructive", tone: "lost", onPress: () => onOpen({ kind: "revoke", row, right }) },
    );
  }
  if (request !== null) {
    found.push(
      { id: "reject", label: t.reject, said: t.rejectFor(name), kind: "neutral", onPress: () => onOpen({ kind: "reject", row, request }) },
      isActive
        ? { id: "approve", label: t.approve, said: t.approveFor(name), kind: "tinted", onPress: () => onOpen({ kind: "approve", row, request }) }
        : null,
    );
  } else if (right === null && isActive) {
    found.push({ id: "grant", label: t.grant, said: t.grantFor(name), kind: "neutral", onPress: () => onOpen({ kind: "grant", modelId }) });
  }
  return found.filter((action) => action !== null);
}

/** A request for what is held already gets a line of its own. */
const isAnswer = (id: string): boolean => id === "approve" || id === "reject";

export function RowActions(props: RowActionsProps) {
  const t = useMessages(texts);
  const actions = useActions(props);
  if (props.isMenu) return <MenuButton label={t.actionsFor(props.row.name)} items={actions} />;
  const groups = [actions.filter(({ id }) => !isAnswer(id)), actions.filter(({ id }) => isAnswer(id))].filter((group) => group.length > 0);
  return (
    <span className={css.groups}>
      {groups.map((group) => (
        <span key={group[0]?.id} className={css.actions}>
          {group.map(({ id, label, said, kind, onPress }) => (
            <Button key={id} kind={kind} size="small" label={said} onClick={onPress} isBusy={id === "more" && props.isBusy}>
              {label}
            </Button>
          ))}
        </span>
      ))}
    </span>
  );
}
