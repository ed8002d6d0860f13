import type { KeyboardEvent, MouseEvent, ReactNode, Ref } from "react";
import { cx } from "@/shared/ui/cx";
import { ArrowDownIcon, ArrowUpIcon } from "@/shared/ui/icons";
import css from "@/shared/ui/table.module.css";

/** Pixels, for virtual lists. */
export const ROW_HEIGHT = 42;

export interface TableProps {
  /** Names the table. */
  label: string;
  /** The cells of the head. */
  head: ReactNode;
  /** Rows. */
  children: ReactNode;
  footer?: ReactNode;
  /** All rows there are, when only those in sight are drawn. */
  rowCount?: number | undefined;
  /** Limits its height, so that it scrolls by itself under its head. */
  scrollRef?: Ref<HTMLDivElement> | undefined;
  height?: number | string | undefined;
  onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
}

/** On a bare card: a head that stays, rows of 42, a footer that tells the position. */
export function Table({ label, head, children, footer, rowCount, scrollRef, height, onKeyDown }: TableProps) {
  return (
    <div className={css.frame}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- what scrolls must be reachable by keys */}
      <div ref={scrollRef} className={css.scroll} style={{ height }} role="region" aria-label={label} tabIndex={0} onKeyDown={onKeyDown}>
        <table className={css.table} aria-label={label} aria-rowcount={rowCount === undefined ? undefined : rowCount + 1}>
          <thead>
            <tr>{head}</tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
      {footer !== undefined && <div className={css.footer}>{footer}</div>}
    </div>
  );
}

export interface ThProps {
  children?: ReactNode;
  align?: "start" | "end" | "center" | undefined;
  width?: number | string | undefined;
  /** Given with `onSort`: how it is sorted now, or not by this column. */
  sort?: "ascending" | "descending" | "none" | undefined;
  onSort?: (() => void) | undefined;
}

export function Th({ children, align = "start", width, sort, onSort }: ThProps) {
  const Arrow = sort === "descending" ? ArrowDownIcon : ArrowUpIcon;
  const isSorted = sort !== undefined && sort !== "none";
  return (
    <th scope="col" className={cx(css.th, css[align], isSorted && css.sorted)} style={{ width }} aria-sort={sort}>
      {onSort === undefined ? (
        children
      ) : (
        <button type="button" className={css.sort} onClick={onSort}>
          {children}
          {isSorted && <Arrow size={14} />}
        </button>
      )}
    </th>
  );
}

export interface TrProps {
  children: ReactNode;
  isSelected?: boolean | undefined;
  /** Where the keyboard stands. */
  isActive?: boolean | undefined;
  isNew?: boolean | undefined;
  /** From 1, without the head, when only rows in sight are drawn. */
  index?: number | undefined;
  onClick?: ((event: MouseEvent<HTMLTableRowElement>) => void) | undefined;
  ref?: Ref<HTMLTableRowElement> | undefined;
}

/** A press anywhere on it is a shortcut: a link in one of its cells must do the same. */
export function Tr({ children, isSelected, isActive = false, isNew = false, index, onClick, ref }: TrProps) {
  return (
    <tr
      ref={ref}
      className={cx(css.tr, isSelected === true && css.selected, isActive && css.active, isNew && css.new, onClick && css.pressable)}
      aria-selected={isSelected}
      aria-rowindex={index === undefined ? undefined : index + 1}
      onClick={onClick}
    >
      {children}
    </tr>
  );
}

export interface TdProps {
  children?: ReactNode;
  align?: "start" | "end" | "center" | undefined;
  /** What the row is about: it is its header. */
  isHead?: boolean | undefined;
  isQuiet?: boolean | undefined;
  colSpan?: number | undefined;
}

export function Td({ children, align = "start", isHead = false, isQuiet = false, colSpan }: TdProps) {
  const name = cx(css.td, css[align], isQuiet && css.quiet);
  if (isHead) {
    return (
      <th scope="row" className={name} colSpan={colSpan}>
        {children}
      </th>
    );
  }
  return (
    <td className={name} colSpan={colSpan}>
      {children}
    </td>
  );
}

/** Room for rows that are not drawn, in a virtual list. */
export function SpacerRow({ height, colSpan }: { height: number; colSpan: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td colSpan={colSpan} style={{ height, padding: 0 }} />
    </tr>
  );
}
