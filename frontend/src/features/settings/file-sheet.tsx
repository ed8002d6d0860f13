import { useState } from "react";
import { ownData } from "@/features/settings/own-data-messages";
import { canShare, copyFile, saveFile, shareFile } from "@/features/settings/own-file";
import css from "@/features/settings/settings.module.css";
import { fileSize } from "@/features/settings/file-size";
import { useLanguage, useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { CheckIcon, CopyIcon, DownloadIcon, ExternalIcon } from "@/shared/ui/icons";
import { Sheet } from "@/shared/ui/sheet";

export interface FileSheetProps {
  file: File;
  onClose: () => void;
}

/** The file is here: save it, hand it to another app, or take its text. */
export function FileSheet({ file, onClose }: FileSheetProps) {
  const t = useMessages(ownData);
  const language = useLanguage();
  const [isCopied, setCopied] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const copy = async () => {
    const isDone = await copyFile(file);
    setCopied(isDone);
    setFailure(isDone ? null : t.notCopied);
  };
  const share = async () => setFailure((await shareFile(file)) ? null : t.notShared);
  const footer = (
    <>
      <Button kind="primary" icon={DownloadIcon} isWide onClick={() => saveFile(file)}>
        {t.save}
      </Button>
      {canShare(file) && (
        <Button icon={ExternalIcon} isWide onClick={() => void share()}>
          {t.share}
        </Button>
      )}
      <Button icon={isCopied ? CheckIcon : CopyIcon} isWide onClick={() => void copy()}>
        {isCopied ? t.copied : t.copy}
      </Button>
      <Button kind="plain" isWide onClick={onClose}>
        {t.close}
      </Button>
    </>
  );
  return (
    <Sheet title={t.ready} onClose={onClose} footer={footer}>
      <p className={css.note}>{t.readyWhy(fileSize(file.size, language))}</p>
      {failure !== null && (
        <p role="alert" className={css.error}>
          {failure}
        </p>
      )}
    </Sheet>
  );
}
