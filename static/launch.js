// Runs before the first paint: reads Telegram's launch parameters once and paints the page in Telegram's colours.
"use strict";
(() => {
  function decode(text) {
    try {
      return decodeURIComponent(text.replace(/\+/g, "%20"));
    } catch {
      return text;
    }
  }

  function readHash(hash) {
    const params = {};
    const text = hash.replace(/^#/, "");
    for (const pair of text.slice(text.indexOf("?") + 1).split("&")) {
      const [name, value] = pair.split("=");
      if (name) params[decode(name)] = value === undefined ? "" : decode(value);
    }
    return params;
  }

  function readObject(text) {
    try {
      const found = JSON.parse(text);
      return found !== null && typeof found === "object" ? found : {};
    } catch {
      return {};
    }
  }

  // ---- colour ----
  function parse(colour) {
    const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour ?? "")?.[1];
    if (!hex) return null;
    const full = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
    return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16));
  }

  const hex = (rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
  const mix = (from, to, share) => from.map((part, i) => part + (to[i] - part) * share);

  function luminance(rgb) {
    const [r, g, b] = rgb.map((part) => {
      const share = Math.round(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  // The colour nearest to the wanted one, on its way to another, that can be read on every background.
  function ensure(colour, backgrounds, toward, ratio) {
    for (let share = 0; share < 1; share += 0.04) {
      const tried = mix(colour, toward, share);
      if (backgrounds.every((background) => contrast(tried, background) >= ratio)) return tried;
    }
    return toward;
  }

  const BLACK = [0, 0, 0];
  const WHITE = [255, 255, 255];
  const FALLBACK = {
    light: { page: "#f1f3f5", card: "#ffffff", ink: "#11161c", hint: "#646c78", accent: "#0b62bd", button: "#0b62bd" },
    dark: { page: "#11161d", card: "#1a212a", ink: "#f1f4f7", hint: "#8e99a5", accent: "#6cb4f5", button: "#2b72b8" },
  };
  const HUES = {
    light: { buy: "#1b5fc1", sell: "#8c5600", won: "#0b6e69", lost: "#c4281f" },
    dark: { buy: "#82b9ff", sell: "#f6b650", won: "#5ce3c6", lost: "#ff8a80" },
  };

  function palette(theme, prefersDark) {
    const given = parse(theme.section_bg_color) ?? parse(theme.bg_color);
    const scheme = (given ? luminance(given) < 0.18 : prefersDark) ? "dark" : "light";
    const base = FALLBACK[scheme];
    const pick = (fallback, ...names) => names.map((name) => parse(theme[name])).find(Boolean) ?? parse(fallback);
    const card = given ?? parse(base.card);
    const page = pick(base.page, "secondary_bg_color");
    const extreme = scheme === "dark" ? WHITE : BLACK;
    const ink = ensure(pick(base.ink, "text_color"), [card, page], extreme, 7);
    const fill = mix(card, ink, 0.07);
    const hint = pick(base.hint, "hint_color");
    const link = pick(base.accent, "accent_text_color", "link_color", "button_color");
    let buttonInk = pick("#ffffff", "button_text_color");
    let button = ensure(pick(base.button, "button_color"), [buttonInk], BLACK, 4.5);
    if (contrast(button, buttonInk) < 4.5) {
      buttonInk = WHITE;
      button = ensure(pick(base.button, "button_color"), [WHITE], BLACK, 4.5);
    }
    const colours = {
      page,
      card,
      ink,
      fill,
      "fill-2": mix(card, ink, 0.12),
      "ink-2": ensure(hint, [card, page, fill], ink, 4.5),
      edge: ensure(hint, [card, page], ink, 3),
      line: pick(hex(mix(card, ink, 0.12)), "section_separator_color"),
      accent: ensure(link, [card, page, mix(card, link, 0.13)], ink, 4.5),
      btn: button,
      "btn-ink": buttonInk,
    };
    for (const [name, value] of Object.entries(HUES[scheme])) {
      const hue = parse(value);
      const tint = mix(card, hue, 0.13);
      colours[name] = ensure(hue, [card, page, tint], ink, 4.5);
      colours[`${name}-tint`] = tint;
    }
    return { scheme, colours };
  }

  const preference = window.matchMedia("(prefers-color-scheme: dark)");
  let current = {};

  function paint() {
    const { scheme, colours } = palette(current, preference.matches);
    const root = document.documentElement;
    root.dataset.scheme = scheme;
    root.toggleAttribute("data-outlined", contrast(colours.card, colours.page) < 1.03);
    for (const [name, value] of Object.entries(colours)) root.style.setProperty(`--${name}`, hex(value));
  }

  const params = readHash(window.location.hash);
  window.launch = Object.freeze({
    initData: params.tgWebAppData ?? "",
    version: params.tgWebAppVersion ?? "",
    platform: params.tgWebAppPlatform ?? "",
    user: Object.freeze(readObject(new URLSearchParams(params.tgWebAppData ?? "").get("user"))),
    applyTheme(theme) {
      current = theme ?? {};
      paint();
    },
  });
  window.launch.applyTheme(readObject(params.tgWebAppThemeParams));
  preference.addEventListener?.("change", paint);
})();
