// Modals: the stack, the errors beside the inputs, submit and close; and confirm dialogs.

import { act, h, icon, toast } from "./dom.js";
import { blocks } from "./blocks.js";
import { text, unescape } from "./mrkdwn.js";

const drafts = new Map();
const host = document.getElementById("modals");
let drawn = "";

export const draftOf = (view) => {
  if (!drafts.has(view.id)) drafts.set(view.id, {});
  return drafts.get(view.id);
};

// What was typed into a field goes with it when a view is drawn anew without that field.
function forget(view) {
  const draft = draftOf(view);
  const there = new Set(view.blocks.map((block) => block.block_id));
  Object.keys(draft).filter((id) => !there.has(id)).forEach((id) => delete draft[id]);
}

export function drawModals(stack, names) {
  const now = JSON.stringify([names.me, stack.map((v) => [v.id, v.hash, v.errors, v.trouble])]);
  if (now === drawn) return;
  drawn = now;
  const typing = document.activeElement?.closest?.(".modal") && document.activeElement.dataset;
  const gone = [...drafts.keys()].filter((id) => id.startsWith("V") && !stack.some((v) => v.id === id));
  gone.filter((id) => id !== names.homeId).forEach((id) => drafts.delete(id));
  stack.forEach(forget);
  const view = stack.at(-1);
  document.querySelectorAll("#menus .listbox").forEach((list) => list.remove());
  const scrolled = host.querySelector(".modal-body")?.scrollTop ?? 0;
  const same = host.firstElementChild?.dataset.viewId === view?.id;
  host.replaceChildren(...(view ? [modal(view, stack.length, names)] : []));
  if (!view) return;
  if (same) host.querySelector(".modal-body").scrollTop = scrolled;
  focusIn(view, typing);
}

function focusIn(view, typing) {
  const wrong = host.querySelector(".wrong .field, .wrong input");
  const again = typing?.actionId && host.querySelector(`[data-block-id="${CSS.escape(typing.blockId)}"][data-action-id="${CSS.escape(typing.actionId)}"]`);
  (wrong ?? again ?? host.querySelector("[autofocus]") ?? host.querySelector(".field, .modal-body input, .modal-foot .btn, .modal-x"))?.focus();
}

function modal(view, depth, names) {
  const draft = draftOf(view);
  const where = { view: view.id };
  const place = { where, values: view.values, errors: view.errors, names, draft, confirm };
  const close = (everything) => act("close", { user: names.me, view: view.id, everything });
  const submit = async (event) => {
    event.preventDefault();
    const button = form.querySelector("[data-testid=modal-submit]");
    button?.classList.add("busy");
    const answer = await act("submit", { user: names.me, view: view.id, values: draft });
    button?.classList.remove("busy");
    if (!answer.ok && !Object.keys(answer.errors ?? {}).length) toast(answer.error);
  };
  const form = h("form", { class: "modal", role: "dialog", "aria-modal": "true", "aria-labelledby": "modal-title", novalidate: true, onsubmit: submit, "data-testid": "modal" },
    h("header", { class: "modal-head" },
      h("span", { class: "app-mark" }, names.people[names.bot].real_name.slice(0, 1)),
      h("h2", { id: "modal-title" }, text(view.title, names)),
      h("button", { type: "button", class: "ghost modal-x", "aria-label": "すべて閉じる", onclick: () => close(true) }, icon("close"))),
    h("div", { class: "modal-body" },
      view.trouble ? h("div", { class: "alert error", role: "alert", "data-testid": "modal-trouble" }, view.trouble) : null,
      blocks(view.blocks, place)),
    h("footer", { class: "modal-foot" },
      depth > 1 ? h("span", { class: "depth" }, `${depth}枚目`) : null,
      h("button", { type: "button", class: "btn", "data-testid": "modal-close", onclick: () => close(false) }, view.close ? unescape(view.close.text) : depth > 1 ? "戻る" : "閉じる"),
      view.submit ? h("button", { type: "submit", class: "btn primary", "data-testid": "modal-submit" }, unescape(view.submit.text)) : null));
  const shade = h("div", { class: "shade" }, form);
  shade.dataset.viewId = view.id;
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) close(false);
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopPropagation();
  });
  return shade;
}

// Ask before doing; resolves to whether the person agreed.
export function confirm(how) {
  return new Promise((resolve) => {
    const done = (answer) => { shade.remove(); resolve(answer); };
    const deny = how.deny ? unescape(how.deny.text) : "キャンセル";
    const ok = how.confirm ? unescape(how.confirm.text) : "はい";
    const names = confirm.names;
    const box = h("div", { class: "modal confirm", role: "alertdialog", "aria-modal": "true", "aria-label": how.title ? unescape(how.title.text) : "確認", "data-testid": "confirm" },
      h("header", { class: "modal-head" }, h("h2", {}, text(how.title, names))),
      h("div", { class: "modal-body" }, text(how.text, names)),
      h("footer", { class: "modal-foot" },
        h("button", { type: "button", class: "btn", "data-testid": "confirm-deny", onclick: () => done(false) }, deny),
        h("button", { type: "button", class: `btn ${how.style ?? "primary"}`, "data-testid": "confirm-ok", onclick: () => done(true) }, ok)));
    const shade = h("div", { class: "shade top" }, box);
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); done(false); } });
    document.body.append(shade);
    box.querySelector("[data-testid=confirm-ok]").focus();
  });
}
