import css from "@/features/admin-catalogue/list.module.css";
import { Measured } from "@/features/admin-catalogue/measured";
import { catalogue } from "@/features/admin-catalogue/messages";
import type { AdminModelRead, Stats } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { BanIcon, ChevronRightIcon } from "@/shared/ui/icons";
import type { Axis } from "@/shared/ui/interval-geometry";
import { Tag } from "@/shared/ui/tag";
import { ModelTile } from "@/shared/ui/tile";

export interface ModelRowProps {
  model: AdminModelRead;
  axis: Axis;
  /** How many hold it, once that is known. */
  held: Stats["rights_by_model"][number] | undefined;
  onOpen: () => void;
}

export function ModelRow({ model, axis, held, onOpen }: ModelRowProps) {
  const t = useMessages(catalogue);
  return (
    <li className={css.row}>
      <ModelTile modelId={model.id} isDimmed={!model.is_active} />
      <div className={css.words}>
        <button type="button" className={css.press} aria-label={t.edit(model.name)} onClick={onOpen}>
          {model.name}
        </button>
        <span className={css.id}>{model.id}</span>
        <p className={css.description}>{model.description}</p>
      </div>
      <div className={css.accuracy}>
        <Measured accuracy={model.accuracy} axis={axis} />
      </div>
      <div className={css.state}>
        {(model.is_free || !model.is_active) && (
          <div className={css.tags}>
            {model.is_free && <Tag>{t.free}</Tag>}
            {!model.is_active && <Tag icon={BanIcon}>{t.retired}</Tag>}
          </div>
        )}
        {held !== undefined && <div className={css.count}>{t.holders(held.active)}</div>}
        {held !== undefined && held.ending_7_days > 0 && <div className={css.count}>{t.endingSoon(held.ending_7_days)}</div>}
      </div>
      <ChevronRightIcon size={18} className={css.chevron} />
    </li>
  );
}
