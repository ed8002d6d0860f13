import type { ReactNode } from "react";
import css from "@/features/admin-catalogue/form.module.css";
import { catalogue } from "@/features/admin-catalogue/messages";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { TrashIcon } from "@/shared/ui/icons";
import { Sheet } from "@/shared/ui/sheet";

export interface FormSheetProps {
  id: string;
  title: string;
  verb: string;
  isBusy: boolean;
  /** What the form as a whole was refused for. */
  error: string | undefined;
  onSubmit: () => Promise<void>;
  onClose: () => void;
  onDelete: (() => void) | null;
  children: ReactNode;
}

/** A form in a sheet; its button stays in sight, its deletion is asked elsewhere. */
export function FormSheet({ id, title, verb, isBusy, error, onSubmit, onClose, onDelete, children }: FormSheetProps) {
  const t = useMessages(catalogue);
  const footer = (
    <>
      <Button kind="primary" type="submit" form={id} isWide isBusy={isBusy}>
        {verb}
      </Button>
      <Button isWide isDisabled={isBusy} onClick={onClose}>
        {t.cancel}
      </Button>
    </>
  );
  return (
    <Sheet title={title} onClose={onClose} isBusy={isBusy} footer={footer}>
      <form
        id={id}
        noValidate
        className={css.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void onSubmit();
        }}
      >
        {children}
        {error !== undefined && (
          <p role="alert" className={css.error}>
            {error}
          </p>
        )}
      </form>
      {onDelete !== null && (
        <div className={css.remove}>
          <Button kind="destructive" size="small" icon={TrashIcon} isDisabled={isBusy} onClick={onDelete}>
            {t.remove}
          </Button>
        </div>
      )}
    </Sheet>
  );
}
