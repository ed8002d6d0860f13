import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import css from "@/features/admin-person/access-card.module.css";
import { AccessEnd } from "@/features/admin-person/access-end";
import type { AccessRow } from "@/features/admin-person/access-rows";
import { grantModel } from "@/features/admin-person/calls";
import { person as texts } from "@/features/admin-person/messages";
import type { Open } from "@/features/admin-person/opened";
import { RowActions } from "@/features/admin-person/row-actions";
import { takeAccess, tellDone, tellRefused, undoVersion } from "@/features/admin-person/take-in";
import { useOrder } from "@/features/admin-person/use-order";
import { useIsWide } from "@/shared/admin/ui/use-media";
import type { UserDetail } from "@/shared/api/types";
import { formatDateTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { List, ListRow } from "@/shared/ui/list";
import { ModelTile } from "@/shared/ui/tile";

const DAYS = 30;

export interface AccessCardProps {
  detail: UserDetail;
  rows: readonly AccessRow[];
  onOpen: Open;
}

/** Thirty more days at once: Undo covers it fully, so nothing is asked. */
function useMoreDays({ user, access: known }: UserDetail) {
  const client = useQueryClient();
  const t = useMessages(texts);
  const id = user.telegram_id;
  const send = ({ modelId }: AccessRow, key: string) => grantModel(id, { modelId, expiry_days: DAYS, reason: null }, key);
  return useOrder(id, send, (access, row) => {
    const version = access.subscription_version;
    takeAccess(client, id, access);
    if (version === known.subscription_version) {
      tellDone(t.nothingChanged);
      return;
    }
    const end = access.subscriptions.find((right) => right.model_id === row.modelId)?.expires_at ?? null;
    const detail = [end === null ? null : t.until(formatDateTime(end)), t.versionNow(version)].filter(Boolean).join(" · ");
    tellDone(t.extended(row.name, DAYS), detail, () => void undoVersion(client, id, version));
  });
}

export function AccessCard({ detail, rows, onOpen }: AccessCardProps) {
  const t = useMessages(texts);
  const isWide = useIsWide();
  const more = useMoreDays(detail);
  const actions = (row: AccessRow) => (
    <RowActions
      row={row}
      isMenu={!isWide}
      onOpen={onOpen}
      isBusy={more.isPending && more.variables.modelId === row.modelId}
      onMoreDays={() => more.mutate(row, { onError: tellRefused })}
    />
  );
  if (!isWide) return <AccessList detail={detail} rows={rows} actions={actions} onOpen={onOpen} />;
  return (
    <Card as="section" isBare labelledBy="access">
      <div className={css.head}>
        <h2 id="access" className="t-16">
          {t.access}
        </h2>
        <span className="quiet num">{t.version(detail.access.subscription_version)}</span>
      </div>
      <table className={css.table} aria-labelledby="access">
        <thead>
          <tr>
            <th scope="col">{t.model}</th>
            <th scope="col">{t.ends}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.modelId}>
              <th scope="row">
                <span className={css.model}>
                  <ModelTile modelId={row.modelId} size="small" isDimmed={row.right === null} />
                  {row.name}
                </span>
              </th>
              <td>
                <AccessEnd row={row} />
              </td>
              <td>{actions(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

type ListOf = AccessCardProps & { actions: (row: AccessRow) => ReactNode };

function AccessList({ detail, rows, actions, onOpen }: ListOf) {
  const t = useMessages(texts);
  return (
    <section aria-labelledby="access" className={css.section}>
      <h2 id="access" className={css.title}>
        {t.access} · {t.version(detail.access.subscription_version).toLocaleLowerCase()}
      </h2>
      <List>
        {rows.map((row) => (
          <ListRow
            key={row.modelId}
            lead={<ModelTile modelId={row.modelId} isDimmed={row.right === null} />}
            title={row.name}
            detail={<AccessEnd row={row} isShort />}
            aside={actions(row)}
          />
        ))}
      </List>
      <div className={css.grant}>
        <Button kind="tinted" isWide onClick={() => onOpen({ kind: "grant", modelId: null })}>
          {t.grantTitle}…
        </Button>
        <Button isWide onClick={() => onOpen({ kind: "template" })}>
          {t.applyTemplate}
        </Button>
      </div>
    </section>
  );
}
