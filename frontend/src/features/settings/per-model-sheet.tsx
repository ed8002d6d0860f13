import type { ChoiceSheetProps } from "@/features/settings/language-sheet";
import { settings } from "@/features/settings/messages";
import { type Mode, modeOf, ownMode } from "@/features/settings/preferences";
import css from "@/features/settings/settings.module.css";
import type { AccessRight, Preferences } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { ModelMark } from "@/shared/ui/model-mark";
import { Sheet } from "@/shared/ui/sheet";
import { ThreeWay, ThreeWayHead } from "@/shared/ui/three-way";

interface ModelRowProps {
  right: AccessRight;
  own: Mode | null;
  common: Mode;
  onChange: (mode: Mode | null) => void;
}

function ModelRow({ right: { model_id: id, model_name: name }, own, common, onChange }: ModelRowProps) {
  const t = useMessages(settings);
  const words = { on: t.modeOn, silent: t.modeSilent, off: t.modeOff };
  return (
    <li className={css.model}>
      <ModelMark modelId={id} size={20} />
      <div className={css.modelWords}>
        <div className={css.modelName}>{name}</div>
        {own === null ? (
          <div className={css.small}>{t.followsAll(words[common])}</div>
        ) : (
          <Button kind="plain" size="small" label={t.asForAllName(name)} onClick={() => onChange(null)}>
            {t.asForAll}
          </Button>
        )}
      </div>
      <ThreeWay label={name} value={own ?? common} onChange={onChange} />
    </li>
  );
}

export interface PerModelSheetProps extends ChoiceSheetProps {
  preferences: Preferences;
  rights: readonly AccessRight[];
}

/** A loudness for each model that is open; what is not chosen goes with all new signals. */
export function PerModelSheet({ preferences, rights, save, onClose }: PerModelSheetProps) {
  const t = useMessages(settings);
  const common = modeOf(preferences, "signal");
  return (
    <Sheet title={t.perModel} onClose={onClose}>
      <p className={css.note}>{rights.length === 0 ? t.perModelEmpty : t.perModelWhy}</p>
      {rights.length > 0 && (
        <>
          <div className={css.modelsHead}>
            <ThreeWayHead />
          </div>
          <ul>
            {rights.map((right) => (
              <ModelRow
                key={right.model_id}
                right={right}
                own={ownMode(preferences, right.model_id)}
                common={common}
                onChange={(mode) => save({ signal_modes: { [right.model_id]: mode } })}
              />
            ))}
          </ul>
        </>
      )}
    </Sheet>
  );
}
