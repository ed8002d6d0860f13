// The live connection: it never gives up, notices silence, and comes back at once when the page or the network does.

import { SessionEnded } from "./api.js";

const CONNECT_PATIENCE = 10_000;
const SUSPICION = 4_000;
const LONGEST_PAUSE = 30_000;
const NOT_AUTHENTICATED = 4401;
const CLOSED_TO_YOU = 4403;
const TOO_MANY = 4429;

// `session` gives tokens, `since()` the cursor, `onFrame(frame)` hears the server, `onState` is told "connecting",
// "live" or "reconnecting", `onRefused(error?)` that there is no point in trying again.
export function followLive({ url, session, since, onFrame, onState, onRefused }) {
  let socket = null;
  let turn = 0;
  let attempts = 0;
  let wasLive = false;
  let isLive = false;
  let mustRenew = false;
  let stopped = false;
  let startedAt = 0;
  let beat = 25_000;
  let silence = null;
  let heart = null;
  let retry = null;

  function hangUp() {
    turn += 1;
    isLive = false;
    clearTimeout(silence);
    clearInterval(heart);
    clearTimeout(retry);
    if (socket !== null) socket.close();
    socket = null;
  }

  function stop() {
    stopped = true;
    hangUp();
  }

  function say(frame) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  // After `patience` without a frame ask once; after more silence the connection counts as dead.
  function expectWithin(patience) {
    clearTimeout(silence);
    silence = setTimeout(() => {
      say({ type: "ping" });
      silence = setTimeout(() => lose(0), SUSPICION);
    }, patience);
  }

  async function connect() {
    hangUp();
    const mine = turn;
    startedAt = Date.now();
    onState(wasLive ? "reconnecting" : "connecting");
    try {
      if (mustRenew) await session.renew();
      mustRenew = false;
      const token = await session.token();
      if (mine === turn && !stopped) dial(token, mine);
    } catch (error) {
      if (mine !== turn || stopped) return;
      if (error instanceof SessionEnded) onRefused(error);
      else lose(0, error.retryAfter);
    }
  }

  function dial(token, mine) {
    const fresh = new WebSocket(url);
    socket = fresh;
    silence = setTimeout(() => lose(0), CONNECT_PATIENCE);
    fresh.addEventListener("open", () => say({ type: "auth", token, since: since() }));
    fresh.addEventListener("message", ({ data }) => mine === turn && hear(data));
    fresh.addEventListener("close", ({ code }) => mine === turn && lose(code));
  }

  function hear(text) {
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    if (frame.type === "ready") begin(frame);
    if (isLive) expectWithin(beat * 2);
    if (frame.type === "reauth") reauthenticate(turn);
    else if (frame.type !== "pong") onFrame(frame);
  }

  function begin(frame) {
    beat = Math.max(1, Number(frame.heartbeat) || 25) * 1000;
    clearInterval(heart);
    heart = setInterval(() => say({ type: "ping" }), beat);
    attempts = 0;
    isLive = true;
    wasLive = true;
    onState("live");
  }

  // The same socket goes on with a new token. If that fails, the server's close code brings us back here.
  async function reauthenticate(mine) {
    try {
      await session.renew();
      const token = await session.token();
      if (mine === turn) say({ type: "auth", token, since: since() });
    } catch (error) {
      if (mine === turn && error instanceof SessionEnded) onRefused(error);
    }
  }

  function lose(code, atLeast = 0) {
    hangUp();
    if (stopped) return;
    if (code === CLOSED_TO_YOU) {
      onRefused(null);
      return;
    }
    mustRenew ||= code === NOT_AUTHENTICATED;
    onState(wasLive ? "reconnecting" : "connecting");
    const longest = Math.min(LONGEST_PAUSE, 500 * 2 ** attempts);
    const pause = Math.max(longest * (0.5 + Math.random() / 2), atLeast * 1000, code === TOO_MANY ? 10_000 : 0);
    attempts = Math.min(attempts + 1, 10);
    retry = setTimeout(connect, pause);
  }

  // The page is looked at again: prove the connection now. Or the network is new: make a new connection.
  function wake({ anew = false } = {}) {
    if (stopped) return;
    if (isLive && !anew) {
      say({ type: "ping" });
      clearTimeout(silence);
      silence = setTimeout(() => {
        attempts = 0;
        connect();
      }, SUSPICION);
    } else if (Date.now() - startedAt > 1_000) {
      attempts = 0;
      connect();
    }
  }

  connect();
  return { wake, stop };
}
