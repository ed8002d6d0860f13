import { results } from "@/features/results/messages";
import css from "@/features/results/results.module.css";
import type { OwnStats } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Card } from "@/shared/ui/card";
import { cx } from "@/shared/ui/cx";
import { CheckIcon, CrossIcon, type Icon, MinusIcon } from "@/shared/ui/icons";
import { Section } from "@/shared/ui/section";

interface Part {
  tone: "won" | "lost" | "rest";
  word: string;
  n: number;
}

const glyphs: Readonly<Record<Part["tone"], Icon>> = { won: CheckIcon, lost: CrossIcon, rest: MinusIcon };

function Bar({ title, parts }: { title: string; parts: readonly Part[] }) {
  const all = parts.reduce((sum, { n }) => sum + n, 0);
  return (
    <div className={css.shares}>
      <div className={css.sharesHead}>
        <h3 className={css.sharesTitle}>{title}</h3>
        <span className="num quiet">{count(all)}</span>
      </div>
      <div className={css.bar} aria-hidden="true">
        {parts
          .filter(({ n }) => n > 0)
          .map(({ tone, n }) => (
            <span key={tone} className={css[tone]} style={{ flexGrow: n }} />
          ))}
      </div>
      <ul className={css.parts}>
        {parts.map(({ tone, word, n }) => {
          const Glyph = glyphs[tone];
          return (
            <li key={tone} className={css.part}>
              <Glyph size={14} className={cx(css.glyph, css[`${tone}Glyph`])} />
              {word} <strong className="num">{count(n)}</strong>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What one took beside everything that the same models published. */
export function Shares({ taken, published }: Pick<OwnStats, "taken" | "published">) {
  const t = useMessages(results);
  return (
    <Section title={t.takenHead} footnote={t.takenFootnote}>
      <Card>
        <Bar
          title={t.taken}
          parts={[
            { tone: "won", word: t.won, n: taken.won },
            { tone: "lost", word: t.lost, n: taken.lost },
            { tone: "rest", word: t.skipped, n: taken.skipped },
          ]}
        />
        <Bar
          title={t.publishedWord}
          parts={[
            { tone: "won", word: t.target, n: published.won },
            { tone: "lost", word: t.stop, n: published.lost },
            { tone: "rest", word: t.expired, n: published.expired },
          ]}
        />
      </Card>
    </Section>
  );
}
