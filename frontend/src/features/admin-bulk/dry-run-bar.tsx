import { Bar } from "@/shared/admin/ui/bar";
import { bulk } from "@/features/admin-bulk/messages";
import type { What } from "@/features/admin-bulk/order";
import { outcome as texts } from "@/features/admin-bulk/outcome-messages";
import type { Bulk } from "@/features/admin-bulk/use-bulk";
import { formatDate } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";

type Words = ReturnType<typeof useMessages<(typeof texts)["en"]>>;

function verbFor(t: Words, { verb }: What, n: number): string {
  return { grant: t.doGrant, extend: t.doExtend, revoke: t.doRevoke }[verb](n);
}

function effectOf(t: Words, { verb, term }: What, n: number): string {
  if (verb === "revoke") return t.effectRevoke(n);
  if (term.kind === "ever") return t.effectForever(n);
  if (term.kind === "date") return t.effectUntil(n, formatDate(`${term.day}T12:00:00Z`));
  return verb === "extend" ? t.effectExtendDays(n, term.days) : t.effectGrantDays(n, term.days);
}

export interface DryRunBarProps {
  what: What;
  calls: Pick<Bulk, "dry" | "run">;
  onBack: () => void;
}

/** The effect in a sentence, and the button that repeats verb and count. */
export function DryRunBar({ what, calls: { dry, run }, onBack }: DryRunBarProps) {
  const t = useMessages(texts);
  const form = useMessages(bulk);
  const prediction = dry.isSuccess ? dry.data : null;
  const n = prediction?.outcome.changed ?? 0;
  const title = prediction === null ? undefined : n === 0 ? t.nothingToDo : effectOf(t, what, n);
  return (
    <Bar
      back={
        <Button kind="outline" isDisabled={run.isPending} onClick={onBack}>
          {form.back}
        </Button>
      }
      title={title}
      detail={n > 0 ? t.undoNote(n) : undefined}
    >
      {prediction !== null && n > 0 && (
        <Button
          kind={what.verb === "revoke" ? "alarm" : "primary"}
          isBusy={run.isPending}
          onClick={() => run.mutate(prediction)}
        >
          {verbFor(t, what, n)}
        </Button>
      )}
    </Bar>
  );
}
