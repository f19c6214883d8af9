// Block Kit drawn as Slack draws it. What cannot be drawn is said in red, never left out.

import { h } from "./dom.js";
import { element, unknown } from "./inputs.js";
import { emoji, link, markdown, mrkdwn, text, unescape } from "./mrkdwn.js";

export function blocks(list, place) {
  return list.map((block) => {
    const node = (DRAW[block.type] ?? (() => unknown(block.type)))(block, place);
    node.dataset.blockId = block.block_id ?? "";
    node.classList.add("block", `block-${block.type}`);
    return node;
  });
}

const DRAW = {
  header: (b, place) => h("h3", {}, text(b.text, place.names)),
  divider: () => h("hr"),
  section,
  context: (b, place) => h("div", {}, b.elements.map((e) => e.type === "image" ? image(e) : h("span", {}, text(e, place.names)))),
  actions: (b, place) => h("div", {}, b.elements.map((e) => element(b, e, place))),
  input,
  image: (b, place) => h("figure", {}, b.title ? h("figcaption", {}, text(b.title, place.names)) : null, image(b)),
  rich_text: (b, place) => h("div", {}, b.elements.map((e) => richPart(e, place.names))),
  table: (b, place) => table(b, place, null),
  data_table: (b, place) => table(b, place, b.caption),
  markdown: (b) => h("div", { class: "md" }, markdown(b.text)),
  context_actions: (b, place) => h("div", {}, b.elements.map((e) => contextAction(b, e, place))),
  alert: (b, place) => h("div", { class: `alert ${b.level ?? ""}`, role: "note" }, text(b.text, place.names)),
  card,
  container: (b, place) => h("div", {}, b.title ? h("h4", {}, text(b.title, place.names)) : null, blocks(b.child_blocks, place)),
  carousel: (b, place) => h("div", {}, b.elements.map((c) => card({ ...c, block_id: b.block_id }, place))),
};

function section(b, place) {
  const fields = b.fields ? h("div", { class: "fields" }, b.fields.map((f) => h("div", { class: "fieldtext" }, text(f, place.names)))) : null;
  const body = h("div", { class: "section-body" }, b.text ? h("div", { class: "text" }, text(b.text, place.names)) : null, fields);
  const accessory = b.accessory && (b.accessory.type === "image" ? image(b.accessory) : element(b, b.accessory, place));
  return h("div", {}, body, accessory ? h("div", { class: "accessory" }, accessory) : null);
}

function input(b, place) {
  const error = place.errors?.[b.block_id];
  // A label around several controls would pass its clicks to the first of them.
  const group = /^(multi_|checkboxes|radio_buttons)/.test(b.element.type);
  return h(group ? "div" : "label", { class: error ? "wrong" : "" },
    h("span", { class: "label" }, text(b.label, place.names), b.optional ? h("span", { class: "optional" }, "（任意）") : null),
    element(b, b.element, place),
    error ? h("span", { class: "error", role: "alert", "data-testid": "field-error" }, error) : null,
    b.hint ? h("span", { class: "hint" }, text(b.hint, place.names)) : null);
}

function image(e) {
  const node = h("img", { alt: e.alt_text, title: e.alt_text, loading: "lazy" });
  node.addEventListener("error", () => node.replaceWith(h("span", { class: "noimage", role: "img", "aria-label": e.alt_text }, `画像: ${e.alt_text}`)));
  const url = e.image_url ?? (e.slack_file?.id ? `/files/${e.slack_file.id}/image` : "");
  node.src = url;
  if (!url) queueMicrotask(() => node.dispatchEvent(new Event("error")));
  return node;
}

function card(b, place) {
  const actions = (b.actions ?? []).map((e) => element(b, e, place));
  return h("div", { class: "card" }, b.title ? h("strong", {}, text(b.title, place.names)) : null,
    b.subtitle ? h("div", { class: "hint" }, text(b.subtitle, place.names)) : null,
    b.body ? h("div", {}, text(b.body, place.names)) : null, h("div", { class: "card-actions" }, actions));
}

function contextAction(b, e, place) {
  if (e.type === "icon_button") return element(b, { ...e, type: "button" }, place);
  if (e.type !== "feedback_buttons") return unknown(e.type);
  return h("span", {}, [e.positive_button, e.negative_button].map((one) => element(b, { ...one, type: "button", action_id: e.action_id }, place)));
}

function table(b, place, caption) {
  const row = (cells, tag) => h("tr", {}, cells.map((cell, n) => {
    const how = b.column_settings?.[n];
    const number = cell.type === "raw_number" ? "right" : "";
    return h(tag, { class: `${how?.align ?? number} ${how?.is_wrapped ? "wrapped" : ""}` }, cellText(cell, place.names));
  }));
  const [head, ...body] = b.rows;
  return h("div", { class: "table-box" }, h("table", { class: "table" },
    caption ? h("caption", {}, caption) : null,
    h("thead", {}, row(head, "th")), h("tbody", {}, body.map((cells) => row(cells, "td")))));
}

function cellText(cell, names) {
  if (cell.type === "raw_text") return unescape(cell.text);
  if (cell.type === "raw_number") return String(cell.text ?? cell.value);
  if (cell.type === "rich_text") return cell.elements.map((e) => richPart(e, names));
  return unknown(cell.type);
}

function richPart(e, names) {
  const inside = (list) => list.map((one) => one.type.startsWith("rich_text") ? richPart(one, names) : rich(one, names));
  switch (e.type) {
    case "rich_text_section": return h("div", {}, inside(e.elements));
    case "rich_text_quote": return h("blockquote", {}, inside(e.elements));
    case "rich_text_preformatted": return h("pre", { class: "code" }, inside(e.elements));
    case "rich_text_list": {
      const tag = e.style === "ordered" ? "ol" : "ul";
      const list = h(tag, { start: e.offset ? String(e.offset + 1) : undefined }, e.elements.map((one) => h("li", {}, richPart(one, names))));
      list.style.marginLeft = `${(e.indent ?? 0) * 22}px`;
      return list;
    }
    default: return unknown(e.type);
  }
}

function rich(e, names) {
  switch (e.type) {
    case "text": return styled(e.text.split("\n").flatMap((line, n) => (n ? [h("br"), line] : [line])), e.style);
    case "link": return styled([link(e.url, e.text ?? e.url)], e.style);
    case "user": return mrkdwn(`<@${e.user_id}>`, names)[0];
    case "channel": return mrkdwn(`<#${e.channel_id}>`, names)[0];
    case "usergroup": return mrkdwn(`<!subteam^${e.usergroup_id}>`, names)[0];
    case "broadcast": return mrkdwn(`<!${e.range}>`, names)[0];
    case "emoji": return h("span", {}, emoji(e.name));
    case "date": return mrkdwn(`<!date^${e.timestamp}^${e.format}|${e.fallback ?? ""}>`, names)[0];
    default: return unknown(e.type);
  }
}

function styled(nodes, style = {}) {
  let inner = nodes;
  for (const [name, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"], ["highlight", "mark"], ["underline", "u"]]) {
    if (style[name]) inner = [h(tag, {}, inner)];
  }
  return h("span", {}, inner);
}
