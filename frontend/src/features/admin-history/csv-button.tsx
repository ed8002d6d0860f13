import { useMutation } from "@tanstack/react-query";
import { downloadHistory, fileName } from "@/features/admin-history/csv";
import { history } from "@/features/admin-history/messages";
import type { HistoryFilter } from "@/features/admin-history/queries";
import { useIsWide } from "@/shared/admin/ui/use-media";
import { useMessages } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { Button } from "@/shared/ui/button";
import { IconButton } from "@/shared/ui/icon-button";
import { CheckIcon, DownloadIcon, WarnIcon } from "@/shared/ui/icons";
import { toast } from "@/shared/ui/toasts";

/** The same rows as a file. */
export function CsvButton({ filter }: { filter: HistoryFilter }) {
  const t = useMessages(history);
  const isWide = useIsWide();
  const save = useMutation({
    mutationFn: async () => {
      const name = fileName(filter, sessionStore.now());
      await downloadHistory(filter, name);
      return name;
    },
    onSuccess: (name) => toast({ tone: "won", icon: CheckIcon, title: t.csvSaved(name) }),
    onError: () => toast({ tone: "lost", icon: WarnIcon, title: t.csvFailed }),
  });
  if (!isWide) return <IconButton icon={DownloadIcon} kind="chip" label={t.csvLabel} isBusy={save.isPending} onClick={() => save.mutate()} />;
  return (
    <Button kind="outline" icon={DownloadIcon} label={t.csvLabel} isBusy={save.isPending} onClick={() => save.mutate()}>
      {t.csv}
    </Button>
  );
}
