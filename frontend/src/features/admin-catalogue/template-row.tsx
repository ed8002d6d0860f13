import css from "@/features/admin-catalogue/list.module.css";
import { toneOf } from "@/features/admin-catalogue/looks";
import { catalogue } from "@/features/admin-catalogue/messages";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import type { TemplateRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import { BanIcon, ChevronRightIcon } from "@/shared/ui/icons";
import { modelIcon } from "@/shared/ui/model-mark";
import { Tag } from "@/shared/ui/tag";
import { ModelTile, Tile } from "@/shared/ui/tile";

export interface TemplateRowProps {
  template: TemplateRead;
  onOpen: () => void;
}

export function TemplateRow({ template, onOpen }: TemplateRowProps) {
  const t = useMessages(catalogue);
  const { nameOf } = useKnownModels();
  return (
    <li className={cx(css.row, css.template)}>
      <Tile icon={modelIcon(template.icon)} tone={toneOf(template.color_scheme)} isDimmed={!template.is_active} />
      <div className={css.words}>
        <button type="button" className={css.press} aria-label={t.edit(template.name)} onClick={onOpen}>
          {template.name}
        </button>
        <p className={css.description}>{template.description}</p>
      </div>
      <div className={css.accuracy}>
        <div className={css.marks} aria-hidden="true">
          {template.subscriptions.map((id) => (
            <span key={id} title={nameOf(id)}>
              <ModelTile modelId={id} size="small" />
            </span>
          ))}
        </div>
        <span className="visually-hidden">{template.subscriptions.map(nameOf).join(", ")}</span>
      </div>
      <div className={css.state}>
        {(template.is_premium || !template.is_active) && (
          <div className={css.tags}>
            {template.is_premium && <Tag>{t.premium}</Tag>}
            {!template.is_active && <Tag icon={BanIcon}>{t.inactive}</Tag>}
          </div>
        )}
        <div className={css.count}>{t.modelCount(template.subscriptions.length)}</div>
      </div>
      <ChevronRightIcon size={18} className={css.chevron} />
    </li>
  );
}
