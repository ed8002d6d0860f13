/** Telegram's HTML as Telegram shows it: parsed apart from the page, and drawn by a list of what is known. */

import { createElement, Fragment, type ReactNode } from "react";
import css from "@/shared/ui/telegram-text.module.css";

const KNOWN: Readonly<Record<string, "strong" | "em" | "u" | "s" | "code" | "pre" | "blockquote">> = {
  B: "strong",
  STRONG: "strong",
  I: "em",
  EM: "em",
  U: "u",
  INS: "u",
  S: "s",
  STRIKE: "s",
  DEL: "s",
  CODE: "code",
  PRE: "pre",
  BLOCKQUOTE: "blockquote",
};

const LINK = /^(https?|tg|mailto):/i;

/** Nothing of it runs or is loaded: the document stands for itself. */
function bodyOf(markup: string): HTMLElement {
  return new DOMParser().parseFromString(`<!doctype html><body>${markup}`, "text/html").body;
}

function isSpoiler(element: Element): boolean {
  return element.tagName === "TG-SPOILER" || (element.tagName === "SPAN" && element.className === "tg-spoiler");
}

function drawn(node: Node, at: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
  if (!(node.nodeType === Node.ELEMENT_NODE)) return null;
  const element = node as Element;
  const inside = children(element);
  const known = KNOWN[element.tagName];
  if (known !== undefined) return createElement(known, { key: at }, ...inside);
  const href = element.tagName === "A" ? (element.getAttribute("href") ?? "") : "";
  if (LINK.test(href)) {
    return (
      <a key={at} href={href} target="_blank" rel="noreferrer">
        {inside}
      </a>
    );
  }
  if (isSpoiler(element)) {
    return (
      <span key={at} className={css.spoiler}>
        {inside}
      </span>
    );
  }
  return <Fragment key={at}>{inside}</Fragment>;
}

function children(element: Element): ReactNode[] {
  return [...element.childNodes].map(drawn);
}

/** What is read of a text: without its markup. Its `length` is what Telegram counts. */
export function plainText(markup: string): string {
  return bodyOf(markup).textContent;
}

/** The words of a message; a tag that Telegram does not know leaves only what is in it. */
export function TelegramText({ markup }: { markup: string }) {
  return <div className={css.text}>{children(bodyOf(markup))}</div>;
}

export interface TelegramBubbleProps {
  markup: string;
  /** Of the text, where it is not the page's language. */
  lang?: string | undefined;
  label?: string | undefined;
}

/** A message of the bot's in the chat. */
export function TelegramBubble({ markup, lang, label }: TelegramBubbleProps) {
  return (
    <div className={css.bubble} lang={lang} role="group" aria-label={label}>
      <TelegramText markup={markup} />
    </div>
  );
}
