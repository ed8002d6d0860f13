import type { ReactNode } from "react";
import css from "@/features/model/model.module.css";
import { cx } from "@/shared/ui/cx";
import type { Icon } from "@/shared/ui/icons";
import { PageHeader } from "@/shared/ui/page-header";
import { ModelTile } from "@/shared/ui/tile";

export interface ModelHeadProps {
  modelId: string;
  name: string;
  icon: Icon;
  /** Until when it is open, or that it is locked. */
  children: ReactNode;
  isSoon?: boolean;
}

export function ModelHead({ modelId, name, icon: Glyph, children, isSoon = false }: ModelHeadProps) {
  const state = (
    <span className={cx(css.state, isSoon && css.soon)}>
      <Glyph size={16} />
      <span>{children}</span>
    </span>
  );
  return <PageHeader lead={<ModelTile modelId={modelId} size="large" isOnPage />} title={name} subtitle={state} />;
}
