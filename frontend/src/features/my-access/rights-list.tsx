import type { Closed } from "@/features/my-access/closed";
import { myAccess } from "@/features/my-access/messages";
import { RightRow } from "@/features/my-access/right-row";
import { soonestFirst } from "@/features/my-access/time-left";
import type { AccessRight } from "@/shared/api/types";
import { ago } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { ButtonLink } from "@/shared/ui/button";
import { useNow } from "@/shared/ui/clock";
import { EmptyState } from "@/shared/ui/empty-state";
import { LockIcon } from "@/shared/ui/icons";
import { List, ListRow } from "@/shared/ui/list";
import { Tag } from "@/shared/ui/tag";
import { ModelTile } from "@/shared/ui/tile";

function ClosedRow({ closed, name }: { closed: Closed; name: string }) {
  const t = useMessages(myAccess);
  useNow();
  const when = ago(closed.at, sessionStore.now());
  return (
    <ListRow
      lead={<ModelTile modelId={closed.modelId} isDimmed />}
      title={name}
      detail={closed.hasExpired ? t.endedAgo(when) : t.closedAgo(when)}
      href={`/models/${closed.modelId}`}
      aside={<Tag icon={LockIcon}>{t.closed}</Tag>}
    />
  );
}

export interface RightsListProps {
  held: ReadonlyMap<string, AccessRight>;
  closed: readonly Closed[];
  freeModels: ReadonlySet<string>;
  nameOf: (modelId: string) => string;
}

/** Everything that is open, the soonest end first, and what has just closed. */
export function RightsList({ held, closed, freeModels, nameOf }: RightsListProps) {
  const t = useMessages(myAccess);
  if (held.size + closed.length === 0) {
    return (
      <EmptyState
        icon={LockIcon}
        title={t.nothingOpen}
        why={t.nothingOpenWhy}
        action={
          <ButtonLink kind="primary" isWide href="/models">
            {t.toModels}
          </ButtonLink>
        }
      />
    );
  }
  return (
    <List label={t.title}>
      {soonestFirst(held).map((right) => (
        <RightRow key={right.model_id} right={right} isFree={freeModels.has(right.model_id)} />
      ))}
      {closed.map((one) => (
        <ClosedRow key={one.modelId} closed={one} name={nameOf(one.modelId)} />
      ))}
    </List>
  );
}
