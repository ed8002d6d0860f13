import { useDeviceName } from "@/features/sessions/device-row";
import { sessions } from "@/features/sessions/messages";
import { useEndAll, useEndOne } from "@/features/sessions/use-ending";
import type { SessionRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { PhoneIcon, RefreshIcon, ShieldCheckIcon, SignalsIcon } from "@/shared/ui/icons";
import { ConfirmSheet } from "@/shared/ui/sheet";

function useWhyNot(error: Error | null): string | undefined {
  const t = useMessages(sessions);
  if (error === null) return undefined;
  const id = error instanceof ApiError ? error.requestId : null;
  return id === null ? t.notDone : `${t.notDone} ${t.request(id)}`;
}

export function EndOneSheet({ given, onClose }: { given: SessionRead; onClose: () => void }) {
  const t = useMessages(sessions);
  const nameOf = useDeviceName();
  const ending = useEndOne(onClose);
  return (
    <ConfirmSheet
      title={t.endQuestion(nameOf(given.user_agent))}
      effects={[
        { icon: PhoneIcon, text: t.endEffectOut },
        { icon: RefreshIcon, text: t.endEffectBack },
      ]}
      verb={t.endVerb}
      keepLabel={t.keepIt}
      kind="alarm"
      isBusy={ending.isPending}
      error={useWhyNot(ending.error)}
      onConfirm={() => ending.mutate(given.id)}
      onClose={onClose}
    />
  );
}

export function EndAllSheet({ devices, onClose }: { devices: number; onClose: () => void }) {
  const t = useMessages(sessions);
  const ending = useEndAll(onClose);
  return (
    <ConfirmSheet
      title={t.logOutQuestion}
      effects={[
        { icon: PhoneIcon, text: t.logOutEffectAll(devices) },
        { icon: SignalsIcon, text: t.logOutEffectLive },
        { icon: ShieldCheckIcon, text: t.logOutEffectKept },
      ]}
      verb={t.logOut}
      keepLabel={t.stay}
      kind="alarm"
      isBusy={ending.isPending}
      error={useWhyNot(ending.error)}
      onConfirm={() => ending.mutate()}
      onClose={onClose}
    />
  );
}
