// Drawings of models and signals: the interval that a rate lies in, and a signal to scale.

import { h, name, s } from "./dom.js";

const DAY = 86_400_000;
const SOON = 3 * DAY;

const MARKS = {
  "logistic-spy": ["M3 18c6 0 8 0 9-6s3-6 9-6"],
  "shadow-stack": ["M12 3l9 5-9 5-9-5z", "M3 12.5l9 5 9-5", "M3 16.5l9 5 9-5"],
  "forest-necromancer": ["M12 21v-8", "M12 13L6 7V3", "M12 13l6-6V3", "M6 7L3 6"],
  "gray-cardinal": ["M3 5h5v5h5v5h5v4h3"],
  "sniper-80x": ["M12 5a7 7 0 100 14 7 7 0 000-14z", "M12 2v6M12 16v6M2 12h6M16 12h6"],
};
const PLAIN_MARK = ["M4 8v8M20 8v8M4 12h5M15 12h5", "M12 9a3 3 0 100 6 3 3 0 000-6z"];
const ARROWS = { BUY: ["M12 19V5M6 11l6-6 6 6"], SELL: ["M12 5v14M6 13l6 6 6-6"] };
const LOCK = ["M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 017 0v3"];
const VERDICT_GLYPHS = {
  better_than_chance: "↑",
  not_distinguishable: "≈",
  worse_than_chance: "↓",
  not_enough_data: "…",
};
const STATUS_GLYPHS = { open: "○", won: "✓", lost: "✕", expired: "–" };

function icon(paths) {
  return s("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, paths.map((d) => s("path", { d })));
}

const percent = (share) => `${Math.min(100, Math.max(0, share * 100)).toFixed(2)}%`;

// One axis for all models of the page, so that their intervals can be compared.
export function axisOf(models) {
  const measured = models.map((model) => model.accuracy).filter(Boolean);
  if (measured.length === 0) return { low: 0, high: 1 };
  const low = Math.min(...measured.flatMap((a) => [a.ci_low, a.cs_low, a.baseline]));
  const high = Math.max(...measured.flatMap((a) => [a.ci_high, a.hit_rate, a.baseline]));
  const margin = Math.max(0.01, (high - low) * 0.06);
  return { low: Math.max(0, low - margin), high: Math.min(1, high + margin) };
}

function interval(accuracy, axis) {
  const at = (rate) => percent((rate - axis.low) / (axis.high - axis.low));
  const [low, high, tail] = [accuracy.ci_low, accuracy.ci_high, accuracy.cs_low].map(at);
  const chance = at(accuracy.baseline);
  const whisker = (x) => s("line", { class: "whisker", x1: x, x2: x, y1: 5, y2: 15 });
  return s(
    "svg",
    { class: `interval ${accuracy.verdict}`, "aria-hidden": "true" },
    s("line", { class: "axis", x1: 0, x2: "100%", y1: 10, y2: 10 }),
    s("line", { class: "tail", x1: tail, x2: low, y1: 10, y2: 10 }),
    s("line", { class: "tail", x1: tail, x2: tail, y1: 7, y2: 13 }),
    s("line", { class: "whisker", x1: low, x2: high, y1: 10, y2: 10 }),
    whisker(low),
    whisker(high),
    s("circle", { cx: at(accuracy.hit_rate), cy: 10, r: 4.5 }),
    s("line", { class: "chance", x1: chance, x2: chance, y1: 0, y2: 20 }),
  );
}

function accuracyOf(model, axis, t) {
  const found = model.accuracy;
  if (!found) return h("p", { class: "hint" }, t.notMeasured);
  const source = found.source === "backtest" ? ` · ${t.backtest}` : "";
  return h(
    "div",
    { class: "accuracy" },
    h("div", { class: "rate" }, h("strong", {}, t.percent(found.hit_rate)), interval(found, axis)),
    h(
      "p",
      { class: `verdict ${found.verdict}` },
      h("span", { "aria-hidden": "true" }, VERDICT_GLYPHS[found.verdict] ?? "·"),
      t.verdicts[found.verdict] ?? found.verdict,
    ),
    h(
      "p",
      { class: "hint split" },
      h("span", {}, t.interval(t.bare(found.ci_low), t.bare(found.ci_high), t.count(found.n)) + source),
      h("span", {}, t.chance(t.percent(found.baseline))),
    ),
  );
}

function term(right, now, t) {
  if (right.expires_at === null) return { text: t.forEver, soon: false };
  const end = new Date(right.expires_at);
  const left = end - now;
  if (left > SOON) return { text: t.until(t.date(end)), soon: false };
  if (left < DAY) return { text: t.endsToday(t.moment(end)), soon: true };
  return { text: `${t.daysLeft(Math.floor(left / DAY))}, ${t.date(end)}`, soon: true };
}

function modelRow(model, axis, t, mark, ...more) {
  return h(
    "li",
    { class: "row", "data-model": model.id },
    h("span", { class: "tile" }, icon(MARKS[model.id] ?? PLAIN_MARK)),
    h(
      "div",
      { class: "body" },
      h("div", { class: "head" }, h("h3", {}, model.name), mark),
      h("p", { class: "hint" }, model.description),
      accuracyOf(model, axis, t),
      more,
    ),
  );
}

export function openModel(model, right, axis, now, t) {
  if (model.is_free && right.expires_at === null) {
    return modelRow(model, axis, t, h("span", { class: "tag" }, t.free));
  }
  const { text, soon } = term(right, now, t);
  return modelRow(model, axis, t, h("span", { class: soon ? "tag warn" : "tag" }, text));
}

// `request` is what the person asked before (or undefined), `onAsk` sends a new one.
export function lockedModel(model, request, axis, t, onAsk) {
  const row = (...more) => modelRow(model, axis, t, h("span", { class: "lock" }, icon(LOCK)), ...more);
  if (request?.status === "pending") return row(h("p", { class: "tag asked" }, t.requested));
  const busy = request?.status === "sending";
  const ask = h(
    "button",
    { type: "button", class: "tinted", "aria-busy": busy ? "true" : null, onclick: () => busy || onAsk(model) },
    busy ? t.requesting : t.request,
    h("span", { class: "sr" }, ` ${model.name}`),
  );
  return row(request?.status === "rejected" && h("p", { class: "declined" }, t.declined(request.reason)), ask);
}

// A price as dealers write it: the last digit small and raised. It is read out and copied as the plain price.
function price(text) {
  return h("span", { class: "price" }, text.slice(0, -1), h("span", { class: "pip" }, text.slice(-1)));
}

// Where a price lies between the stop (0) and the target (1), whatever the direction.
function along(signal, value) {
  const [stop, target] = [Number(signal.stop_loss), Number(signal.take_profit)];
  return target === stop ? 0.5 : (Number(value) - stop) / (target - stop);
}

function inR(signal) {
  const risk = Number(signal.entry) - Number(signal.stop_loss);
  return risk === 0 || signal.exit_price === null ? null : (Number(signal.exit_price) - Number(signal.entry)) / risk;
}

function rail(signal, sentence) {
  const entry = percent(along(signal, signal.entry));
  const exit = signal.exit_price === null ? null : percent(along(signal, signal.exit_price));
  return s(
    "svg",
    { class: `rail ${signal.status}`, role: "img", "aria-label": sentence },
    s("line", { class: "risk", x1: 0, x2: entry, y1: 10, y2: 10 }),
    s("line", { class: "gain", x1: entry, x2: "100%", y1: 10, y2: 10 }),
    exit !== null && s("line", { class: "went", x1: entry, x2: exit, y1: 10, y2: 10 }),
    s("line", { class: "stop", x1: 0, x2: 0, y1: 3, y2: 17 }),
    s("circle", { class: "entry", cx: entry, cy: 10, r: 4.5 }),
    s("svg", { x: "100%", y: 10, overflow: "visible" }, s("path", { class: "target", d: "M-6 0L0-6 6 0 0 6z" })),
    exit !== null && s("line", { class: "exit", x1: exit, x2: exit, y1: 4, y2: 16 }),
  );
}

function prices(signal, t) {
  const middle = Math.min(0.7, Math.max(0.3, along(signal, signal.entry)));
  const column = (value, label) => h("div", {}, price(value), h("span", { class: "hint" }, label));
  const entry = column(signal.entry, t.entry);
  entry.style.left = percent(middle);
  return h(
    "div",
    { class: "prices" },
    column(signal.stop_loss, t.stop),
    entry,
    column(signal.take_profit, t.target),
  );
}

function moments(signal, now, t) {
  const end = new Date(signal.expires_at);
  if (signal.status !== "open" || signal.replay) return t.moment(new Date(signal.candle_at));
  return end > now ? t.left(t.duration(end - now)) : t.closing;
}

function outcome(signal, t) {
  const result = signal.status === "open" ? null : inR(signal);
  return h(
    "span",
    { class: `status ${signal.status}` },
    h("span", { "aria-hidden": "true" }, STATUS_GLYPHS[signal.status] ?? ""),
    t.statuses[signal.status] ?? signal.status,
    result !== null && h("strong", {}, t.inR(result)),
  );
}

// Why: what speaks for it most, or what moved the model most where nothing does.
function reason(signal, features, t) {
  const first = signal.reasons.find(({ effect }) => !effect.startsWith("-")) ?? signal.reasons[0];
  const words = first && features.get(first.feature)?.[t.language];
  return words && h("p", { class: "hint why" }, t.because(words, first.value, !first.effect.startsWith("-")));
}

export function signalCard(signal, store, now, t, isNew) {
  const facts = [store.nameOf(signal.model_id), t.timeframes[signal.timeframe] ?? signal.timeframe];
  if (signal.status === "open") facts.push(t.confidence(t.whole(signal.confidence)));
  const sentence = t.rail(
    t[signal.direction],
    signal.pair,
    signal.entry,
    signal.stop_loss,
    signal.take_profit,
    t.statuses[signal.status] ?? signal.status,
  );
  return h(
    "li",
    { class: isNew ? "signal new" : "signal", "data-signal": signal.id },
    h("span", { class: `tile ${signal.direction}` }, icon(ARROWS[signal.direction])),
    h(
      "div",
      { class: "body" },
      h(
        "div",
        { class: "head" },
        h("h3", {}, `${signal.pair} `, h("span", { class: signal.direction }, t[signal.direction])),
        outcome(signal, t),
      ),
      h(
        "p",
        { class: "hint split" },
        h("span", {}, facts.join(" · ")),
        h("span", { class: "until" }, moments(signal, now, t), signal.replay && h("span", { class: "tag small" }, t.replay)),
      ),
    ),
    h(
      "div",
      { class: "plan" },
      signal.status === "open" && prices(signal, t),
      rail(signal, sentence),
      signal.status === "open" && reason(signal, store.features, t),
    ),
  );
}

export function person(user, t) {
  const full = [user.first_name, user.last_name].filter(Boolean).join(" ");
  return [
    name(full || user.username || String(user.telegram_id)),
    user.role === "admin" && h("span", { class: "tag" }, t.admin),
  ];
}

// A page that only says something: outside of Telegram, ended, blocked.
export function message(title, text, steps = [], action = null) {
  const list = steps.length > 0 && h("ol", {}, steps.map((step) => h("li", {}, h("span", {}, step))));
  return h("div", { class: "message" }, icon(PLAIN_MARK), h("h1", {}, title), h("p", { class: "hint" }, text), list, action);
}
