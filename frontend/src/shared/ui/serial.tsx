import type { ClipboardEvent, ReactNode } from "react";
import { groupDigits, hashStart, serialNumber, shortHash } from "@/shared/format/ids";
import { useLanguage, useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import { words } from "@/shared/ui/messages";
import css from "@/shared/ui/serial.module.css";

/** What is copied out of it is the plain value, not the shortened or grouped one. */
export function PlainCopy({ plain, className, children }: { plain: string; className?: string | undefined; children: ReactNode }) {
  const copy = (event: ClipboardEvent) => {
    event.clipboardData.setData("text/plain", plain);
    event.preventDefault();
  };
  return (
    <span className={className} onCopy={copy}>
      {children}
    </span>
  );
}

/** A number of Telegram's, grouped to be compared by eye. */
export function IdNumber({ value }: { value: number | string }) {
  return (
    <PlainCopy plain={String(value)} className="num nowrap">
      {groupDigits(value)}
    </PlainCopy>
  );
}

export interface HashProps {
  value: string;
  /** The first eight digits, where there is no room for both ends. */
  isTiny?: boolean | undefined;
}

export function Hash({ value, isTiny = false }: HashProps) {
  return (
    <PlainCopy plain={value} className={cx("mono", css.hash)}>
      <span title={value}>{isTiny ? hashStart(value) : shortHash(value)}</span>
    </PlainCopy>
  );
}

export interface SerialProps {
  /** A row of the ledger. */
  seq?: number | undefined;
  /** A version of somebody's rights. */
  version?: number | undefined;
  hash?: string | undefined;
}

/** "#1,793  9f3c41d7…77b1a0e2", "v8": on whatever was promised or granted. */
export function Serial({ seq, version, hash }: SerialProps) {
  const t = useMessages(words);
  useLanguage();
  return (
    <span className={css.serial}>
      {seq !== undefined && <span className="mono">{serialNumber(seq)}</span>}
      {version !== undefined && (
        <span className="mono">
          <span aria-hidden="true">v{version}</span>
          <span className="visually-hidden">{t.versionName(version)}</span>
        </span>
      )}
      {hash !== undefined && <Hash value={hash} />}
    </span>
  );
}
