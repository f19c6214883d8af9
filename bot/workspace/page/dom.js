// Small tools every part of the page uses. Text becomes text nodes only: no HTML is ever parsed.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(9).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

const PATHS = {
  bolt: "M11 1 3 11h5l-1 8 8-10h-5z",
  send: "M2 3l16 7-16 7 2-6 8-1-8-1z",
  close: "M4 5l1-1 5 5 5-5 1 1-5 5 5 5-1 1-5-5-5 5-1-1 5-5z",
  more: "M4 8.5a1.5 1.5 0 110 3 1.5 1.5 0 010-3zm6 0a1.5 1.5 0 110 3 1.5 1.5 0 010-3zm6 0a1.5 1.5 0 110 3 1.5 1.5 0 010-3z",
  reply: "M3 4h14v10h-8l-4 3v-3H3zm1.5 1.5v7h2v1.6l2-1.6h7v-7z",
  smile: "M10 2a8 8 0 110 16 8 8 0 010-16zm0 1.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM7.5 7a1 1 0 110 2 1 1 0 010-2zm5 0a1 1 0 110 2 1 1 0 010-2zM6.5 11h7a3.6 3.6 0 01-7 0z",
  eye: "M10 4.5c4 0 7 3 8 5.5-1 2.5-4 5.5-8 5.500s-7-3-8-5.500c1-2.5 4-5.5 8-5.500zm0 1.500c-3 0-5.3 2-6.3 4 1 2 3.3 4 6.3 4s5.3-2 6.3-4c-1-2-3.3-4-6.3-4zm0 1.500a2.5 2.5 0 110 5 2.5 2.5 0 010-5z",
  home: "M10 2.500l8 7-1 1.1-1-.9V17h-4.500v-4h-3v4H4V9.700l-1 .9-1-1.100z",
  down: "M5 7.500l1-1 4 4 4-4 1 1-5 5z",
  file: "M5 2h7l4 4v12H5zm1.5 1.500v13h8V7H11V3.500z",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export async function act(what, body) {
  try {
    const response = await fetch("/page/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ act: what, ...body }),
    });
    return await response.json();
  } catch {
    return { ok: false, error: "ワークスペースにつながりません。" };
  }
}

export function toast(text) {
  const note = h("div", { class: "toast", "data-testid": "toast" }, text);
  document.getElementById("toasts").replaceChildren(note);
  setTimeout(() => note.remove(), 6000);
}

let openMenu = null;

export function closeMenu() {
  openMenu?.remove();
  openMenu = null;
}

// A menu under (or over) a button: entries are {label, hint, danger, icon, run} or "-".
export function menu(anchor, entries, label) {
  closeMenu();
  const items = entries.map((entry) =>
    entry === "-" ? h("hr") : h("button", {
      class: entry.danger ? "menu-item danger" : "menu-item",
      role: "menuitem",
      onclick: () => { closeMenu(); entry.run(); },
    }, entry.avatar || null, h("span", {}, h("span", { class: "menu-label" }, entry.label),
      entry.hint ? h("span", { class: "menu-hint" }, entry.hint) : null)));
  openMenu = h("div", { class: "menu", role: "menu", "aria-label": label }, items);
  document.getElementById("menus").append(openMenu);
  place(openMenu, anchor);
  openMenu.querySelector("button")?.focus();
}

export function place(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const below = at.bottom + 4 + size.height < innerHeight;
  box.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
}

document.addEventListener("mousedown", (event) => {
  if (openMenu && !openMenu.contains(event.target)) closeMenu();
});
document.addEventListener("keydown", (event) => {
  if (!openMenu) return;
  const items = [...openMenu.querySelectorAll("button")];
  const now = items.indexOf(document.activeElement);
  if (event.key === "Escape") closeMenu();
  else if (event.key === "ArrowDown") items[(now + 1) % items.length].focus();
  else if (event.key === "ArrowUp") items[(now - 1 + items.length) % items.length].focus();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
