import css from "@/features/admin-broadcasts/editor.module.css";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import type { SimpleTag } from "@/features/admin-broadcasts/markup";
import { useMessages } from "@/shared/i18n/language";
import { LinkIcon } from "@/shared/ui/icons";

export interface ToolbarProps {
  label: string;
  onTag: (tag: SimpleTag) => void;
  onLink: () => void;
}

/** What Telegram can do with letters. The selection stays while one presses. */
export function Toolbar({ label, onTag, onLink }: ToolbarProps) {
  const t = useMessages(editor);
  const button = (name: string, drawn: React.ReactNode, onPress: () => void) => (
    <button
      type="button"
      className={css.format}
      aria-label={name}
      title={name}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {drawn}
    </button>
  );
  return (
    <div role="group" aria-label={label} className={css.toolbar}>
      {button(t.bold, <b aria-hidden="true">B</b>, () => onTag("b"))}
      {button(t.italic, <i aria-hidden="true">I</i>, () => onTag("i"))}
      {button(t.link, <LinkIcon size={18} />, onLink)}
      {button(t.code, <code aria-hidden="true">{"</>"}</code>, () => onTag("code"))}
    </div>
  );
}
