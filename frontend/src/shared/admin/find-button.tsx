import css from "@/shared/admin/find-button.module.css";
import { openFind } from "@/shared/admin/find";
import { SearchIcon } from "@/shared/ui/icons";

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Looks like the search box that it opens. */
export function FindButton({ label }: { label: string }) {
  return (
    <button type="button" className={css.find} onClick={openFind} aria-keyshortcuts="Control+K Meta+K">
      <SearchIcon />
      <span>{label}</span>
      <kbd aria-hidden="true">{isApple ? "⌘ K" : "Ctrl K"}</kbd>
    </button>
  );
}
