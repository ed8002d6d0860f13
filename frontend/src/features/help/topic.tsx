import { type ReactNode, useEffect, useRef } from "react";
import css from "@/features/help/help.module.css";
import { ChevronDownIcon, type Icon } from "@/shared/ui/icons";

export interface TopicProps {
  /** Its part of an address: "#risk" opens it. */
  id: string;
  icon: Icon;
  title: string;
  isOpenAtFirst: boolean;
  /** The address named it: come into sight. */
  isSought: boolean;
  children: ReactNode;
}

/** A heading that opens what is under it. */
export function Topic({ id, icon: Glyph, title, isOpenAtFirst, isSought, children }: TopicProps) {
  const place = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isSought) place.current?.scrollIntoView({ block: "start" });
  }, [isSought]);
  return (
    <details ref={place} id={id} className={css.topic} open={isOpenAtFirst}>
      <summary className={css.summary}>
        <Glyph size={20} className={css.glyph} />
        <h2 className={css.heading}>{title}</h2>
        <ChevronDownIcon size={18} className={css.chevron} />
      </summary>
      <div className={css.content}>{children}</div>
    </details>
  );
}

/** Words and what they mean. */
export function Terms({ terms }: { terms: readonly (readonly [term: string, meaning: string])[] }) {
  return (
    <dl className={css.terms}>
      {terms.map(([term, meaning]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Steps({ steps }: { steps: readonly string[] }) {
  return (
    <ol className={css.steps}>
      {steps.map((step, at) => (
        <li key={step}>
          <span className={css.number} aria-hidden="true">
            {at + 1}
          </span>
          <span>{step}</span>
        </li>
      ))}
    </ol>
  );
}
