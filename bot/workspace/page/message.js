// One message: who, when, what, what can be done with it, and its replies.

import { act, h, icon, menu, toast } from "./dom.js";
import { blocks } from "./blocks.js";
import { emoji, mrkdwn, text } from "./mrkdwn.js";

const REACTIONS = ["+1", "white_check_mark", "eyes", "pray", "memo", "tada"];
const SLACKBOT = { id: "USLACKBOT", real_name: "Slack", title: "", is_bot: false };

export function message(post, names, more) {
  const who = names.people[post.user] ?? SLACKBOT;
  const place = { where: { channel: post.channel, ts: post.ts }, values: post.values, names, confirm: more.confirm };
  const node = h("article", {
    class: `message${post.ephemeral ? " ephemeral" : ""}${who === SLACKBOT ? " failed" : ""}`,
    "data-testid": "message", "data-user": post.user,
  },
  more.avatar(who),
  h("div", { class: "message-body" },
    post.ephemeral ? h("div", { class: "only-you" }, icon("eye"), "あなただけに表示されています", dismiss(post, names)) : null,
    h("div", { class: "byline" }, h("strong", {}, who.real_name), who.is_bot ? h("span", { class: "badge" }, "アプリ") : null, time(post),
      post.edited && !post.by_bot ? h("span", { class: "edited" }, "（編集済み）") : null),
    h("div", { class: "message-text", "data-testid": "message-text" }, content(post, place)),
    post.trouble && who !== SLACKBOT ? h("div", { class: "alert error", role: "alert", "data-testid": "message-trouble" }, post.trouble) : null,
    files(post), reactions(post, names), replies(post, more)),
  toolbar(post, names, more));
  node.dataset.ts = post.ts;
  return node;
}

function content(post, place) {
  const plain = post.mrkdwn === false ? text({ type: "plain_text", text: post.text }) : mrkdwn(post.text, place.names);
  const main = post.blocks?.length ? blocks(post.blocks, place) : h("div", { class: "text" }, plain);
  return [main, ...(post.attachments ?? []).map((a) => h("div", { class: "attachment" },
    a.blocks ? blocks(a.blocks, place) : mrkdwn(a.text ?? a.fallback ?? "", place.names)))];
}

function time(post) {
  const at = new Date(Number(post.ts) * 1000);
  const full = at.toLocaleString("ja-JP", { timeZone: "Asia/Tokyo" });
  const short = at.toLocaleTimeString("ja-JP", { timeZone: "Asia/Tokyo", hour: "numeric", minute: "2-digit" });
  return h("time", { title: full }, short);
}

const dismiss = (post, names) => h("button", { class: "link", type: "button",
  onclick: () => act("dismiss", { user: names.me, channel: post.channel, ts: post.ts }) }, "表示を消す");

function files(post) {
  return (post.files ?? []).map((f) => h("a", { class: "file", href: new URL(f.url_private_download).pathname, download: f.name, "data-testid": "file" },
    icon("file"), h("span", {}, h("strong", {}, f.title), h("small", {}, `${f.filetype.toUpperCase()}・${size(f.size)}`))));
}

const size = (bytes) => (bytes < 1024 ? `${bytes}バイト` : bytes < 1048576 ? `${Math.round(bytes / 1024)}KB` : `${(bytes / 1048576).toFixed(1)}MB`);

function reactions(post, names) {
  if (!post.reactions?.length) return null;
  return h("div", { class: "reactions" }, post.reactions.map((r) => h("button", {
    type: "button", class: r.users.includes(names.me) ? "reaction on" : "reaction",
    title: r.users.map((u) => names.people[u]?.real_name ?? u).join("、"), "aria-label": `${r.name} ${r.count}`,
    onclick: () => react(post, names, r.name),
  }, emoji(r.name), " ", String(r.count))));
}

const react = (post, names, name) => act("react", { user: names.me, channel: post.channel, ts: post.ts, name });

function replies(post, more) {
  if (more.inThread || !more.replies.length) return null;
  return h("button", { class: "replies", type: "button", onclick: () => more.openThread(post) }, `${more.replies.length}件の返信`);
}

function toolbar(post, names, more) {
  if (post.ephemeral) return null;
  const tool = (name, label, onclick) => h("button", { type: "button", class: "ghost", "aria-label": label, title: label, onclick }, icon(name));
  const palette = (event) => menu(event.currentTarget, REACTIONS.map((name) => ({ label: `${emoji(name)}  ${name}`, run: () => react(post, names, name) })), "リアクション");
  return h("div", { class: "tools" },
    tool("smile", "リアクションする", palette),
    more.inThread ? null : tool("reply", "スレッドで返信する", () => more.openThread(post)),
    tool("more", "その他", (event) => menu(event.currentTarget, entries(post, names, more), "メッセージのその他の操作")));
}

function entries(post, names, more) {
  const where = { user: names.me, channel: post.channel, ts: post.ts };
  const told = async (what, body) => {
    const answer = await act(what, { ...where, ...body });
    if (!answer.ok) toast(answer.error);
  };
  const shortcuts = more.shortcuts.map((s) => ({ label: s.name, hint: s.description, run: () => told("message_shortcut", { callback_id: s.callback_id }) }));
  const link = `${location.origin}/archives/${post.channel}/p${post.ts.replace(".", "")}`;
  const own = post.user === names.me ? ["-",
    { label: "メッセージを編集", run: () => edit(post, told) },
    { label: "メッセージを削除", danger: true, run: () => told("delete", {}) }] : [];
  return [...shortcuts, ...(shortcuts.length ? ["-"] : []),
    { label: "リンクをコピー", run: () => navigator.clipboard?.writeText(link) }, ...own];
}

function edit(post, told) {
  const body = document.querySelector(`#list [data-ts="${CSS.escape(post.ts)}"] .message-text, #thread-list [data-ts="${CSS.escape(post.ts)}"] .message-text`);
  const box = h("textarea", { class: "field", "aria-label": "メッセージを編集", rows: "2" });
  box.value = body.innerText;
  const old = [...body.childNodes];
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") body.replaceChildren(...old);
    else if (event.key === "Enter" && !event.shiftKey) told("edit", { text: box.value });
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  body.replaceChildren(box, h("span", { class: "hint" }, "Enterで保存、Escで取消"));
  box.focus();
}
