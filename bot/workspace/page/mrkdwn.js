// Slack's text: mrkdwn with its tokens, plain text, and the markdown block. Nodes only, no HTML.

import { h } from "./dom.js";

const ZONE = "Asia/Tokyo";
const EMOJI = {
  "+1": "👍", thumbsup: "👍", white_check_mark: "✅", heavy_check_mark: "✔️", eyes: "👀",
  memo: "📝", pray: "🙏", tada: "🎉", warning: "⚠️", bell: "🔔", calendar: "📅", x: "❌",
  o: "⭕", mag: "🔍", pushpin: "📌", hourglass: "⌛", question: "❓", ok: "🆗", pencil: "✏️",
  speech_balloon: "💬", information_source: "ℹ️", bulb: "💡", lock: "🔒", star: "⭐",
};

// Without an emoji font every emoji is the same empty box: then the name is shown instead.
const drawable = (() => {
  const print = (letter) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 20, height: 20 });
    const pen = canvas.getContext("2d");
    pen.fillText(letter, 0, 15);
    return canvas.toDataURL();
  };
  return print("👍") !== print("🔔");
})();

export const emoji = (name) => (drawable && EMOJI[name]) || `:${name}:`;
export const unescape = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const withEmoji = (text) =>
  text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));

// `names` finds people, channels and groups by id: {people, channels, groups, me}.
export function text(object, names) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, names);
  return lines(withEmoji(unescape(object.text)));
}

function lines(plain) {
  return plain.split("\n").flatMap((line, n) => (n ? [h("br"), line] : [line]));
}

export function mrkdwn(source, names) {
  const parts = source.split(/```\n?([\s\S]*?)```/);
  return parts.flatMap((part, n) => {
    if (n % 2) return [h("pre", { class: "code" }, unescape(part.replace(/\n$/, "")))];
    const trimmed = part.replace(n ? /^\n/ : /^$/, "").replace(n < parts.length - 1 ? /\n$/ : /$^/, "");
    return trimmed ? quoted(trimmed, names) : [];
  });
}

function quoted(source, names) {
  const out = [];
  let quote = null;
  source.split("\n").forEach((line, n) => {
    const found = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (found) {
      if (quote) quote.append(h("br"));
      else out.push((quote = h("blockquote")));
      quote.append(...inline(found[1], names));
      return;
    }
    if (n && !quote) out.push(h("br"));
    quote = null;
    out.push(...inline(line, names));
  });
  return out;
}

const STYLES = { "*": "strong", _: "em", "~": "s" };
// As in Slack, a mark counts only at a word's edge; Japanese letters are words too.
const MARKED = /(?<![\p{L}\p{N}*_~])([*_~])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}*_~])/u;
const PIECES = /(`[^`\n]+`)|(<[^<>\n]+>)/;

function inline(source, names) {
  const found = source.match(PIECES);
  const marked = source.match(MARKED);
  if (marked && (!found || marked.index < found.index)) {
    const after = source.slice(marked.index + marked[0].length);
    return [
      ...plain(source.slice(0, marked.index)),
      h(STYLES[marked[1]], {}, inline(marked[2], names)),
      ...inline(after, names),
    ];
  }
  if (!found) return plain(source);
  const [piece] = found;
  const node = piece[0] === "`"
    ? h("code", {}, unescape(piece.slice(1, -1)))
    : token(piece.slice(1, -1), names);
  const after = source.slice(found.index + piece.length);
  return [...plain(source.slice(0, found.index)), node, ...inline(after, names)];
}

const plain = (source) => (source ? [withEmoji(unescape(source))] : []);

function token(inside, names) {
  const [target, label] = inside.split(/\|(.*)/s);
  if (target[0] === "@") return mention("@" + (names.people[target.slice(1)]?.real_name ?? target.slice(1)), target.slice(1) === names.me);
  if (target[0] === "#") return channelLink(target.slice(1), names, label);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!subteam^")) return mention("@" + (names.groups[target.slice(9)]?.name ?? target.slice(9)));
  if (target[0] === "!") return mention("@" + target.slice(1), true);
  return link(unescape(target), label ? unescape(label) : unescape(target));
}

const mention = (label, me = false) => h("span", { class: me ? "mention me" : "mention" }, label);

function channelLink(id, names, label) {
  const channel = names.channels[id];
  if (!channel) return h("span", { class: "mention" }, `#${label || "非公開チャンネル"}`);
  return h("a", { class: "mention", href: `#/${names.me}/${id}` }, `#${channel.name}`);
}

export function link(href, label) {
  if (!/^(https?:|mailto:|tel:)/.test(href)) return h("span", {}, label);
  const own = href.startsWith(location.origin);
  return h("a", { href, target: own ? undefined : "_blank", rel: "noopener noreferrer" }, label);
}

function date(target, fallback) {
  const [, seconds, format, href] = target.split("^");
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return h("span", {}, fallback ?? "");
  const show = (options) => new Intl.DateTimeFormat("ja-JP", { timeZone: ZONE, ...options }).format(at);
  const forms = {
    date_num: () => show({ year: "numeric", month: "2-digit", day: "2-digit" }).replaceAll("/", "-"),
    date: () => show({ year: "numeric", month: "long", day: "numeric" }),
    date_short: () => show({ year: "numeric", month: "long", day: "numeric" }),
    date_long: () => show({ year: "numeric", month: "long", day: "numeric", weekday: "long" }),
    time: () => show({ hour: "numeric", minute: "2-digit" }),
    time_secs: () => show({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
    ago: () => ago(at),
  };
  for (const name of ["date", "date_short", "date_long"]) forms[`${name}_pretty`] = forms[name];
  const words = unescape(format).replace(/\{(\w+)\}/g, (all, name) => forms[name]?.() ?? all);
  return href ? link(unescape(href), words) : h("time", { title: fallback ?? "" }, words);
}

function ago(at) {
  const minutes = Math.round((at - Date.now()) / 60000);
  const format = new Intl.RelativeTimeFormat("ja", { numeric: "auto" });
  if (Math.abs(minutes) < 60) return format.format(minutes, "minute");
  if (Math.abs(minutes) < 1440) return format.format(Math.round(minutes / 60), "hour");
  return format.format(Math.round(minutes / 1440), "day");
}

// The markdown block: headings, lists, quotes, tables, code, and the usual marks.
export function markdown(source) {
  const out = [];
  const rows = source.split("\n");
  while (rows.length) {
    const line = rows.shift();
    const head = line.match(/^(#{1,6})\s+(.*)$/);
    if (line.startsWith("```")) {
      const code = rows.splice(0, Math.max(0, rows.findIndex((r) => r.startsWith("```"))));
      rows.shift();
      out.push(h("pre", { class: "code" }, unescape(code.join("\n"))));
    } else if (head) {
      out.push(h(head[1].length < 3 ? "h3" : "h4", {}, marks(head[2])));
    } else if (/^\s*([-*+]|\d+[.)])\s+/.test(line)) {
      out.push(markdownList(line, rows));
    } else if (/^>/.test(line)) {
      out.push(h("blockquote", {}, marks(line.replace(/^>\s?/, ""))));
    } else if (/^\|.*\|\s*$/.test(line)) {
      out.push(markdownTable(line, rows));
    } else if (/^(-{3,}|\*{3,})$/.test(line)) {
      out.push(h("hr"));
    } else if (line.trim()) {
      out.push(h("p", {}, marks(line)));
    }
  }
  return out;
}

function markdownList(first, rows) {
  const item = /^\s*([-*+]|\d+[.)])\s+(.*)$/;
  const kind = /^\s*\d/.test(first) ? "ol" : "ul";
  const items = [first];
  while (rows.length && item.test(rows[0])) items.push(rows.shift());
  return h(kind, {}, items.map((line) => h("li", {}, marks(line.match(item)[2]))));
}

function markdownTable(first, rows) {
  const cells = (line) => line.trim().slice(1, -1).split("|").map((cell) => cell.trim());
  const body = [];
  while (rows.length && /^\|.*\|\s*$/.test(rows[0])) body.push(rows.shift());
  const real = body.filter((line) => !/^[\s|:-]+$/.test(line));
  return h("table", { class: "table" },
    h("thead", {}, h("tr", {}, cells(first).map((c) => h("th", {}, marks(c))))),
    h("tbody", {}, real.map((line) => h("tr", {}, cells(line).map((c) => h("td", {}, marks(c)))))));
}

const MARKDOWN = /(\*\*|__)(.+?)\1|(\*|_)(.+?)\3|~~(.+?)~~|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/;

function marks(source) {
  const found = source.match(MARKDOWN);
  if (!found) return source ? [withEmoji(unescape(source))] : [];
  const node = found[2] ? h("strong", {}, marks(found[2]))
    : found[4] ? h("em", {}, marks(found[4]))
    : found[5] ? h("s", {}, marks(found[5]))
    : found[6] ? h("code", {}, unescape(found[6]))
    : link(found[8], unescape(found[7]));
  const before = source.slice(0, found.index);
  return [...marks(before), node, ...marks(source.slice(found.index + found[0].length))];
}
