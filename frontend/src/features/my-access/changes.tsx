import { useState } from "react";
import { myAccess } from "@/features/my-access/messages";
import css from "@/features/my-access/my-access.module.css";
import { inPlainWords, type Look } from "@/features/my-access/plain-words";
import type { OwnHistoryEntry } from "@/shared/api/types";
import { formatDateTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { HistoryIcon, HourglassIcon, type Icon, LockIcon, MeIcon, PlusIcon, UnlockIcon } from "@/shared/ui/icons";
import { Timeline, TimelineEntry } from "@/shared/ui/timeline";
import type { Tone } from "@/shared/ui/tone";

/** So many are shown before somebody asks for all. */
const AT_FIRST = 4;

const looks: Readonly<Record<Look, { icon: Icon; tone: Tone }>> = {
  opened: { icon: UnlockIcon, tone: "won" },
  extended: { icon: PlusIcon, tone: "neutral" },
  closed: { icon: LockIcon, tone: "lost" },
  ended: { icon: HourglassIcon, tone: "neutral" },
  person: { icon: MeIcon, tone: "neutral" },
  undone: { icon: HistoryIcon, tone: "neutral" },
};

function Change({ entry, nameOf }: { entry: OwnHistoryEntry; nameOf: (modelId: string) => string }) {
  const t = useMessages(myAccess);
  const { look, title, lines } = inPlainWords(entry, nameOf);
  const when = (
    <time dateTime={entry.created_at} className="num">
      {t.version(formatDateTime(entry.created_at), entry.version)}
    </time>
  );
  return <TimelineEntry {...looks[look]} title={title} lines={[...lines, when]} />;
}

export interface ChangesProps {
  entries: readonly OwnHistoryEntry[];
  nameOf: (modelId: string) => string;
  hasOlder: boolean;
  isLoadingOlder: boolean;
  onOlder: () => void;
}

/** The history in plain words, newest first: a few, then all that was loaded, then older ones by the page. */
export function Changes({ entries, nameOf, hasOlder, isLoadingOlder, onOlder }: ChangesProps) {
  const t = useMessages(myAccess);
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? entries : entries.slice(0, AT_FIRST);
  const hasMore = hasOlder || shown.length < entries.length;
  // Every change has its number, from 1 on: the newest one's says how many there are.
  const all = entries[0]?.version ?? 0;
  return (
    <Card isBare>
      <div className={css.timeline}>
        <Timeline>
          {shown.map((entry) => (
            <Change key={entry.id} entry={entry} nameOf={nameOf} />
          ))}
        </Timeline>
      </div>
      {hasMore && (
        <div className={css.more}>
          <Button kind="plain" isWide isBusy={isLoadingOlder} onClick={() => (isOpen ? onOlder() : setOpen(true))}>
            {isOpen ? t.showOlder : t.showAll(all)}
          </Button>
        </div>
      )}
    </Card>
  );
}
