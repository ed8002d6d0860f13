/**
 * The sign-in's request, sent by the first few hundred bytes of the page: on a slow phone the answer is there by the time
 * React is. Nothing heavier may be imported from here.
 */

import { SESSION_KEY } from "@/shared/session/key";
import { withPatience } from "@/shared/session/patience";
import { signInBody } from "@/shared/session/sign-in";
import { launch } from "@/shared/telegram/launch";

const PATIENCE = 15_000;
const LOGIN = "/api/auth/login";

let sent: Promise<Response> | null = null;

function isKept(): boolean {
  try {
    return window.sessionStorage.getItem(SESSION_KEY) !== null;
  } catch {
    return false;
  }
}

/** Send the launch data, unless there are none or a session is kept. */
export function signInEarly(): void {
  if (launch.initData === "" || isKept()) return;
  sent = window.fetch(LOGIN, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(signInBody(launch.initData)),
    cache: "no-store",
    credentials: "omit",
    signal: withPatience(PATIENCE),
  });
  sent.catch(() => undefined); // whoever takes it hears of the failure
}

/** `fetch`, but the first sign-in gets the answer that is on its way already. */
export const fetchOrEarly: typeof fetch = (input, init) => {
  const early = input === LOGIN ? sent : null;
  if (early === null) return window.fetch(input, init);
  sent = null;
  return early;
};
