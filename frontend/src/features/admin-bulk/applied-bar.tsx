import { useState } from "react";
import { Bar } from "@/shared/admin/ui/bar";
import { outcome as texts } from "@/features/admin-bulk/outcome-messages";
import { UndoSheet } from "@/features/admin-bulk/undo-sheet";
import type { Bulk, Done } from "@/features/admin-bulk/use-bulk";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";

export interface AppliedBarProps {
  done: Done;
  undo: Bulk["undo"];
  onRestart: () => void;
}

export function AppliedBar({ done, undo, onRestart }: AppliedBarProps) {
  const t = useMessages(texts);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Bar
        back={
          !undo.isSuccess && (
            <Button kind="outline" onClick={() => setAsking(true)}>
              {t.undo}
            </Button>
          )
        }
      >
        <Button kind="primary" onClick={onRestart}>
          {t.newChange}
        </Button>
      </Bar>
      {isAsking && (
        <UndoSheet
          done={done}
          undo={undo}
          onClose={() => {
            setAsking(false);
            if (undo.isError) undo.reset();
          }}
        />
      )}
    </>
  );
}
