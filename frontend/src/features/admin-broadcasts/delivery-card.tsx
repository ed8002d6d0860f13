import css from "@/features/admin-broadcasts/editor.module.css";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import { momentLack, type When } from "@/features/admin-broadcasts/moment";
import { SwitchRow } from "@/shared/admin/ui/switch-row";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import { zonedInput } from "@/shared/admin/ui/zoned-time";
import { timeZone, zoneLabel } from "@/shared/format/zone";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";
import { TextField } from "@/shared/ui/field";
import { Segmented } from "@/shared/ui/segmented";

const HOUR = 3_600_000;

export interface DeliveryCardProps {
  when: When;
  onWhen: (when: When) => void;
  isSilent: boolean;
  onSilent: (isSilent: boolean) => void;
}

/** When it leaves, in the admin's zone, and whether it is heard. */
export function DeliveryCard({ when, onWhen, isSilent, onSilent }: DeliveryCardProps) {
  const t = useMessages(editor);
  const zone = timeZone();
  const now = useServerNow();
  const lack = when.written === "" ? null : momentLack(when, zone, now);
  const choose = (kind: When["kind"]) => {
    const written = when.written === "" && kind === "at" ? zonedInput(Math.ceil((now + HOUR) / HOUR) * HOUR, zone) : when.written;
    onWhen({ kind, written });
  };
  return (
    <Card as="section" labelledBy="when">
      <CardHead id="when" title={t.when} />
      <div className={css.fields}>
        <Segmented
          label={t.when}
          options={[
            { value: "now", label: t.now },
            { value: "at", label: t.atMoment },
          ]}
          value={when.kind}
          onChange={choose}
        />
        {when.kind === "at" && (
          <TextField
            type="datetime-local"
            label={t.moment}
            hint={zoneLabel(zone)}
            min={zonedInput(now, zone)}
            value={when.written}
            error={lack === "past" ? t.momentPast : undefined}
            onChange={(event) => onWhen({ ...when, written: event.target.value })}
          />
        )}
        <SwitchRow label={t.silent} why={t.silentWhy} isOn={isSilent} onChange={onSilent} />
      </div>
    </Card>
  );
}
