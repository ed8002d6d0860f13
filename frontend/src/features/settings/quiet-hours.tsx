import { useId, useState } from "react";
import { isTime, span } from "@/features/settings/hours";
import { settings } from "@/features/settings/messages";
import css from "@/features/settings/settings.module.css";
import type { Saving } from "@/features/settings/use-preferences";
import { useSettled } from "@/features/settings/use-settled";
import { deviceZone } from "@/features/settings/zones";
import type { Preferences } from "@/shared/api/types";
import { duration, zoneLabel } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { List, ListRow } from "@/shared/ui/list";
import { Section } from "@/shared/ui/section";
import { Switch } from "@/shared/ui/switch";

type Hours = NonNullable<Preferences["quiet_hours"]>;

const USUAL: Hours = { starts_at: "23:00", ends_at: "07:30" };

const isSame = (one: Hours, other: Hours): boolean => one.starts_at === other.starts_at && one.ends_at === other.ends_at;

/** The two times while they are typed; stored once they stand still and make sense. */
function Times({ stored, onChange }: { stored: Hours; onChange: (hours: Hours) => void }) {
  const t = useMessages(settings);
  const error = useId();
  const [typed, setTyped] = useState(stored);
  const [before, setBefore] = useState(stored);
  if (!isSame(before, stored)) {
    setBefore(stored);
    setTyped(stored);
  }
  const isComplete = isTime(typed.starts_at) && isTime(typed.ends_at);
  const isEmpty = isComplete && typed.starts_at === typed.ends_at;
  useSettled(typed, isComplete && !isEmpty && !isSame(typed, stored), onChange);
  const field = (name: keyof Hours, label: string) => (
    <input
      type="time"
      className={css.time}
      aria-label={label}
      aria-invalid={isEmpty || undefined}
      aria-describedby={isEmpty ? error : undefined}
      value={typed[name]}
      required
      onChange={(event) => setTyped({ ...typed, [name]: event.target.value.slice(0, 5) })}
    />
  );
  return (
    <li className={css.times}>
      <div className={css.timesLine}>
        {field("starts_at", t.quietFrom)}
        <span className="quiet">{t.to}</span>
        {field("ends_at", t.quietTo)}
        <span className={css.duration}>{isComplete && !isEmpty && duration(span(typed.starts_at, typed.ends_at))}</span>
      </div>
      {isEmpty && (
        <p id={error} role="alert" className={css.error}>
          {t.sameTimes}
        </p>
      )}
    </li>
  );
}

export interface QuietHoursProps extends Pick<Saving, "save"> {
  preferences: Preferences;
}

/** When no message comes. Hours mean nothing without a zone, so the device's is stored with them if none was chosen. */
export function QuietHours({ preferences, save }: QuietHoursProps) {
  const t = useMessages(settings);
  const { quiet_hours: hours, digest, timezone } = preferences;
  const [last, setLast] = useState(hours ?? USUAL);
  const zone = timezone === null ? { timezone: deviceZone() } : {};
  const keep = (chosen: Hours) => {
    setLast(chosen);
    save({ quiet_hours: chosen, ...zone });
  };
  return (
    <Section title={t.quietHours} footnote={hours === null ? undefined : t.quietZone(zoneLabel(timezone ?? deviceZone()))}>
      <List label={t.quietHours}>
        <ListRow
          look="plain"
          title={t.quietHours}
          aside={
            <Switch
              label={t.quietHours}
              isOn={hours !== null}
              onChange={(isOn) => (isOn ? keep(last) : save({ quiet_hours: null }))}
            />
          }
        />
        {hours !== null && <Times stored={hours} onChange={keep} />}
        {hours !== null && (
          <ListRow
            look="plain"
            title={t.digest}
            detail={digest ? t.digestDetail(hours.ends_at) : t.digestOff(hours.ends_at)}
            aside={<Switch label={t.digest} isOn={digest} onChange={(isOn) => save({ digest: isOn })} />}
          />
        )}
      </List>
    </Section>
  );
}
