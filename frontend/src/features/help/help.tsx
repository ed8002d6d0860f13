import { type ReactNode, useState } from "react";
import { AccessExplained, DataExplained, LedgerExplained, NumbersExplained, SignalsExplained } from "@/features/help/explained";
import { help } from "@/features/help/messages";
import { RiskNotice } from "@/features/help/risk";
import { Topic } from "@/features/help/topic";
import { useMessages } from "@/shared/i18n/language";
import { DetailPage } from "@/shared/page/detail-page";
import { type Icon, InboxIcon, LinkIcon, ResultsIcon, ShieldCheckIcon, SignalsIcon, WarnIcon } from "@/shared/ui/icons";
import { PageHeader } from "@/shared/ui/page-header";
import { Stack } from "@/shared/ui/section";

interface Entry {
  id: string;
  icon: Icon;
  title: string;
  content: ReactNode;
}

/** What a person must know to use signals, and what not to believe. `#risk` and the like open one topic. */
export function Help() {
  const t = useMessages(help);
  const [sought] = useState(() => window.location.hash.slice(1));
  const topics: readonly Entry[] = [
    { id: "signals", icon: SignalsIcon, title: t.signalsTitle, content: <SignalsExplained /> },
    { id: "numbers", icon: ResultsIcon, title: t.numbersTitle, content: <NumbersExplained /> },
    { id: "ledger", icon: LinkIcon, title: t.ledgerTitle, content: <LedgerExplained /> },
    { id: "access", icon: InboxIcon, title: t.accessTitle, content: <AccessExplained /> },
    { id: "risk", icon: WarnIcon, title: t.riskTitle, content: <RiskNotice /> },
    { id: "data", icon: ShieldCheckIcon, title: t.dataTitle, content: <DataExplained /> },
  ];
  const first = topics.some(({ id }) => id === sought) ? sought : "signals";
  return (
    <DetailPage parent="/me">
      <PageHeader title={t.title} subtitle={t.subtitle} />
      <Stack>
        {topics.map(({ content, ...topic }) => (
          <Topic key={topic.id} {...topic} isOpenAtFirst={topic.id === first} isSought={topic.id === sought}>
            {content}
          </Topic>
        ))}
      </Stack>
    </DetailPage>
  );
}
