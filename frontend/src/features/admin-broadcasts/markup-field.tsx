import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import css from "@/features/admin-broadcasts/editor.module.css";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import { LinkSheet } from "@/features/admin-broadcasts/link-sheet";
import { type Edited, linked, offsetOf, type Selection, toggled } from "@/features/admin-broadcasts/markup";
import { Toolbar } from "@/features/admin-broadcasts/toolbar";
import type { TextProblem } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import type { Language } from "@/shared/i18n/messages";
import { TextArea } from "@/shared/ui/field";
import { plainText } from "@/shared/ui/telegram-text";

/** Characters that Telegram takes in one message, without markup. */
const MOST = 4096;
const MOST_WITH_MARKUP = 16_384;

export interface MarkupFieldProps {
  name: string;
  language: Language;
  text: string;
  problems: readonly TextProblem[];
  onChange: (text: string) => void;
}

/** A text area whose selection gets Telegram's HTML by buttons, with what Telegram would refuse below it. */
export function MarkupField({ name, language, text, problems, onChange }: MarkupFieldProps) {
  const t = useMessages(editor);
  const area = useRef<HTMLTextAreaElement>(null);
  const { select, selected } = useSelection(area, text);
  const [linking, setLinking] = useState<Selection | null>(null);
  const edit = (change: (selection: Selection) => Edited, selection = selected()) => {
    const edited = change(selection);
    select(edited.selection);
    onChange(edited.text);
  };
  const press = (event: KeyboardEvent) => {
    const tag = ({ b: "b", i: "i" } as const)[event.key.toLowerCase()];
    if (tag === undefined || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    edit((selection) => toggled(text, selection, tag));
  };
  return (
    <div>
      <TextArea
        ref={area}
        label={name}
        hint={<span className="num">{t.lengthOf(count(plainText(text.trim()).length), count(MOST))}</span>}
        error={problems.length > 0 ? t.wrong(problems.length) : undefined}
        lang={language}
        rows={6}
        maxLength={MOST_WITH_MARKUP}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={press}
      />
      {problems.length > 0 && <Problems problems={problems} onGo={(line, column) => goTo(offsetOf(text, line, column))} />}
      <Toolbar
        label={t.formatting(name)}
        onTag={(tag) => edit((selection) => toggled(text, selection, tag))}
        onLink={() => setLinking(selected())}
      />
      {linking !== null && (
        <LinkSheet
          onClose={() => setLinking(null)}
          onLink={(address) => {
            setLinking(null);
            edit((selection) => linked(text, selection, address), linking);
          }}
        />
      )}
    </div>
  );

  function goTo(place: number): void {
    area.current?.focus();
    area.current?.setSelectionRange(place, Math.min(text.length, place + 1));
  }
}

/** What is selected now, and a selection to be made once the text that it is about is there. */
function useSelection(area: { readonly current: HTMLTextAreaElement | null }, text: string) {
  const wanted = useRef<Selection | null>(null);
  useLayoutEffect(() => {
    const [found, place] = [area.current, wanted.current];
    if (found === null || place === null) return;
    wanted.current = null;
    // A sheet that closes gives the focus back to its button first.
    setTimeout(() => {
      found.focus();
      found.setSelectionRange(place.start, place.end);
    });
  }, [area, text]);
  const selected = (): Selection => {
    const end = area.current?.value.length ?? 0;
    return { start: area.current?.selectionStart ?? end, end: area.current?.selectionEnd ?? end };
  };
  return { selected, select: (selection: Selection) => (wanted.current = selection) };
}

interface ProblemsProps {
  problems: readonly TextProblem[];
  onGo: (line: number, column: number) => void;
}

/** Each with its place; a press leads there. */
function Problems({ problems, onGo }: ProblemsProps) {
  const t = useMessages(editor);
  const known: Readonly<Record<string, string>> = {
    unknown_tag: t.unknown_tag,
    not_closed: t.not_closed,
    bare_sign: t.bare_sign,
    bad_link: t.bad_link,
    too_long: t.too_long,
    empty: t.empty,
  };
  return (
    <ul className={css.problems}>
      {problems.map(({ code, line, column }, at) => (
        <li key={at}>
          <button type="button" onClick={() => onGo(line, column)}>
            {t.place(line, column)}
          </button>{" "}
          {known[code] ?? t.otherProblem}
        </li>
      ))}
    </ul>
  );
}
