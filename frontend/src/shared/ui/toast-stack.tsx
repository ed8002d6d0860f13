import { useSyncExternalStore } from "react";
import { useMessages } from "@/shared/i18n/language";
import { announced, listenToAnnouncer } from "@/shared/ui/announcer";
import { Button } from "@/shared/ui/button";
import { CrossIcon } from "@/shared/ui/icons";
import { words } from "@/shared/ui/messages";
import { Tile } from "@/shared/ui/tile";
import css from "@/shared/ui/toast-stack.module.css";
import { dismissToast, holdToasts, listenToToasts, releaseToasts, toastsShown, type Toast } from "@/shared/ui/toasts";

function ToastAction({ toast }: { toast: Toast }) {
  const t = useMessages(words);
  const { undo, action } = toast;
  const offered = undo === undefined ? action : { label: t.undo, onPress: undo };
  if (offered === undefined) return null;
  const press = () => {
    dismissToast(toast.id);
    offered.onPress();
  };
  return (
    <Button kind="plain" onClick={press}>
      {offered.label}
    </Button>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const t = useMessages(words);
  return (
    <li className={css.toast}>
      <Tile icon={toast.icon} tone={toast.tone} />
      <div className={css.words}>
        <div className={css.title}>{toast.title}</div>
        {toast.detail !== undefined && <div className={css.detail}>{toast.detail}</div>}
      </div>
      {toast.action === undefined && toast.undo === undefined ? (
        <button type="button" className={css.dismiss} aria-label={t.dismiss} onClick={() => dismissToast(toast.id)}>
          <CrossIcon size={16} />
        </button>
      ) : (
        <ToastAction toast={toast} />
      )}
    </li>
  );
}

/** Once in each shell, last. The clocks stop under a pointer and while the focus is inside. */
export function ToastStack() {
  const toasts = useSyncExternalStore(listenToToasts, toastsShown);
  const said = useSyncExternalStore(listenToAnnouncer, announced);
  return (
    <>
      <div role="status" aria-live="polite" className="visually-hidden">
        {said}
      </div>
      {toasts.length > 0 && (
        // Nothing is pressed here: it only notices that somebody is reading.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <ul
          className={css.stack}
          onPointerEnter={() => holdToasts("pointer")}
          onPointerLeave={() => releaseToasts("pointer")}
          onFocus={() => holdToasts("focus")}
          onBlur={() => releaseToasts("focus")}
        >
          {toasts.map((one) => (
            <ToastCard key={one.id} toast={one} />
          ))}
        </ul>
      )}
    </>
  );
}
