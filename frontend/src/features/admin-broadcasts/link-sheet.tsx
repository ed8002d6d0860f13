import { type SubmitEvent, useId, useState } from "react";
import css from "@/features/admin-broadcasts/editor.module.css";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import { linkAddress } from "@/features/admin-broadcasts/markup";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/field";
import { Sheet } from "@/shared/ui/sheet";

export interface LinkSheetProps {
  onLink: (address: string) => void;
  onClose: () => void;
}

export function LinkSheet({ onLink, onClose }: LinkSheetProps) {
  const t = useMessages(editor);
  const form = useId();
  const [written, setWritten] = useState("");
  const [isTried, setTried] = useState(false);
  const address = linkAddress(written);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (address !== null) onLink(address);
  };
  const footer = (
    <>
      <Button kind="primary" type="submit" form={form} isWide>
        {t.linkVerb}
      </Button>
      <Button isWide onClick={onClose}>
        {t.close}
      </Button>
    </>
  );
  return (
    <Sheet title={t.linkTitle} onClose={onClose} footer={footer}>
      <form id={form} onSubmit={submit} className={css.linkForm} noValidate>
        <TextField
          label={t.address}
          type="url"
          inputMode="url"
          placeholder="https://"
          autoComplete="off"
          maxLength={2000}
          value={written}
          error={isTried && address === null ? t.addressWrong : undefined}
          onChange={(event) => setWritten(event.target.value)}
        />
      </form>
    </Sheet>
  );
}
