import css from "@/features/me/me.module.css";
import { me } from "@/features/me/messages";
import type { AccessRight } from "@/shared/api/types";
import { formatDateTime, timeLeft } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { endOf, sessionStore } from "@/shared/session/store";
import { useNow } from "@/shared/ui/clock";
import { ClockIcon, UnlockIcon } from "@/shared/ui/icons";
import { List, ListRow } from "@/shared/ui/list";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";
import { Tag } from "@/shared/ui/tag";
import { ModelTile, Tile } from "@/shared/ui/tile";

const SOON = 72 * 3_600_000;

/** The right that ends first; undefined where none ends. */
export function nextToEnd(held: Iterable<AccessRight>): AccessRight | undefined {
  return [...held].filter(({ expires_at: end }) => end !== null).sort((one, other) => endOf(one) - endOf(other))[0];
}

function NextEnd({ right }: { right: AccessRight & { expires_at: string } }) {
  const t = useMessages(me);
  useNow();
  const now = sessionStore.now();
  const left = timeLeft(right.expires_at, now);
  return (
    <ListRow
      lead={<ModelTile modelId={right.model_id} />}
      title={right.model_name}
      detail={t.until(formatDateTime(right.expires_at))}
      href={`/models/${right.model_id}`}
      aside={
        endOf(right) - now <= SOON ? (
          <Tag tone="warn" icon={ClockIcon}>
            {left}
          </Tag>
        ) : (
          <span className={css.left}>{left}</span>
        )
      }
    />
  );
}

/** How much is open, and what ends next. */
export function AccessSummary() {
  const t = useMessages(me);
  const { access, held } = useSubscriptions();
  if (access === null) {
    return (
      <Loading>
        <SkeletonRows count={2} />
      </Loading>
    );
  }
  const next = nextToEnd(held.values());
  const count = held.size === 0 ? t.noneOpen : t.open(held.size);
  return (
    <List label={t.access}>
      <ListRow
        lead={<Tile icon={UnlockIcon} />}
        title={t.allAccess}
        detail={next === undefined && held.size > 0 ? `${count}, ${t.nothingEnds}` : count}
        href="/me/access"
      />
      {next?.expires_at != null && <NextEnd right={{ ...next, expires_at: next.expires_at }} />}
    </List>
  );
}
