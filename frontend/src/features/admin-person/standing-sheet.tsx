import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { changeStanding, deletePerson } from "@/features/admin-person/calls";
import { person as texts } from "@/features/admin-person/messages";
import type { SheetOf, Standing } from "@/features/admin-person/opened";
import { standingOf } from "@/features/admin-person/standing-words";
import { forgetPerson, takeDetail, tellDone } from "@/features/admin-person/take-in";
import { useOrder } from "@/features/admin-person/use-order";
import { peopleHref } from "@/shared/admin/people-address";
import { personName } from "@/shared/admin/ui/person-name";
import { refusal } from "@/shared/admin/ui/refusal";
import type { UserDetail } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { useSession } from "@/shared/session/store";
import { ConfirmSheet } from "@/shared/ui/sheet";

/** Null: the person is gone. */
type Answer = UserDetail | null;

async function send(telegramId: number, change: Standing, reason: string): Promise<Answer> {
  switch (change) {
    case "makeAdmin":
      return changeStanding(telegramId, { role: "admin", reason });
    case "removeAdmin":
      return changeStanding(telegramId, { role: "user", reason });
    case "block":
      return changeStanding(telegramId, { is_blocked: true, reason });
    case "unblock":
      return changeStanding(telegramId, { is_blocked: false, reason });
    case "delete":
      await deletePerson(telegramId, reason);
      return null;
  }
}

/** Role, block and deletion: each says what it does, and wants a reason. */
export function StandingSheet({ detail, onClose, change }: SheetOf & { change: Standing }) {
  const t = useMessages(texts);
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const own = useSession((state) => state.user?.telegram_id);
  const { telegram_id: id } = detail.user;
  const name = personName(detail.user);
  const words = standingOf(change, detail, own === id, t);
  const order = useOrder(
    id,
    (why: string) => send(id, change, why),
    (answer: Answer) => {
      onClose();
      tellDone(words.done);
      if (answer !== null) {
        takeDetail(client, id, answer);
        return;
      }
      navigate(peopleHref(), { replace: true });
      forgetPerson(client, id);
    },
  );
  const confirm = () => {
    if (reason.trim() === "") setMissing(true);
    else order.mutate(reason.trim());
  };
  return (
    <ConfirmSheet
      title={words.title(name)}
      effects={words.effects}
      reason={{ value: reason, onChange: setReason, hint: change === "delete" ? undefined : t.reasonHint, maxLength: 1000, error: isMissing && reason.trim() === "" ? t.reasonNeeded : undefined }}
      verb={words.verb}
      kind={words.isAlarm ? "alarm" : "primary"}
      isBusy={order.isPending}
      error={order.isError ? refusal(order.error) : undefined}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
