import { lazy, Suspense, useState } from "react";
import { type Filter, narrowedBy, type Show } from "@/features/feed/filter";
import css from "@/features/feed/feed.module.css";
import { feed } from "@/features/feed/messages";
import { percent } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { Chips, FilterChip } from "@/shared/ui/chips";
import { IconButton } from "@/shared/ui/icon-button";
import { FilterIcon } from "@/shared/ui/icons";

const FilterSheet = lazy(async () => ({ default: (await import("@/features/feed/filter-sheet")).FilterSheet }));

export interface FilterBarProps {
  filter: Filter;
  openCount: number | undefined;
  onFilter: (change: Partial<Filter>) => void;
}

function FilterButton({ filter, onFilter }: Omit<FilterBarProps, "openCount">) {
  const t = useMessages(feed);
  const [isOpen, setOpen] = useState(false);
  const set = narrowedBy(filter);
  return (
    <>
      <IconButton
        icon={FilterIcon}
        kind="chip"
        label={set > 0 ? t.filterSet(set) : t.filter}
        badge={set}
        isExpanded={isOpen}
        onClick={() => setOpen(true)}
      />
      {isOpen && (
        <Suspense>
          <FilterSheet filter={filter} onFilter={onFilter} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

/** What is set, each with its way out. */
function SetFilters({ filter, onFilter }: Omit<FilterBarProps, "openCount">) {
  const t = useMessages(feed);
  const { held } = useSubscriptions();
  const { pair, modelId, confidence } = filter;
  if (narrowedBy(filter) === 0) return null;
  return (
    <div className={css.filters} role="group" aria-label={t.filtersSet}>
      {pair !== null && <FilterChip label={pair} onRemove={() => onFilter({ pair: null })} />}
      {modelId !== null && (
        <FilterChip label={held.get(modelId)?.model_name ?? modelId} onRemove={() => onFilter({ modelId: null })} />
      )}
      {confidence > 0 && (
        <FilterChip label={t.minConfidence(percent(confidence / 100))} onRemove={() => onFilter({ confidence: 0 })} />
      )}
    </div>
  );
}

/** All, open or closed ones, and the way to narrow them further. */
export function FilterBar({ filter, openCount, onFilter }: FilterBarProps) {
  const t = useMessages(feed);
  return (
    <>
      <Chips<Show>
        label={t.part}
        value={filter.show}
        onChange={(show) => onFilter({ show })}
        options={[
          { value: "all", label: t.all },
          { value: "open", label: t.openOnes, count: openCount },
          { value: "closed", label: t.closedOnes },
        ]}
        aside={<FilterButton filter={filter} onFilter={onFilter} />}
      />
      <SetFilters filter={filter} onFilter={onFilter} />
    </>
  );
}
