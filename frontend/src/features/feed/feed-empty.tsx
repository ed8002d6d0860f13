import type { ReactNode } from "react";
import { type Filter, narrowedBy, WIDE } from "@/features/feed/filter";
import type { Market } from "@/features/feed/market";
import { feed } from "@/features/feed/messages";
import { openingWords } from "@/features/feed/opening";
import { timeLeft } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useServerNow } from "@/shared/signal/server-clock";
import { Button, ButtonLink } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { FilterIcon, LockIcon, SignalsIcon } from "@/shared/ui/icons";

/** Nobody has opened a model for this person yet. */
export function NoModels() {
  const t = useMessages(feed);
  const action = (
    <ButtonLink kind="tinted" isWide href="/models">
      {t.seeModels}
    </ButtonLink>
  );
  return <EmptyState icon={LockIcon} title={t.noModels} why={t.noModelsWhy} action={action} />;
}

/** The address asks for a model that is not held: its paywall, never its signals. */
export function LockedModel({ modelId }: { modelId: string }) {
  const t = useMessages(feed);
  const action = (
    <ButtonLink kind="tinted" isWide href={`/models/${modelId}`}>
      {t.seeModel}
    </ButtonLink>
  );
  return <EmptyState icon={LockIcon} title={t.lockedModel} why={t.lockedModelWhy} action={action} />;
}

export interface FeedEmptyProps {
  filter: Filter;
  market: Market;
  hasOpen: boolean;
  hasClosed: boolean;
  onFilter: (change: Partial<Filter>) => void;
}

function useWords({ filter, market }: FeedEmptyProps): { title: string; why: string } {
  const t = useMessages(feed);
  const now = useServerNow();
  if (narrowedBy(filter) > 0) return { title: t.noMatch, why: t.noMatchWhy };
  if (filter.show === "closed") return { title: t.noneClosed, why: t.noneClosedWhy };
  if (market.kind === "closed" && market.opensAt !== null) {
    return { title: t.marketClosed, why: t.opensWhy(openingWords(market.opensAt, now), timeLeft(market.opensAt, now)) };
  }
  if (filter.show === "open") return { title: t.noneOpen, why: t.noneOpenWhy };
  return { title: t.nothingYet, why: t.nothingYetWhy };
}

function useAction({ filter, hasOpen, hasClosed, onFilter }: FeedEmptyProps): ReactNode {
  const t = useMessages(feed);
  const offered = (label: string, change: Partial<Filter>) => (
    <Button kind="tinted" isWide onClick={() => onFilter(change)}>
      {label}
    </Button>
  );
  if (narrowedBy(filter) > 0) return offered(t.clear, WIDE);
  if (filter.show === "open" && hasClosed) return offered(t.seeClosed, { show: "closed" });
  if (filter.show === "closed" && hasOpen) return offered(t.seeOpen, { show: "open" });
  return (
    <ButtonLink kind="tinted" isWide href="/models">
      {t.seeModels}
    </ButtonLink>
  );
}

/** Nothing to show: why, and what next. */
export function FeedEmpty(props: FeedEmptyProps) {
  const { title, why } = useWords(props);
  const action = useAction(props);
  const icon = narrowedBy(props.filter) > 0 ? FilterIcon : SignalsIcon;
  return <EmptyState icon={icon} title={title} why={why} action={action} />;
}
