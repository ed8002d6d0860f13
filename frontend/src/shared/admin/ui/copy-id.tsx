import { adminWords } from "@/shared/admin/ui/messages";
import css from "@/shared/admin/ui/copy-id.module.css";
import { groupDigits } from "@/shared/format/ids";
import { useMessages } from "@/shared/i18n/language";
import { CheckIcon, CopyIcon } from "@/shared/ui/icons";
import { toast } from "@/shared/ui/toasts";

/** A Telegram id, grouped to be read; a press copies it plain. */
export function CopyId({ value }: { value: number }) {
  const t = useMessages(adminWords);
  const copy = async () => {
    await navigator.clipboard.writeText(String(value));
    toast({ icon: CheckIcon, tone: "won", title: t.copied(t.id) });
  };
  return (
    <button type="button" className={css.copy} onClick={() => void copy().catch(() => undefined)} title={t.copy(t.id)}>
      <span className="quiet">{t.id}</span> <span className="num">{groupDigits(value)}</span>
      <CopyIcon size={14} />
      <span className="visually-hidden">{t.copy(t.id)}</span>
    </button>
  );
}
