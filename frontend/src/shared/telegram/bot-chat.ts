/** The ways from the app to its bot's chat. */

import { on, postEvent, supports } from "@tma.js/bridge";
import { native } from "@/shared/telegram/chrome";
import { launch } from "@/shared/telegram/launch";

const path = (username: string): string => `/${username}?start=app`;

/** Where a plain browser goes. */
export const botChatHref = (username: string): string => `https://t.me${path(username)}`;

/** Telegram leaves the app for the bot's chat, with its Start button. */
export function openBotChat(username: string): void {
  if (native && supports("web_app_open_tg_link", launch.version)) postEvent("web_app_open_tg_link", { path_full: path(username) });
  else window.open(botChatHref(username), "_blank", "noreferrer");
}

export const canAskToWrite = (): boolean => native && supports("web_app_request_write_access", launch.version);

/** Telegram asks the person whether the bot may write to them; true once they say yes. */
export function askToWrite(): Promise<boolean> {
  return new Promise((resolve) => {
    const off = on("write_access_requested", ({ status }) => {
      off();
      resolve(status === "allowed");
    });
    postEvent("web_app_request_write_access");
  });
}
