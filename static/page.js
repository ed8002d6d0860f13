// The page once somebody is signed in: its fixed parts, and filling them from what the store knows.

import { h, show } from "./dom.js";
import { axisOf, lockedModel, openModel, person, signalCard } from "./view.js";

const HOUR = 3_600_000;
const SHOWN_FIRST = 3;

export function createPage(main, { onAsk, onOlder, onRetry }) {
  const part = {
    title: h("h1"),
    count: h("p", { class: "hint" }),
    banner: h("div", { class: "banner", hidden: true }),
    open: h("ul", { class: "card" }),
    noneOpen: h("p", { class: "card empty" }),
    market: h("p", { class: "hint note" }),
    signals: h("ul", { class: "signals" }),
    noSignals: h("p", { class: "card empty" }),
    locked: h("ul", { class: "card" }),
    noneLocked: h("p", { class: "card empty" }),
    older: h("button", { type: "button", class: "tinted wide", hidden: true, onclick: onOlder }),
    advice: h("p"),
    version: h("p", { class: "serial" }),
  };
  const headings = { open: h("h2"), signals: h("h2"), locked: h("h2") };
  const bones = h(
    "div",
    { class: "bones", "aria-hidden": "true" },
    Array.from({ length: SHOWN_FIRST }, () => h("div", { class: "card" })),
  );
  const columns = h(
    "div",
    { class: "columns" },
    h("section", { class: "open" }, headings.open, part.open, part.noneOpen),
    h("section", { class: "feed" }, headings.signals, part.market, part.signals, part.noSignals, part.older),
    h("section", { class: "locked" }, headings.locked, part.locked, part.noneLocked),
  );
  main.replaceChildren(
    h("div", { class: "person" }, part.title, part.count),
    part.banner,
    bones,
    columns,
    h("footer", {}, part.advice, part.version),
  );

  function fillBanner(text, retryLabel) {
    if (part.banner.textContent === (text ?? "") + (retryLabel ?? "")) return;
    part.banner.hidden = !text;
    const retry = retryLabel && h("button", { type: "button", class: "quiet", onclick: onRetry }, retryLabel);
    part.banner.replaceChildren(...[text && h("span", {}, text), retry].filter(Boolean));
  }

  function fillModels(store, held, t) {
    const axis = axisOf(store.models);
    const now = store.now();
    const left = (right) => (right.expires_at === null ? null : Math.floor((Date.parse(right.expires_at) - now) / HOUR));
    const open = store.models.filter((model) => held.has(model.id));
    const locked = store.models.filter((model) => !held.has(model.id));
    show(part.open, open, {
      key: (model) => model.id,
      look: (model) => [model, held.get(model.id).expires_at, left(held.get(model.id)), axis, t.language],
      build: (model) => openModel(model, held.get(model.id), axis, now, t),
    });
    show(part.locked, locked, {
      key: (model) => model.id,
      look: (model) => [model, store.requests.get(model.id) ?? null, axis, t.language],
      build: (model) => lockedModel(model, store.requests.get(model.id), axis, t, onAsk),
    });
    part.count.textContent = store.loaded ? t.openCount(open.length, store.models.length) : t.loading;
    swap(part.open, part.noneOpen, open.length > 0);
    swap(part.locked, part.noneLocked, locked.length > 0);
  }

  function fillSignals(store, fresh, t) {
    const now = store.now();
    const minute = Math.floor(now / 60_000);
    show(part.signals, store.signals, {
      key: (signal) => signal.id,
      look: (signal) => [
        signal.status,
        signal.exit_price,
        store.nameOf(signal.model_id),
        signal.status === "open" && !signal.replay ? minute : 0,
        fresh.has(signal.id),
        store.features.size,
        t.language,
      ],
      build: (signal) => signalCard(signal, store, now, t, fresh.has(signal.id)),
    });
    part.market.textContent = t.market(store.market);
    part.market.hidden = part.market.textContent === "";
    swap(part.signals, part.noSignals, store.signals.length > 0 || !store.fed);
    part.older.hidden = store.cursor === null;
  }

  function swap(list, empty, filled) {
    list.hidden = !filled;
    empty.hidden = filled;
  }

  // `fresh` names the signals that have just arrived, `banner` is [text, label of its button].
  function fill(store, t, { fresh, banner }) {
    headings.open.textContent = t.openForYou;
    headings.signals.textContent = t.newest;
    headings.locked.textContent = t.locked;
    part.noneOpen.textContent = t.noneOpen;
    part.noSignals.textContent = t.noSignals;
    part.noneLocked.textContent = t.allOpen;
    part.older.textContent = t.older;
    part.advice.textContent = t.advice;
    if (store.user) part.title.replaceChildren(...person(store.user, t).filter(Boolean));
    part.version.textContent = store.version() > 0 ? t.version(store.version()) : "";
    part.version.dataset.version = String(store.version());
    bones.hidden = store.loaded;
    columns.hidden = !store.loaded;
    fillBanner(...banner);
    fillModels(store, store.held(), t);
    fillSignals(store, fresh, t);
  }

  return { fill };
}
