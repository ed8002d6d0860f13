// Short messages over the page. They wait while a pointer or the focus rests on them.

import { h } from "./dom.js";

const SHOWN_FOR = 6_000;
const MOST = 3;

const GLYPHS = { good: "✓", bad: "✕", plain: "·" };

export function createToasts(list) {
  function toast(kind, what, why = "") {
    const node = h(
      "div",
      { class: `toast ${kind}`, tabindex: "0" },
      h("span", { class: "glyph", "aria-hidden": "true" }, GLYPHS[kind]),
      h("div", {}, h("strong", {}, what), why && h("p", {}, why)),
    );
    let timer = null;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => node.remove(), SHOWN_FOR);
    };
    const hold = () => clearTimeout(timer);
    for (const event of ["pointerenter", "focusin"]) node.addEventListener(event, hold);
    for (const event of ["pointerleave", "focusout"]) node.addEventListener(event, wait);
    list.append(node);
    while (list.children.length > MOST) list.firstElementChild.remove();
    wait();
  }
  return toast;
}
