// The app: signs in with Telegram's launch data, shows what is open, and follows every change as it happens.

import { createSession, SessionEnded } from "./api.js";
import { h } from "./dom.js";
import { followLive } from "./live.js";
import { createPage } from "./page.js";
import { createStore } from "./store.js";
import { hearTelegram, tellTelegram } from "./telegram.js";
import { textsIn } from "./texts.js";
import { createToasts } from "./toasts.js";
import { message } from "./view.js";

const QUIET_FOR = 2_000; // a shorter interruption is not worth a word
const STALE_AFTER = 10_000;
const TINTED_FOR = 2_000;
const NEWS_FOR = 30_000;
const PATIENCE_WITH_PUSH = 1_500;
const LONGEST_TIMER = 2 ** 31 - 1;

const { launch } = window;
const main = document.getElementById("page");
const badge = document.getElementById("badge");
const languageButton = document.getElementById("language");
const toast = createToasts(document.getElementById("toasts"));

const store = createStore();
const fresh = new Set();
let t = textsIn((launch.user.language_code ?? navigator.language).toLowerCase().split("-")[0]);
let session = null;
let live = null;
let page = null;
let closing = null; // shows what stands instead of the page, once there is no page
let connection = { state: "connecting", since: Date.now(), heard: new Date() };
let failure = null;
let endTimer = null;
let nudge = () => undefined;

// ---- what is shown ----

function shownState() {
  if (!navigator.onLine) return "offline";
  const brief = connection.state === "reconnecting" && Date.now() - connection.since < QUIET_FOR;
  return brief ? "live" : connection.state;
}

function bannerText() {
  if (!navigator.onLine) return [t.offlineSince(t.time(connection.heard))];
  const isStale = connection.state !== "live" && Date.now() - connection.since > STALE_AFTER;
  if (store.loaded && isStale) return [t.staleSince(t.time(connection.heard))];
  if (failure === null) return [];
  return [store.access ? t.loadFailed : t.cannotConnect, t.retry];
}

function render() {
  document.documentElement.lang = t.language;
  languageButton.textContent = t.switchCode;
  languageButton.setAttribute("aria-label", t.switchTo);
  badge.hidden = session === null || closing !== null;
  badge.className = `badge ${shownState()}`;
  badge.textContent = t[shownState()];
  if (closing === null) page.fill(store, t, { fresh, banner: bannerText() });
}

function closeWith(build) {
  live?.stop();
  clearTimeout(endTimer);
  closing = () => main.replaceChildren(build());
  closing();
  render();
}

function endSession(code) {
  if (closing !== null) return;
  session = null;
  const again = () => h("button", { type: "button", class: "primary", onclick: () => window.location.reload() }, t.retry);
  if (code === "user_blocked") closeWith(() => message(t.blockedTitle, t.blockedWhy, [], again()));
  else if (code === "invalid_init_data") closeWith(() => message(t.invalidTitle, t.invalidWhy));
  else closeWith(() => message(t.endedTitle, t.endedWhy));
}

// ---- what is known ----

// Every state comes in here; the newest version wins, whichever way it came.
function accept(access) {
  if (!store.accept(access)) return false;
  clearTimeout(endTimer);
  const end = store.nextEnd() - store.now();
  if (Number.isFinite(end)) endTimer = setTimeout(atEnd, Math.min(LONGEST_TIMER, Math.max(0, end) + 250));
  render();
  return true;
}

// A right has ended by the clock: its content goes now, the server tells the rest.
function atEnd() {
  store.forgetLost();
  render();
  heal();
}

// Runs something that talks to the server; what cannot be mended here ends the page, the rest is shown.
async function attempt(work) {
  try {
    const answer = await work();
    failure = null;
    return answer;
  } catch (error) {
    if (error instanceof SessionEnded) endSession(error.code);
    else failure = error;
    return undefined;
  } finally {
    render();
  }
}

let loading = null;
let loadAgain = false;

function load() {
  loadAgain = true;
  loading ??= (async () => {
    while (loadAgain && session !== null) {
      loadAgain = false;
      await attempt(loadOnce);
      if (failure !== null) setTimeout(() => failure !== null && load(), 1000 * (failure.retryAfter || 5));
    }
  })().finally(() => {
    loading = null;
  });
  return loading;
}

async function loadOnce() {
  const answers = await Promise.allSettled([
    session.get("/api/models"),
    session.get("/api/subscription-requests?limit=100"),
    session.get("/api/auth/my-subscriptions"),
    session.get("/api/signals?limit=25"),
    session.get("/api/market"),
    store.features.size > 0 ? [] : session.get("/api/features"),
  ]);
  const [models, requests, access, signals, market, features] = answers.map(({ value }) => value);
  if (market) store.market = market.pairs;
  for (const { id, en, ru } of features ?? []) store.features.set(id, { en, ru });
  if (models) store.models = models;
  if (requests) store.setRequests(requests.items);
  if (access) tellDrift(access);
  if (signals) store.put(signals.items);
  if (signals) store.cursor = signals.next_cursor;
  store.fed ||= Boolean(signals);
  store.loaded ||= Boolean(models);
  const failures = answers.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
  if (failures.length > 0) throw failures.find((reason) => reason instanceof SessionEnded) ?? failures[0];
}

async function loadOlder() {
  const older = await attempt(() => session.get(`/api/signals?limit=25&cursor=${encodeURIComponent(store.cursor)}`));
  if (!older) return;
  store.put(older.items);
  store.cursor = older.next_cursor;
  render();
}

// A state that came without its story. If the story does not follow, one sentence says that something is new.
function tellDrift(access) {
  if (!accept(access)) return;
  const version = store.version();
  setTimeout(() => {
    if (version <= store.told || session === null) return;
    store.told = version;
    toast("plain", t.accessChanged);
  }, PATIENCE_WITH_PUSH);
}

async function heal() {
  if (session === null) return;
  const before = store.version();
  const access = await attempt(() => session.get("/api/auth/my-subscriptions"));
  if (!access) return;
  tellDrift(access);
  if (store.version() > before) load();
}

// An answer shows a newer version than ours. The push is on its way; if it does not come, we ask.
function onVersion(version) {
  if (version > store.version()) setTimeout(() => version > store.version() && heal(), PATIENCE_WITH_PUSH);
}

// ---- what the server tells ----

function tellChange(frame, endsBefore) {
  const names = (ids) => ids.map(store.nameOf).join(", ");
  const endOf = (right) => right.expires_at && t.end(new Date(right.expires_at));
  const why = frame.reason ? t.reason(frame.reason) : "";
  if (frame.granted.length > 1) toast("good", t.grantedMany(names(frame.granted)), why);
  if (frame.granted.length === 1) {
    const right = frame.subscriptions.find((one) => one.model_id === frame.granted[0]);
    toast("good", t.granted(names(frame.granted), right && endOf(right)), why);
  }
  if (frame.revoked.length > 0) {
    const ended = frame.action === "expire";
    toast(ended ? "plain" : "bad", ended ? t.ended(names(frame.revoked)) : t.revoked(names(frame.revoked)), why);
  }
  if (frame.granted.length + frame.revoked.length > 0) return;
  const moved = frame.subscriptions.filter((right) => endsBefore.get(right.model_id) !== right.expires_at);
  for (const right of moved) toast("good", t.extended(store.nameOf(right.model_id), endOf(right)), why);
  if (frame.action === "role") toast("plain", t.roleChanged, why);
  else if (moved.length === 0) toast("plain", t.accessChanged, why);
}

function onUpdate(frame) {
  const endsBefore = new Map((store.access?.subscriptions ?? []).map((right) => [right.model_id, right.expires_at]));
  if (!accept(frame)) return;
  if (frame.subscription_version > store.told) {
    store.told = frame.subscription_version;
    tellChange(frame, endsBefore);
  }
  if (frame.granted.length > 0 || frame.action === "role") load();
}

function onReady(frame) {
  connection = { state: "live", since: Date.now(), heard: new Date() };
  tellDrift(frame);
  if (!frame.recovered || failure !== null) load();
}

function onSignal(signal) {
  const top = store.signals[0]?.id;
  store.put([signal]);
  const isNew = store.now() - Date.parse(signal.created_at) < NEWS_FOR;
  if (isNew && signal.status === "open" && store.signals[0]?.id === signal.id && top !== signal.id) {
    fresh.add(signal.id);
    setTimeout(() => {
      fresh.delete(signal.id);
      render();
    }, TINTED_FOR);
  }
  render();
}

function onRequest(frame) {
  store.requests.set(frame.model_id, { status: frame.status, reason: frame.reason });
  const why = frame.reason ? t.reason(frame.reason) : "";
  if (frame.status === "rejected") toast("bad", t.requestDeclined(store.nameOf(frame.model_id)), why);
  render();
}

const FRAMES = {
  ready: onReady,
  subscription_update: onUpdate,
  signal: (frame) => onSignal(frame.signal),
  signal_resolved: (frame) => onSignal(frame.signal),
  request_update: onRequest,
  resync: load,
};

function onFrame(frame) {
  connection.heard = new Date();
  FRAMES[frame.type]?.(frame);
}

function onState(state) {
  if (state !== connection.state) connection = { ...connection, state, since: Date.now() };
  render();
  for (const moment of [QUIET_FOR, STALE_AFTER]) setTimeout(render, moment + 50);
}

// ---- what the person does ----

async function ask(model) {
  const set = (status) => {
    store.requests.set(model.id, { status, reason: null });
    render();
  };
  set("sending");
  try {
    await session.post("/api/subscription-requests", { model_id: model.id });
    set("pending");
    toast("good", t.askSent(model.name), t.askSentWhy);
  } catch (error) {
    if (error instanceof SessionEnded) return endSession(error.code);
    if (error.code === "already_pending") return set("pending");
    store.requests.delete(model.id);
    render();
    if (error.code === "already_active") return heal();
    toast("bad", t.askFailed, [error.message, error.requestId].filter(Boolean).join(" · "));
  }
}

languageButton.addEventListener("click", () => {
  t = textsIn(t.language === "ru" ? "en" : "ru");
  closing?.();
  render();
});

// ---- beginning ----

// Waits, unless somebody nudges.
function pause(milliseconds) {
  return new Promise((resolve) => {
    nudge = resolve;
    setTimeout(resolve, milliseconds);
  });
}

async function signIn() {
  for (let tries = 0; session !== null && store.user === null; tries += 1) {
    await attempt(() => session.renew());
    if (failure !== null) await pause((failure.retryAfter || Math.min(30, 2 ** tries)) * 1000);
  }
  if (session !== null) begin();
}

function begin() {
  load();
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  live = followLive({
    url: `${scheme}://${window.location.host}/ws`,
    session,
    since: store.since,
    onFrame,
    onState,
    onRefused: (error) => endSession(error?.code ?? "user_blocked"),
  });
}

function wake(options) {
  render();
  nudge();
  live?.wake(options);
  if (store.loaded) heal();
  else if (store.user) load();
}

function listen() {
  window.addEventListener("online", () => wake({ anew: true }));
  window.addEventListener("offline", render);
  window.addEventListener("pageshow", ({ persisted }) => persisted && wake({ anew: true }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  hearTelegram((event, data) => {
    if (event === "theme_changed") launch.applyTheme(data.theme_params);
    if (event === "activated" || (event === "visibility_changed" && data.is_visible)) wake();
  });
  setInterval(render, 15_000);
}

function start() {
  window.addEventListener("hashchange", () => window.location.reload());
  if (!launch.initData) {
    closeWith(() => message(t.outsideTitle, t.outsideWhy, t.outsideSteps));
    return;
  }
  tellTelegram("web_app_ready");
  tellTelegram("web_app_expand");
  tellTelegram("web_app_set_header_color", { color_key: "secondary_bg_color" });
  page = createPage(main, { onAsk: ask, onOlder: loadOlder, onRetry: () => wake() });
  session = createSession(launch.initData, {
    onTokens(answer) {
      store.user = answer.user;
      if (store.told === 0) store.told = answer.access.subscription_version;
      accept(answer.access);
    },
    onVersion,
  });
  listen();
  render();
  signIn();
}

start();
