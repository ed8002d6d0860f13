import { settings } from "@/features/settings/messages";
import { type Kind, KIND_NAMES, modeOf, modePatch } from "@/features/settings/preferences";
import type { Saving } from "@/features/settings/use-preferences";
import type { Preferences } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { List, ListRow } from "@/shared/ui/list";
import { Section } from "@/shared/ui/section";
import { ThreeWay, ThreeWayHead } from "@/shared/ui/three-way";

export interface KindsProps extends Pick<Saving, "save"> {
  preferences: Preferences;
  models: number;
  /** Nothing is sent yet, whatever is chosen. */
  isBotMissing: boolean;
}

/** How loud each kind of message is. */
export function Kinds({ preferences, models, isBotMissing, save }: KindsProps) {
  const t = useMessages(settings);
  const details: Readonly<Record<Kind, string>> = {
    signal: t.signalDetail(models),
    resolved: t.resolvedDetail,
    access: t.accessDetail,
    expiry: t.expiryDetail,
    broadcast: t.broadcastDetail,
  };
  return (
    <Section title={t.chatMessages} aside={<ThreeWayHead />} footnote={isBotMissing ? t.noBot : undefined}>
      <List label={t.chatMessages}>
        {KIND_NAMES.map((kind) => (
          <ListRow
            key={kind}
            look="plain"
            title={t[kind]}
            detail={details[kind]}
            aside={
              <ThreeWay label={t[kind]} value={modeOf(preferences, kind)} onChange={(mode) => save(modePatch(kind, mode))} />
            }
          />
        ))}
      </List>
    </Section>
  );
}
