import type { ReactNode } from "react";
import { Link } from "wouter";
import { cx } from "@/shared/ui/cx";
import { ChevronRightIcon } from "@/shared/ui/icons";
import css from "@/shared/ui/list.module.css";

export interface ListProps {
  children: ReactNode;
  /** Names the list where no heading does. */
  label?: string | undefined;
}

/** Rows on one card. Its role is written since Safari forgets lists without bullets. */
export function List({ children, label }: ListProps) {
  return (
    // eslint-disable-next-line jsx-a11y/no-redundant-roles
    <ul role="list" className={css.list} aria-label={label}>
      {children}
    </ul>
  );
}

export interface TwoLinesProps {
  title: ReactNode;
  /** Right of the title. Without `detailAside` it stands in the middle of both lines. */
  aside?: ReactNode;
  detail?: ReactNode;
  /** Right of the detail. */
  detailAside?: ReactNode;
}

/** "EUR/USD Buy ... Open" over "Shadow Stack · 1 h ... 5 h 12 min": how rows and the heads of cards are laid out. */
export function TwoLines({ title, aside, detail, detailAside }: TwoLinesProps) {
  const right = aside !== undefined && <div className={css.aside}>{aside}</div>;
  if (detailAside === undefined) {
    return (
      <>
        <div className={css.words}>
          {title}
          {detail !== undefined && <div className={css.detail}>{detail}</div>}
        </div>
        {right}
      </>
    );
  }
  return (
    <div className={css.words}>
      <div className={css.pair}>
        <div className={css.words}>{title}</div>
        {right}
      </div>
      <div className={css.pair}>
        <div className={cx(css.words, css.detail)}>{detail}</div>
        <div className={cx(css.aside, css.detail)}>{detailAside}</div>
      </div>
    </div>
  );
}

export interface ListRowProps {
  /** A tile, an avatar. */
  lead?: ReactNode;
  title: ReactNode;
  /** Second line, quiet. */
  detail?: ReactNode;
  /** At the right of both lines, or of the first; controls in it stay pressable over the row's link. */
  aside?: ReactNode;
  /** At the right of the second line. */
  detailAside?: ReactNode;
  /** Under the lines, beside the lead: a rail, an interval, a further action. */
  children?: ReactNode;
  /** The whole row leads there; a chevron says so unless there is an aside. */
  href?: string | undefined;
  onClick?: (() => void) | undefined;
  /** `plain` titles are 15/20 as in settings, `strong` ones 16/21 600. */
  look?: "strong" | "plain" | undefined;
  tone?: "lost" | undefined;
  hasChevron?: boolean | undefined;
  /** Just changed: tinted for two seconds. */
  isNew?: boolean | undefined;
  isCurrent?: boolean | undefined;
}

function RowTitle({ title, href, onClick, look, tone }: Pick<ListRowProps, "title" | "href" | "onClick" | "look" | "tone">) {
  const name = cx(css.title, look === "plain" ? css.plain : "t-16", tone === "lost" && css.lost);
  if (href !== undefined) {
    return (
      <Link href={href} className={cx(name, css.press)} onClick={onClick}>
        {title}
      </Link>
    );
  }
  if (onClick !== undefined) {
    return (
      <button type="button" className={cx(name, css.press)} onClick={onClick}>
        {title}
      </button>
    );
  }
  return <div className={name}>{title}</div>;
}

export function ListRow(props: ListRowProps) {
  const { lead, detail, aside, detailAside, children, hasChevron, isNew = false, isCurrent, ...head } = props;
  const isPressable = head.href !== undefined || head.onClick !== undefined;
  const isChevroned = hasChevron ?? (isPressable && aside === undefined && head.tone === undefined);
  return (
    <li className={cx(css.row, isPressable && css.pressable, isNew && css.new)} aria-current={isCurrent}>
      {lead !== undefined && <div className={css.lead}>{lead}</div>}
      <div className={css.body}>
        <div className={css.line}>
          <TwoLines title={<RowTitle {...head} />} aside={aside} detail={detail} detailAside={detailAside} />
          {isChevroned && <ChevronRightIcon size={18} className={css.chevron} />}
        </div>
        {children}
      </div>
    </li>
  );
}
