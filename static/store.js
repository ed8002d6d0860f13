// What the page knows: the person's access, which never goes back in version, and what may be shown under it.

const MOST_SIGNALS = 200;

const endOf = (right) => (right.expires_at === null ? Infinity : Date.parse(right.expires_at));
const newestFirst = (a, b) => Date.parse(b.created_at) - Date.parse(a.created_at) || b.seq - a.seq;

export function createStore() {
  let clockAhead = 0;

  const store = {
    user: null,
    access: null,
    models: [],
    signals: [],
    market: [], // the candles behind the signals, by pair
    features: new Map(), // what signals give as reasons, in words
    requests: new Map(),
    cursor: null,
    loaded: false, // models, and with them the page
    fed: false, // signals
    told: 0, // the newest version that the person has been told about

    now: () => Date.now() + clockAhead,
    version: () => store.access?.subscription_version ?? 0,

    // The rights that run at this moment, by model.
    held() {
      const running = (store.access?.subscriptions ?? []).filter((right) => endOf(right) > store.now());
      return new Map(running.map((right) => [right.model_id, right]));
    },

    nextEnd: () => Math.min(...[...store.held().values()].map(endOf)),

    nameOf(modelId) {
      const right = store.access?.subscriptions.find((one) => one.model_id === modelId);
      return store.models.find((model) => model.id === modelId)?.name ?? right?.model_name ?? modelId;
    },

    // Take a newer (or the same) state; false if it is older than what is shown. What is no longer held goes at once.
    accept(access) {
      if (access.subscription_version < store.version()) return false;
      if (access.server_time) clockAhead = Date.parse(access.server_time) - Date.now();
      store.access = access;
      store.forgetLost();
      return true;
    },

    forgetLost() {
      const held = store.held();
      store.signals = store.signals.filter((signal) => held.has(signal.model_id));
    },

    // Merge signals into what is shown. A closed signal never opens again, however late an answer arrives.
    put(signals) {
      const held = store.held();
      const known = new Map(store.signals.map((signal) => [signal.id, signal]));
      for (const signal of signals) {
        const old = known.get(signal.id);
        if (held.has(signal.model_id) && !(old && old.status !== "open")) known.set(signal.id, signal);
      }
      store.signals = [...known.values()].sort(newestFirst).slice(0, MOST_SIGNALS);
    },

    setRequests(requests) {
      store.requests = new Map();
      for (const { model_id: model, status, decision_reason: reason } of requests) {
        if (!store.requests.has(model)) store.requests.set(model, { status, reason });
      }
    },

    // Where the server may go on from: our version, and the newest signal of each model that is open.
    since() {
      if (!store.loaded) return undefined;
      const newest = Object.fromEntries([...store.held().keys()].map((model) => [model, 0]));
      for (const { model_id: model, seq } of store.signals) newest[model] = Math.max(newest[model] ?? 0, seq);
      return { version: store.told, signals: newest };
    },
  };
  return store;
}
