// Building the page. Data only ever enters as text.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

export const h = (tag, properties = {}, ...children) => fill(document.createElement(tag), properties, children);
export const s = (tag, properties = {}, ...children) => fill(document.createElementNS(SVG, tag), properties, children);

// What the person types under a name must not turn the text around it.
export const name = (text) => h("bdi", {}, text);

// Makes the children of `list` show `items` in order. A node whose content is the same stays, focus included.
export function show(list, items, { key, look, build }) {
  const old = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const focused = document.activeElement?.closest?.("[data-key]");
  const focusedKey = list.contains(focused) ? focused.dataset.key : null;
  items.forEach((item, at) => {
    const id = String(key(item));
    const wanted = JSON.stringify(look(item));
    let node = old.get(id);
    old.delete(id);
    if (node?.dataset.look !== wanted) {
      const fresh = build(item);
      fresh.dataset.key = id;
      fresh.dataset.look = wanted;
      node?.replaceWith(fresh);
      node = fresh;
    }
    if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
  });
  for (const node of old.values()) node.remove();
  if (focusedKey !== null && !list.contains(document.activeElement)) {
    [...list.children].find((node) => node.dataset.key === focusedKey)?.querySelector("button")?.focus();
  }
}
