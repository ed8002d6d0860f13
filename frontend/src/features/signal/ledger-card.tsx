import { useState } from "react";
import { page } from "@/features/signal/messages";
import css from "@/features/signal/signal.module.css";
import type { SignalRead } from "@/shared/api/types";
import { serialNumber } from "@/shared/format/ids";
import { formatDate, formatDayTime, formatTimeExact } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Card } from "@/shared/ui/card";
import { IconButton } from "@/shared/ui/icon-button";
import { CheckIcon, CopyIcon, LinkIcon, WarnIcon } from "@/shared/ui/icons";
import { Hash } from "@/shared/ui/serial";
import { toast } from "@/shared/ui/toasts";

function useWords(signal: SignalRead): string {
  const t = useMessages(page);
  const at = `${formatDate(signal.created_at)}, ${formatTimeExact(signal.created_at)}`;
  if (signal.replay) return t.writtenReplay(at);
  return signal.resolved_at === null ? t.written(at) : t.writtenClosed(at, formatDayTime(signal.resolved_at));
}

/** Its place in the chain: what was promised can be looked up, and was there before the outcome. */
export function LedgerCard({ signal }: { signal: SignalRead }) {
  const t = useMessages(page);
  const [isWhole, setWhole] = useState(false);
  const said = useWords(signal);
  const copy = () => {
    navigator.clipboard.writeText(signal.hash).then(
      () => toast({ tone: "won", icon: CheckIcon, title: t.copied }),
      () => {
        setWhole(true);
        toast({ tone: "warn", icon: WarnIcon, title: t.copyFailed, detail: t.copyFailedWhy });
      },
    );
  };
  return (
    <Card as="section">
      <div className={css.ledger}>
        <LinkIcon size={18} />
        <h2 className="t-16">
          {t.ledger} <span className="mono">{serialNumber(signal.seq)}</span>
        </h2>
        <span className={css.hash}>
          <Hash value={signal.hash} />
          <IconButton icon={CopyIcon} label={t.copy} onClick={copy} />
        </span>
      </div>
      {isWhole && <p className={css.whole}>{signal.hash}</p>}
      <p className={css.note}>{said}</p>
    </Card>
  );
}
