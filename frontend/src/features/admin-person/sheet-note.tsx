import css from "@/features/admin-person/effect-note.module.css";
import { InfoIcon } from "@/shared/ui/icons";

/** What the sheet's button will do, as its fields stand now. */
export function SheetNote({ text }: { text: string }) {
  return (
    <p className={css.note} aria-live="polite">
      <InfoIcon size={18} />
      <span>{text}</span>
    </p>
  );
}
