/** Colours and safe areas as CSS variables, before the first paint and whenever Telegram changes them. */

import { on, postEvent, supports } from "@tma.js/bridge";
import { launch } from "@/shared/telegram/launch";
import { palette, type Theme } from "@/shared/telegram/palette";

const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
let theme: Theme = launch.theme;

function paint(): void {
  const { scheme, outlined, colours } = palette(theme, prefersDark.matches);
  const root = document.documentElement;
  root.dataset["scheme"] = scheme;
  root.toggleAttribute("data-outlined", outlined);
  root.style.colorScheme = scheme;
  for (const [name, value] of Object.entries(colours)) root.style.setProperty(`--${name}`, value);
}

function inset(prefix: string, area: Record<"top" | "bottom" | "left" | "right", number>): void {
  for (const [side, pixels] of Object.entries(area)) {
    document.documentElement.style.setProperty(`--${prefix}-${side}`, `${pixels}px`);
  }
}

/** Ask Telegram to draw its bars in the page's colour, by name, so that it follows the theme by itself. */
function colourBars(): void {
  const send = (method: "web_app_set_header_color" | "web_app_set_background_color" | "web_app_set_bottom_bar_color") => {
    if (!supports(method, launch.version)) return;
    const colour = document.documentElement.style.getPropertyValue("--page") as `#${string}`;
    if (method === "web_app_set_header_color") postEvent(method, { color_key: "secondary_bg_color" });
    else postEvent(method, { color: colour });
  };
  send("web_app_set_header_color");
  send("web_app_set_background_color");
  send("web_app_set_bottom_bar_color");
}

/** Follow Telegram's theme, viewport and safe areas from now on. `native`: a Telegram client is there to talk to. */
export function followTheme({ native }: { native: boolean }): void {
  paint();
  prefersDark.addEventListener("change", paint);
  if (!native) return;
  on("theme_changed", ({ theme_params: changed }) => {
    theme = changed;
    paint();
    colourBars();
  });
  on("viewport_changed", ({ height, is_state_stable: isStable }) => {
    if (isStable) document.documentElement.style.setProperty("--viewport-height", `${height}px`);
  });
  on("safe_area_changed", (area) => inset("safe", area));
  on("content_safe_area_changed", (area) => inset("content-safe", area));
  colourBars();
  postEvent("web_app_request_viewport");
  if (supports("web_app_request_safe_area", launch.version)) postEvent("web_app_request_safe_area");
  if (supports("web_app_request_content_safe_area", launch.version)) postEvent("web_app_request_content_safe_area");
}
