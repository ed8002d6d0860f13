import type { ReactNode } from "react";
import { cx } from "@/shared/ui/cx";
import { ArrowDownIcon, ArrowUpIcon, type Icon } from "@/shared/ui/icons";
import { modelIcon } from "@/shared/ui/model-mark";
import css from "@/shared/ui/tile.module.css";
import type { Tone } from "@/shared/ui/tone";

export type TileSize = "small" | "medium" | "large" | "huge";

export interface TileProps {
  icon: Icon;
  tone?: Tone | undefined;
  /** 26, 36, 46, 60 pixels. */
  size?: TileSize | undefined;
  /** On the page itself a neutral tile is drawn as a card. */
  isOnPage?: boolean | undefined;
  /** What it stands for is closed. */
  isDimmed?: boolean | undefined;
}

const glyphs: Readonly<Record<TileSize, number>> = { small: 16, medium: 20, large: 24, huge: 28 };

export function Tile({ icon: Glyph, tone = "neutral", size = "medium", isOnPage = false, isDimmed = false }: TileProps) {
  return (
    <span className={cx(css.tile, css[size], css[tone], isOnPage && css.onPage, isDimmed && css.dimmed)} aria-hidden="true">
      <Glyph size={glyphs[size]} />
    </span>
  );
}

export interface DirectionTileProps {
  direction: "BUY" | "SELL";
  size?: TileSize | undefined;
}

export function DirectionTile({ direction, size }: DirectionTileProps): ReactNode {
  const isBuy = direction === "BUY";
  return <Tile icon={isBuy ? ArrowUpIcon : ArrowDownIcon} tone={isBuy ? "buy" : "sell"} size={size} />;
}

export interface ModelTileProps extends Omit<TileProps, "icon"> {
  modelId: string;
}

export function ModelTile({ modelId, ...props }: ModelTileProps): ReactNode {
  return <Tile icon={modelIcon(modelId)} {...props} />;
}
