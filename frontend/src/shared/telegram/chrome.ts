/** Telegram's own controls, each only where the client's version has it. */

import { on, postEvent, supports } from "@tma.js/bridge";
import { useEffect, useRef } from "react";
import { launch } from "@/shared/telegram/launch";

interface Hosts {
  TelegramWebviewProxy?: unknown;
  external?: { notify?: unknown };
}

function isHosted(): boolean {
  const hosts = window as unknown as Hosts;
  const isFramed = window.parent !== window;
  return hosts.TelegramWebviewProxy !== undefined || typeof hosts.external?.notify === "function" || isFramed;
}

/** A Telegram client is around this page and draws back and main buttons; a plain browser does not. */
export const native: boolean = launch.initData !== "" && isHosted();

const has = (method: Parameters<typeof supports>[0]): boolean => native && supports(method, launch.version);

/** The app can be looked at: Telegram takes its placeholder away. */
export function ready(): void {
  if (!native) return;
  postEvent("web_app_ready");
  postEvent("web_app_expand");
  if (has("web_app_setup_swipe_behavior")) postEvent("web_app_setup_swipe_behavior", { allow_vertical_swipe: false });
}

/** Ask before the app is closed by a swipe, while something unsaved is on the screen. */
export function useClosingConfirmation(isUnsaved: boolean): void {
  useEffect(() => {
    if (!native || !isUnsaved) return;
    postEvent("web_app_setup_closing_behavior", { need_confirmation: true });
    return () => postEvent("web_app_setup_closing_behavior", { need_confirmation: false });
  }, [isUnsaved]);
}

export function haptic(kind: "success" | "error" | "warning" | "selection"): void {
  if (!has("web_app_trigger_haptic_feedback")) return;
  if (kind === "selection") postEvent("web_app_trigger_haptic_feedback", { type: "selection_change" });
  else postEvent("web_app_trigger_haptic_feedback", { type: "notification", notification_type: kind });
}

function useNewest<Value>(value: Value): { readonly current: Value } {
  const newest = useRef(value);
  useEffect(() => {
    newest.current = value;
  });
  return newest;
}

/** Show Telegram's back button while `onBack` is given. */
export function useBackButton(onBack: (() => void) | null): void {
  const newest = useNewest(onBack);
  const isShown = onBack !== null;
  useEffect(() => {
    if (!has("web_app_setup_back_button") || !isShown) return;
    const off = on("back_button_pressed", () => newest.current?.());
    postEvent("web_app_setup_back_button", { is_visible: true });
    return () => {
      off();
      postEvent("web_app_setup_back_button", { is_visible: false });
    };
  }, [isShown, newest]);
}

export interface MainAction {
  text: string;
  isBusy: boolean;
  isEnabled: boolean;
  onPress: () => void;
}

/** Show Telegram's main button while there is an action; in a plain browser the page draws its own. */
export function useMainButton(action: MainAction | null): void {
  const newest = useNewest(action);
  const { text = "", isBusy = false, isEnabled = false } = action ?? {};
  const isShown = action !== null;
  useEffect(() => {
    if (!native || !isShown) return;
    const off = on("main_button_pressed", () => newest.current?.onPress());
    return () => {
      off();
      postEvent("web_app_setup_main_button", { is_visible: false });
    };
  }, [isShown, newest]);
  useEffect(() => {
    if (!native || !isShown) return;
    postEvent("web_app_setup_main_button", {
      is_visible: true,
      is_active: isEnabled && !isBusy,
      is_progress_visible: isBusy,
      text,
    });
  }, [isShown, isBusy, isEnabled, text]);
}

/** Be told when Telegram brings this app to the front again. */
export function onActivated(tell: () => void): () => void {
  if (!native) return () => undefined;
  return on("visibility_changed", ({ is_visible: isVisible }) => {
    if (isVisible) tell();
  });
}
