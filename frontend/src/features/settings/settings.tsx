import { ConfidenceSheet } from "@/features/settings/confidence-sheet";
import { Kinds } from "@/features/settings/kinds";
import { LANGUAGE_NAMES, LanguageSheet } from "@/features/settings/language-sheet";
import { settings } from "@/features/settings/messages";
import { OwnData } from "@/features/settings/own-data";
import { PerModelSheet } from "@/features/settings/per-model-sheet";
import { ownMode } from "@/features/settings/preferences";
import { Preview } from "@/features/settings/preview";
import { QuietHours } from "@/features/settings/quiet-hours";
import { Saved } from "@/features/settings/saved";
import { SettingRow } from "@/features/settings/setting-row";
import { type Saving, usePreferences } from "@/features/settings/use-preferences";
import { ZoneSheet } from "@/features/settings/zone-sheet";
import { deviceZone } from "@/features/settings/zones";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sessionsQuery } from "@/shared/api/queries";
import type { Preferences } from "@/shared/api/types";
import { appQuery } from "@/shared/bot/app-query";
import { BotBanner } from "@/shared/bot/bot-banner";
import { percent } from "@/shared/format/numbers";
import { zoneLabel } from "@/shared/format/time";
import { useLanguage, useMessages } from "@/shared/i18n/language";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { DetailPage } from "@/shared/page/detail-page";
import { ApiError } from "@/shared/session/errors";
import { ErrorState } from "@/shared/ui/empty-state";
import { List, ListRow } from "@/shared/ui/list";
import { PageHeader } from "@/shared/ui/page-header";
import { Section } from "@/shared/ui/section";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

type Choice = "language" | "zone" | "perModel" | "confidence";

interface ChosenProps extends Pick<Saving, "save"> {
  preferences: Preferences;
}

function Sessions() {
  const t = useMessages(settings);
  const { data } = useQuery(sessionsQuery);
  return (
    <Section title={t.sessions}>
      <List label={t.sessions}>
        <SettingRow title={t.sessions} value={data === undefined ? "" : t.devices(data.length)} href="/me/sessions" />
        <ListRow look="plain" tone="lost" title={t.logOutEverywhere} href="/me/sessions?end=all" />
      </List>
    </Section>
  );
}

function Sheets({ choice, preferences, save, onClose }: ChosenProps & { choice: Choice | null; onClose: () => void }) {
  const { held } = useSubscriptions();
  const given = { save, onClose };
  switch (choice) {
    case "language":
      return <LanguageSheet {...given} />;
    case "zone":
      return <ZoneSheet {...given} chosen={preferences.timezone} />;
    case "perModel":
      return <PerModelSheet {...given} preferences={preferences} rights={[...held.values()]} />;
    case "confidence":
      return <ConfidenceSheet {...given} chosen={preferences.min_confidence} />;
    case null:
      return null;
  }
}

function Chosen({ preferences, save }: ChosenProps) {
  const t = useMessages(settings);
  const language = useLanguage();
  const { held } = useSubscriptions();
  const { data: app } = useQuery(appQuery);
  const [choice, setChoice] = useState<Choice | null>(null);
  const { timezone, min_confidence: least } = preferences;
  const changed = [...held.keys()].filter((id) => ownMode(preferences, id) !== null).length;
  const open = (one: Choice) => () => setChoice(one);
  return (
    <>
      <BotBanner />
      <List label={t.general}>
        <SettingRow title={t.language} value={LANGUAGE_NAMES[language]} onClick={open("language")} />
        <SettingRow title={t.timeZone} value={zoneLabel(timezone ?? deviceZone())} onClick={open("zone")} />
      </List>
      <Kinds preferences={preferences} models={held.size} isBotMissing={app?.has_bot === false} save={save} />
      <Section title={t.finer}>
        <List label={t.finer}>
          <SettingRow
            title={t.perModel}
            value={changed === 0 ? t.perModelNone : t.perModelChanged(changed)}
            onClick={open("perModel")}
          />
          <SettingRow
            title={t.minConfidence}
            value={least === null ? t.anyConfidence : percent(least)}
            onClick={open("confidence")}
          />
        </List>
      </Section>
      <QuietHours preferences={preferences} save={save} />
      <Preview />
      <Sessions />
      <OwnData />
      <Sheets choice={choice} preferences={preferences} save={save} onClose={() => setChoice(null)} />
    </>
  );
}

/** Language, time and messages. Every change is stored by itself. */
export function Settings() {
  const t = useMessages(settings);
  const { me, preferences, saving } = usePreferences();
  return (
    <DetailPage parent="/me">
      <PageHeader title={t.title} aside={<Saved state={saving.state} />} />
      {preferences !== undefined && <Chosen preferences={preferences} save={saving.save} />}
      {preferences === undefined && me.isError && (
        <ErrorState
          title={t.failed}
          why={t.failedWhy}
          isRetrying={me.isFetching}
          onRetry={() => void me.refetch()}
          requestId={me.error instanceof ApiError ? me.error.requestId : null}
        />
      )}
      {preferences === undefined && !me.isError && (
        <Loading>
          <SkeletonRows count={2} hasAside={false} />
          <SkeletonRows count={5} />
          <SkeletonRows count={2} hasAside={false} />
        </Loading>
      )}
    </DetailPage>
  );
}
