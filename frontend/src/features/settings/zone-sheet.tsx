import { useMemo, useState } from "react";
import { ChoiceList, type ChoiceOption } from "@/features/settings/choice-list";
import type { ChoiceSheetProps } from "@/features/settings/language-sheet";
import { settings } from "@/features/settings/messages";
import css from "@/features/settings/settings.module.css";
import { allZones, deviceZone, foundZones, type Zone } from "@/features/settings/zones";
import { zoneLabel } from "@/shared/format/time";
import { useLanguage, useMessages } from "@/shared/i18n/language";
import { SearchField } from "@/shared/ui/field";
import { Sheet } from "@/shared/ui/sheet";

/** More than anybody scrolls through; the search finds the rest. */
const MOST = 60;

const optionOf = ({ id, label, name }: Zone): ChoiceOption => ({ value: id, label, detail: name });

/** No zone of one's own: that of the device, wherever it is. */
const AS_DEVICE = "";

/** The zone that times are told in. The device's own comes first, and the chosen one before all others. */
export function ZoneSheet({ chosen, save, onClose }: ChoiceSheetProps & { chosen: string | null }) {
  const t = useMessages(settings);
  const language = useLanguage();
  const [search, setSearch] = useState("");
  const own = deviceZone();
  const zones = useMemo(() => allZones(language, chosen === null ? [own] : [own, chosen]), [language, own, chosen]);
  const found = foundZones(zones, search);
  const isSearching = search.trim() !== "";
  const current = chosen ?? AS_DEVICE;
  const others = isSearching ? found : [...found].sort((one, other) => Number(other.id === current) - Number(one.id === current));
  const device = { value: AS_DEVICE, label: t.asDevice, detail: zoneLabel(own) };
  const listed = others.filter(({ id }) => isSearching || id !== own || id === chosen).slice(0, MOST);
  const hidden = found.length - listed.length - (isSearching ? 0 : 1);
  return (
    <Sheet title={t.timeZone} onClose={onClose}>
      <div className={css.search}>
        <SearchField label={t.zoneSearch} placeholder={t.zoneSearch} value={search} onChange={(event) => setSearch(event.target.value)} />
      </div>
      <div className={css.zones}>
        {isSearching && found.length === 0 && <p className={css.note}>{t.zoneNone}</p>}
        <ChoiceList
          label={t.timeZone}
          value={current}
          options={[...(isSearching ? [] : [device]), ...listed.map(optionOf)]}
          onChoose={(timezone) => {
            onClose();
            save({ timezone: timezone === AS_DEVICE ? null : timezone });
          }}
        />
        {hidden > 0 && <p className={css.note}>{t.zoneMore(hidden)}</p>}
      </div>
    </Sheet>
  );
}
