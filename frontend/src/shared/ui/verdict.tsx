import type { Record_ } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import { ApproxIcon, BetterIcon, DotsIcon, WorseIcon, type Icon } from "@/shared/ui/icons";
import { words } from "@/shared/ui/messages";
import css from "@/shared/ui/verdict.module.css";

export type VerdictName = Record_["verdict"];

interface Look {
  icon: Icon;
  tone: string;
  word: "better" | "worse" | "notDistinguishable" | "notEnoughData";
}

const looks: Readonly<Record<VerdictName, Look>> = {
  better_than_chance: { icon: BetterIcon, tone: "won", word: "better" },
  worse_than_chance: { icon: WorseIcon, tone: "lost", word: "worse" },
  not_distinguishable: { icon: ApproxIcon, tone: "ink", word: "notDistinguishable" },
  not_enough_data: { icon: DotsIcon, tone: "ink", word: "notEnoughData" },
};

/** The service's verdict as it is typed; a word that this version does not know claims nothing. */
export function verdictOf(word: string): VerdictName {
  return Object.hasOwn(looks, word) ? (word as VerdictName) : "not_enough_data";
}

export function useVerdictWords(verdict: VerdictName): string {
  return useMessages(words)[looks[verdict].word];
}

export interface VerdictGlyphProps {
  verdict: VerdictName;
  size?: number | undefined;
}

export function VerdictGlyph({ verdict, size = 16 }: VerdictGlyphProps) {
  const { icon: Glyph, tone } = looks[verdict];
  return <Glyph size={size} className={css[tone]} />;
}

export interface VerdictProps {
  verdict: VerdictName;
  className?: string | undefined;
}

/** Glyph and words. */
export function Verdict({ verdict, className }: VerdictProps) {
  return (
    <span className={cx(css.verdict, css[looks[verdict].tone], className)}>
      <VerdictGlyph verdict={verdict} />
      {useVerdictWords(verdict)}
    </span>
  );
}
