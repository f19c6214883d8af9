// The elements people press, choose and write in.
//
// `place` says where an element stands: {where, values, names, draft, confirm, dispatched}
//   where: {view} or {channel, ts}; values: what the server holds; draft: what was typed since.

import { act, closeMenu, h, icon, menu, place as putBeside, toast } from "./dom.js";
import { text, unescape } from "./mrkdwn.js";

const words = (object) => (object ? unescape(object.text) : "");

export function element(block, e, place) {
  const draw = {
    button, overflow, checkboxes, radio_buttons: radios,
    static_select: select, users_select: select, channels_select: select, conversations_select: select,
    multi_static_select: many, multi_users_select: many, multi_channels_select: many,
    multi_conversations_select: many, external_select: external, multi_external_select: externals,
    datepicker: picker("date"), timepicker: picker("time"), datetimepicker: picker("datetime-local"),
    plain_text_input: written, number_input: written, email_text_input: written, url_text_input: written,
  }[e.type];
  return draw ? draw(block, e, place) : unknown(e.type);
}

export const unknown = (type) =>
  h("div", { class: "unknown", "data-testid": "unknown" }, `[${type} は表示できません]`);

// What is in an element now: the draft of this page, or else what the server remembers.
function current(block, e, place) {
  const drafted = place.draft?.[block.block_id]?.[e.action_id];
  if (drafted !== undefined) return drafted;
  const state = place.values?.[block.block_id]?.[e.action_id];
  if (!state) return e.initial_option?.value;  // nothing was chosen yet, as in a new message
  if ("selected_option" in state) return state.selected_option?.value;
  if ("selected_options" in state) return state.selected_options.map((o) => o.value);
  return Object.entries(state).find(([name]) => name !== "type" && name !== "action_id")?.[1];
}

function isDispatched(block) {
  return block.type !== "input" || block.dispatch_action;
}

function keep(block, e, place, value) {
  if (!place.draft) return;
  (place.draft[block.block_id] ??= {})[e.action_id] = value;
}

async function changed(block, e, place, value) {
  keep(block, e, place, value);
  if (!isDispatched(block)) return;
  if (e.confirm && !(await place.confirm(e.confirm))) return;
  await send("choose", block, e, place, { value });
}

async function send(what, block, e, place, more) {
  const answer = await act(what, {
    user: place.names.me, ...place.where, block_id: block.block_id, action_id: e.action_id,
    values: place.draft ?? undefined, ...more,
  });
  if (!answer.ok) toast(answer.error);
  return answer;
}

function common(block, e, place) {
  return {
    "data-action-id": e.action_id, "data-block-id": block.block_id,
    "aria-label": block.label ? words(block.label) : words(e.placeholder) || undefined,
  };
}

function button(block, e, place) {
  const label = words(e.text);
  const props = {
    ...common(block, e, place), class: `btn ${e.style ?? ""}`, "data-value": e.value,
    "aria-label": e.accessibility_label ?? label, type: "button",
    onclick: async (event) => {
      const self = event.currentTarget;
      if (e.confirm && !(await place.confirm(e.confirm))) return;
      if (e.url) open(e.url, "_blank", "noopener");
      self.classList.add("busy");
      await send("press", block, e, place, { value: e.value });
      self.classList.remove("busy");
    },
  };
  return h("button", props, text(e.text, place.names));
}

function overflow(block, e, place) {
  const entries = e.options.map((o) => ({
    label: words(o.text), hint: words(o.description) || undefined,
    run: async () => {
      if (e.confirm && !(await place.confirm(e.confirm))) return;
      if (o.url) open(o.url, "_blank", "noopener");
      await send("choose", block, e, place, { value: o.value });
    },
  }));
  const props = { ...common(block, e, place), class: "btn overflow", type: "button", "aria-label": "その他の操作" };
  return h("button", { ...props, onclick: (event) => menu(event.currentTarget, entries, "その他の操作") }, icon("more"));
}

function choices(e, names) {
  if (e.type.includes("users")) return people(names);
  if (e.type.includes("channels") || e.type.includes("conversations")) return channels(names);
  const plain = (o) => ({ value: o.value, label: words(o.text) });
  const groups = (e.option_groups ?? []).map((g) => ({ label: words(g.label), options: g.options.map(plain) }));
  return [...(e.options ?? []).map(plain), ...groups];
}

const people = (names) => Object.values(names.people).filter((p) => !p.is_bot)
  .map((p) => ({ value: p.id, label: p.title ? `${p.real_name}（${p.title}）` : p.real_name }));
const channels = (names) => Object.values(names.channels).filter((c) => !c.is_im)
  .map((c) => ({ value: c.id, label: `#${c.name}` }));

function optionNodes(list, chosen) {
  return list.map((o) => o.options
    ? h("optgroup", { label: o.label }, optionNodes(o.options, chosen))
    : h("option", { value: o.value, selected: o.value === chosen }, o.label));
}

const flat = (list) => list.flatMap((o) => o.options ?? [o]);

function select(block, e, place) {
  const now = current(block, e, place);
  const hint = words(e.placeholder) || "選択してください";
  return h("select", {
    ...common(block, e, place), class: "field select",
    onchange: (event) => changed(block, e, place, event.target.value),
  }, h("option", { value: "", selected: !now }, hint), optionNodes(choices(e, place.names), now));
}

function many(block, e, place) {
  const list = flat(choices(e, place.names));
  return chips(block, e, place, (chosen, add) => h("select", {
    ...common(block, e, place), class: "field select",
    onchange: (event) => add(list.find((o) => o.value === event.target.value)),
  }, h("option", { value: "" }, words(e.placeholder) || "選んで追加"),
  optionNodes(choices(e, place.names).filter((o) => o.options || !chosen.includes(o.value)))),
  (value) => list.find((o) => o.value === value)?.label ?? value);
}

function chips(block, e, place, adder, labelOf) {
  const box = h("div", { class: "chips" });
  const draw = () => {
    const chosen = current(block, e, place) ?? [];
    const set = (values) => { changed(block, e, place, values); draw(); };
    const chip = (value) => h("span", { class: "chip" }, labelOf(value), h("button", {
      type: "button", "aria-label": `${labelOf(value)}を外す`,
      onclick: () => set(chosen.filter((v) => v !== value)),
    }, icon("close")));
    box.replaceChildren(...chosen.map(chip), adder(chosen, (o) => o && set([...chosen, o.value])));
  };
  if (!place.draft) place = { ...place, draft: {} };
  draw();
  return box;
}

const offered = new Map();

function external(block, e, place) {
  const now = current(block, e, place);
  const known = place.values?.[block.block_id]?.[e.action_id]?.selected_option ?? e.initial_option;
  const label = now && (offered.get(now) ?? words(known?.text));
  return lookup(block, e, place, label || "", (o) => changed(block, e, place, o.value));
}

function externals(block, e, place) {
  const known = place.values?.[block.block_id]?.[e.action_id]?.selected_options ?? [];
  const labelOf = (value) => offered.get(value) ?? words(known.find((o) => o.value === value)?.text) ?? value;
  return chips(block, e, place, (chosen, add) => lookup(block, e, place, "", add), labelOf);
}

// A field that asks the app for options while one types.
function lookup(block, e, place, label, chosen) {
  const input = h("input", {
    ...common(block, e, place), class: "field", role: "combobox", autocomplete: "off",
    placeholder: words(e.placeholder) || "入力して検索", value: label, "aria-expanded": "false",
  });
  const list = h("div", { class: "menu listbox", role: "listbox", "aria-label": "候補" });
  const close = () => { list.remove(); input.setAttribute("aria-expanded", "false"); };
  let asked = 0;
  let timer = 0;
  const ask = async () => {
    const turn = ++asked;
    if (input.value.length < (e.min_query_length ?? 3)) return close();
    const answer = await act("suggest", {
      user: place.names.me, ...place.where, block_id: block.block_id, action_id: e.action_id,
      query: input.value,
    });
    if (turn !== asked || !input.isConnected) return;
    const options = answer.options ?? [];
    list.replaceChildren(...options.map((o) => h("button", {
      type: "button", class: "menu-item", role: "option",
      onmousedown: (event) => {
        event.preventDefault();
        clearTimeout(timer);
        asked++;
        offered.set(o.value, words(o.text));
        input.value = words(o.text);
        close();
        chosen(o);
      },
    }, h("span", {}, h("span", { class: "menu-label" }, words(o.text)),
      o.description ? h("span", { class: "menu-hint" }, words(o.description)) : null))));
    if (!options.length) list.append(h("div", { class: "menu-none" }, answer.acked === false ? "候補を読み込めませんでした" : "該当する候補はありません"));
    document.getElementById("menus").append(list);
    putBeside(list, input);
    input.setAttribute("aria-expanded", "true");
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("focus", () => { closeMenu(); input.select(); ask(); });
  input.addEventListener("blur", () => { asked++; close(); });
  return input;
}

function option(block, e, place, kind, checked, toggle) {
  return (o) => h("label", { class: "choice" },
    h("input", { type: kind, name: `${block.block_id}/${e.action_id}`, value: o.value, checked: checked(o), onchange: (event) => toggle(o, event.target.checked) }),
    h("span", {}, h("span", {}, text(o.text, place.names)),
      o.description ? h("span", { class: "choice-note" }, text(o.description, place.names)) : null));
}

function checkboxes(block, e, place) {
  const local = place.draft ? place : { ...place, draft: {} };
  const now = () => current(block, e, local) ?? [];
  const toggle = (o, on) => changed(block, e, local, on ? [...now(), o.value] : now().filter((v) => v !== o.value));
  return h("div", { ...common(block, e, place), class: "choices", role: "group" },
    e.options.map(option(block, e, place, "checkbox", (o) => now().includes(o.value), toggle)));
}

function radios(block, e, place) {
  const now = current(block, e, place);
  return h("div", { ...common(block, e, place), class: "choices", role: "radiogroup" },
    e.options.map(option(block, e, place, "radio", (o) => o.value === now, (o) => changed(block, e, place, o.value))));
}

function picker(kind) {
  return (block, e, place) => {
    const now = current(block, e, place);
    const local = kind === "datetime-local" && now
      ? new Date((Number(now) + 9 * 3600) * 1000).toISOString().slice(0, 16) : now;
    const spoken = h("span", { class: "spoken", "aria-hidden": "true" }, speak(kind, local));
    const field = h("input", {
      ...common(block, e, place), class: `field ${kind}`, type: kind, value: local ?? "",
      onchange: ({ target }) => {
        spoken.textContent = speak(kind, target.value);
        changed(block, e, place, kind === "datetime-local" && target.value
          ? Date.parse(`${target.value}:00+09:00`) / 1000 : target.value);
      },
    });
    return kind === "time" ? field : h("span", { class: "dated" }, field, spoken);
  };
}

// The day in words, for browsers whose date fields speak another language.
function speak(kind, value) {
  if (!value || kind === "time") return "";
  const at = new Date(kind === "date" ? `${value}T00:00` : value);
  return at.toLocaleDateString("ja-JP", { year: "numeric", month: "long", day: "numeric", weekday: "short" });
}

function written(block, e, place) {
  const now = current(block, e, place) ?? "";
  const props = {
    ...common(block, e, place), class: "field", placeholder: words(e.placeholder) || undefined, autocomplete: "off",
    oninput: ({ target }) => keep(block, e, place, target.value),
  };
  if (e.type === "number_input") props.inputmode = "decimal";
  if (e.focus_on_load) props.autofocus = true;
  const field = e.multiline ? h("textarea", { ...props, rows: "4" }) : h("input", { ...props, type: "text" });
  field.value = now;
  if (block.dispatch_action) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || e.multiline) return;
      event.preventDefault();
      changed(block, e, place, field.value);
    });
  }
  return field;
}
