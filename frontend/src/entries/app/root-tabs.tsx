import { app } from "@/entries/app/messages";
import { useMessages } from "@/shared/i18n/language";
import { MeIcon, ModelsIcon, ResultsIcon, SignalsIcon } from "@/shared/ui/icons";
import { Tabs } from "@/shared/ui/tabs";

/** The four ways through the app. */
export function RootTabs() {
  const t = useMessages(app);
  return (
    <Tabs
      tabs={[
        { href: "/", label: t.signals, icon: SignalsIcon },
        { href: "/models", label: t.models, icon: ModelsIcon },
        { href: "/results", label: t.results, icon: ResultsIcon },
        { href: "/me", label: t.me, icon: MeIcon },
      ]}
    />
  );
}
