import type { ReactNode } from "react";
import css from "@/features/settings/settings.module.css";
import { ListRow } from "@/shared/ui/list";

export interface SettingRowProps {
  title: string;
  value: ReactNode;
  onClick?: (() => void) | undefined;
  href?: string | undefined;
}

/** A setting with what it stands at; a press opens its choice. */
export function SettingRow({ title, value, onClick, href }: SettingRowProps) {
  return (
    <ListRow look="plain" title={title} onClick={onClick} href={href} hasChevron aside={<span className={css.value}>{value}</span>} />
  );
}
