import type { AccessRow } from "@/features/admin-person/access-rows";
import { ApproveSheet } from "@/features/admin-person/approve-sheet";
import { EndSheet } from "@/features/admin-person/end-sheet";
import { GrantForm } from "@/features/admin-person/grant-form";
import { person as texts } from "@/features/admin-person/messages";
import type { Opened, SheetOf } from "@/features/admin-person/opened";
import { RejectSheet } from "@/features/admin-person/reject-sheet";
import { RevokeSheet } from "@/features/admin-person/revoke-sheet";
import { SessionsSheet } from "@/features/admin-person/sessions-sheet";
import { StandingSheet } from "@/features/admin-person/standing-sheet";
import { TemplateSheet } from "@/features/admin-person/template-sheet";
import { UndoSheet } from "@/features/admin-person/undo-sheet";
import { useMessages } from "@/shared/i18n/language";
import { Sheet } from "@/shared/ui/sheet";

/** The one question that is open. */
export function PersonSheet({ opened, rows, ...sheet }: SheetOf & { opened: Opened; rows: readonly AccessRow[] }) {
  switch (opened.kind) {
    case "end":
      return <EndSheet {...sheet} {...opened} />;
    case "revoke":
      return <RevokeSheet {...sheet} {...opened} />;
    case "approve":
      return <ApproveSheet {...sheet} {...opened} />;
    case "reject":
      return <RejectSheet {...sheet} {...opened} />;
    case "template":
      return <TemplateSheet {...sheet} rows={rows} />;
    case "undo":
      return <UndoSheet {...sheet} {...opened} />;
    case "sessions":
      return <SessionsSheet {...sheet} />;
    case "standing":
      return <StandingSheet {...sheet} {...opened} />;
    case "grant":
      return <GrantSheet {...sheet} rows={rows} modelId={opened.modelId} />;
  }
}

function GrantSheet({ detail, rows, modelId, onClose }: SheetOf & { rows: readonly AccessRow[]; modelId: string | null }) {
  const t = useMessages(texts);
  return (
    <Sheet title={t.grantTitle} onClose={onClose}>
      <GrantForm detail={detail} rows={rows} modelId={modelId} isAsked={false} onDone={onClose} />
    </Sheet>
  );
}
