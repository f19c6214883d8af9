// The practice workspace in a browser: one snapshot of one person's screen, pushed by the server.
//
// Hooks for browser tests (stable):
//   URL            /#/U_SUZUKI/C_FUKUSHI, /#/U_SUZUKI/home      who is looking, and where
//   person         [data-testid=me] opens a menu (role menuitem, by name) of people
//   channels       role link, name "地域福祉推進懇話会" …; 会議録 (DM); アプリのホーム
//   messages       [data-testid=messages] > [data-testid=message][data-ts][data-user]; .ephemeral
//   a message      [data-testid=message-text]; buttons by role and name, or [data-action-id][data-value];
//                  [data-testid=message-trouble] when the app did not answer a press; [data-testid=file];
//                  "スレッドで返信する", "リアクションする", "その他" (menu: message shortcuts, 編集, 削除), "表示を消す"
//   composer       role textbox, name "メッセージを入力"; in a thread "スレッドに返信"; button "送信"
//   completions    [data-testid=completions] role option; usage in [data-testid=command-hint]
//   shortcuts      button "ショートカット" (⚡), then role menuitem
//   thread         [data-testid=thread]; the same message hooks inside; button "スレッドを閉じる"
//   modal          [data-testid=modal] role dialog; modal-submit, modal-close, "すべて閉じる";
//                  inputs by their label or [data-block-id] [data-action-id]; errors field-error, modal-trouble
//   confirm        [data-testid=confirm] role alertdialog; confirm-ok, confirm-deny
//   home           [data-testid=home]
//   troubles       [data-testid=toast]; unknown blocks [data-testid=unknown]; [data-testid=connection]

import { act, closeMenu, h, icon, menu, toast } from "./dom.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { message } from "./message.js";
import { confirm, draftOf, drawModals } from "./modals.js";

const $ = (id) => document.getElementById(id);
let world = null;
let stream = null;
let thread = null;
let waiting = null;
const seen = new Map();
const place = readPlace();

function readPlace() {
  const [, user, where] = location.hash.split("/");
  const link = location.pathname.match(/^\/archives\/(\w+)\/p(\d+)(\d{6})$/);
  if (link) waiting = `${link[2]}.${link[3]}`;
  return { user: user || sessionStorage.getItem("user") || "U_SUZUKI", where: link?.[1] ?? where ?? "C_FUKUSHI" };
}

function go(where, user = place.user) {
  const moved = user !== place.user;
  Object.assign(place, { where, user });
  sessionStorage.setItem("user", user);
  history.replaceState(null, "", `/#/${user}/${where}`);
  thread = null;
  waiting = null;
  if (moved) listen();
  else draw(true);
  if (where === "home") act("open_home", { user });
}

function listen() {
  stream?.close();
  stream = new EventSource(`/page/stream?user=${encodeURIComponent(place.user)}`);
  let first = true;
  stream.onmessage = (event) => {
    world = JSON.parse(event.data);
    if (first && place.where === "home") act("open_home", { user: place.user });
    draw(first);
    first = false;
  };
}

const byId = (list) => Object.fromEntries(list.map((one) => [one.id, one]));
const names = () => ({
  people: byId(world.people), channels: byId(world.channels), groups: byId(world.groups),
  me: world.me, bot: world.bot, homeId: world.home?.id,
});

function draw(fresh = false) {
  if (!world || world.me !== place.user) return;
  if (place.where !== "home" && !world.channels.some((c) => c.id === place.where)) place.where = "C_FUKUSHI";
  const atHome = place.where === "home";
  const known = names();
  confirm.names = known;
  drawSidebar(known);
  drawHead(known);
  $("scroll").hidden = atHome;
  $("home").hidden = !atHome;
  if (atHome) drawHome(known);
  else drawMessages(known, fresh);
  drawCompose(atHome);
  drawThread(known, fresh);
  drawModals(world.stack, known);
}

// The sidebar

const avatar = (person) => h("span", { class: `avatar hue${hue(person.id)}${person.is_bot ? " bot" : ""}` }, person.real_name.slice(0, 1));
const hue = (id) => Math.max(0, world.people.findIndex((p) => p.id === id)) % 6;

function drawSidebar(known) {
  const me = known.people[world.me];
  const people = world.people.filter((p) => !p.is_bot).map((p) => ({
    label: p.real_name, hint: p.title, avatar: avatar(p),
    run: () => go(place.where === "home" || known.channels[place.where]?.is_im ? "C_FUKUSHI" : place.where, p.id),
  }));
  const entry = (id, label, mark, unread) => h("a", {
    class: `entry${place.where === id ? " on" : ""}${unread ? " unread" : ""}`, href: `#/${world.me}/${id}`, "aria-label": label,
    "aria-current": place.where === id ? "page" : undefined, onclick: (event) => { event.preventDefault(); go(id); },
  }, h("span", { class: "mark" }, mark), h("span", {}, label));
  const channel = (c) => entry(c.id, c.is_im ? known.people[world.bot].real_name : c.name, c.is_im ? avatar(known.people[world.bot]) : "#", isUnread(c.id));
  $("sidebar").replaceChildren(
    h("div", { class: "team" }, h("span", { class: "team-mark" }, "練"), h("div", {}, h("strong", {}, "練習用ワークスペース"), h("small", {}, "この端末の中だけのSlackです"))),
    h("div", { class: "entries" },
      h("h2", {}, "チャンネル"), world.channels.filter((c) => !c.is_im).map(channel),
      h("h2", {}, "ダイレクトメッセージ"), world.channels.filter((c) => c.is_im).map(channel),
      world.home_enabled ? [h("h2", {}, "アプリ"), entry("home", "アプリのホーム", icon("home"))] : null),
    h("div", { class: `connection${world.connections ? " good" : ""}`, "data-testid": "connection" },
      world.connections ? `アプリ接続中（${world.connections}）` : "アプリは接続していません"),
    h("button", { class: "me", "data-testid": "me", "aria-label": `${me.real_name}として操作中。人を切り替える`, onclick: (event) => menu(event.currentTarget, people, "人を切り替える") },
      avatar(me), h("span", {}, h("strong", {}, me.real_name), h("small", {}, me.title)), icon("down")));
}

function isUnread(id) {
  const last = world.posts[id]?.at(-1)?.ts ?? "0";
  const key = `${world.me}/${id}`;
  if (place.where === id || !seen.has(key)) seen.set(key, last);
  return last > seen.get(key);
}

function drawHead(known) {
  const channel = known.channels[place.where];
  if (!channel) return $("head").replaceChildren(h("h1", {}, known.people[world.bot].real_name), h("span", { class: "topic" }, "アプリのホーム"));
  const invite = h("button", { class: "btn small", onclick: () => act("enter", { user: world.me, channel: channel.id, bot: true }) }, "会議録を招待する");
  $("head").replaceChildren(
    h("h1", {}, channel.is_im ? known.people[world.bot].real_name : `# ${channel.name}`),
    h("span", { class: "topic" }, channel.topic),
    channel.is_im ? "" : h("span", { class: "count" }, `${channel.members}人`),
    channel.has_bot || !channel.is_member ? "" : invite);
}

// Messages

const cache = new Map();
let atEnd = true;

function rows(posts, known, inThread) {
  let day = "";
  return posts.flatMap((post) => {
    const at = new Date(Number(post.ts) * 1000);
    const today = at.toLocaleDateString("ja-JP", { timeZone: "Asia/Tokyo", month: "long", day: "numeric", weekday: "short" });
    const line = today === day || inThread ? [] : [h("div", { class: "day" }, h("span", {}, today))];
    day = today;
    return [...line, row(post, known, inThread)];
  });
}

function row(post, known, inThread) {
  const replies = world.posts[post.channel].filter((p) => p.thread_ts === post.ts && p.ts !== post.ts);
  const key = `${world.me}/${post.ts}/${inThread}`;
  const print = JSON.stringify([post, replies.length, replies.at(-1)?.ts]);
  if (cache.get(key)?.print !== print) {
    const more = { replies, inThread, avatar, shortcuts: world.shortcuts.message, openThread, confirm };
    cache.set(key, { print, node: message(post, known, more) });
  }
  return cache.get(key).node;
}

function drawMessages(known, fresh) {
  const posts = world.posts[place.where].filter((p) => !p.thread_ts || p.thread_ts === p.ts);
  const box = $("scroll");
  const channel = known.channels[place.where];
  const nothing = h("div", { class: "nothing" }, h("strong", {}, channel.is_im ? "会議録とのダイレクトメッセージ" : `#${channel.name}`),
    h("p", {}, channel.is_im ? "ここでのやり取りは、あなたと会議録だけに見えます。" : "メッセージはまだありません。「/」でコマンドの候補が出ます。"));
  refill($("list"), posts.length ? rows(posts, known, false) : [nothing]);
  if (fresh) atEnd = true;
  if (atEnd) box.scrollTop = box.scrollHeight;
  const marked = waiting && $("list").querySelector(`[data-ts="${CSS.escape(waiting)}"]`);
  if (marked) { marked.classList.add("marked"); marked.scrollIntoView({ block: "center" }); waiting = null; }
}

// Whoever reads the newest message keeps seeing the newest, whatever changes its size.
$("scroll").addEventListener("scroll", () => {
  const box = $("scroll");
  atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
});
new ResizeObserver(() => { if (atEnd) $("scroll").scrollTop = $("scroll").scrollHeight; }).observe($("main"));

// Put nodes in without moving those that stay, so that an open menu or field keeps its focus.
function refill(box, nodes) {
  const staying = new Set(nodes);
  [...box.children].forEach((child) => staying.has(child) || child.remove());
  nodes.forEach((node, n) => { if (box.children[n] !== node) box.insertBefore(node, box.children[n] ?? null); });
}

function openThread(post) {
  thread = { channel: post.channel, ts: post.thread_ts ?? post.ts };
  draw(true);
  $("thread-compose").querySelector("textarea")?.focus();
}

function drawThread(known, fresh) {
  const posts = thread ? world.posts[thread.channel]?.filter((p) => [p.ts, p.thread_ts].includes(thread.ts)) ?? [] : [];
  $("thread").hidden = !posts.length;
  if (!posts.length) return;
  $("thread-head").replaceChildren(h("h1", {}, "スレッド"), h("span", { class: "topic" }, `#${known.channels[thread.channel].name}`),
    h("button", { class: "ghost", "aria-label": "スレッドを閉じる", onclick: () => { thread = null; draw(); } }, icon("close")));
  const before = $("thread-list").children.length;
  refill($("thread-list"), rows(posts, known, true));
  if (fresh || before !== posts.length) $("thread-scroll").scrollTop = $("thread-scroll").scrollHeight;
  if (!$("thread-compose").firstChild) {
    const target = () => ({ user: world.me, channel: thread.channel, thread_ts: thread.ts });
    $("thread-compose").append(composer({ label: "スレッドに返信", target, world: () => world }).node);
  }
}

// Writing

let main = null;

function drawCompose(atHome) {
  const channel = world.channels.find((c) => c.id === place.where);
  $("compose").hidden = atHome;
  if (atHome) return;
  if (!channel.is_member) {
    main = null;
    $("compose").replaceChildren(h("div", { class: "join" }, "このチャンネルには参加していません。",
      h("button", { class: "btn primary", onclick: () => act("enter", { user: world.me, channel: channel.id }) }, "参加する")));
    return;
  }
  if (!main) {
    const target = () => ({ user: world.me, channel: place.where });
    main = composer({ label: "メッセージを入力", target, world: () => world, sent: () => { $("scroll").scrollTop = $("scroll").scrollHeight; } });
    $("compose").replaceChildren(main.node);
    main.node.querySelector(".compose-slot").append(h("button", { class: "ghost bolt", type: "button", "aria-label": "ショートカット", title: "ショートカット", onclick: (event) => shortcuts(event.currentTarget) }, icon("bolt")));
    main.box.focus();
  }
  main.box.placeholder = channel.is_im ? "会議録へのメッセージ" : `#${channel.name} へのメッセージ`;
}

function shortcuts(anchor) {
  const entries = world.shortcuts.global.map((s) => ({
    label: s.name, hint: s.description,
    run: async () => {
      const answer = await act("shortcut", { user: world.me, callback_id: s.callback_id });
      if (!answer.ok) toast(answer.error);
    },
  }));
  if (entries.length) menu(anchor, entries, "ショートカット");
  else toast("このアプリにグローバルショートカットはありません。");
}

// Home

let homeDrawn = "";

function drawHome(known) {
  const view = world.home;
  const now = JSON.stringify([world.me, view?.hash, view?.trouble]);
  if (now === homeDrawn && $("home").firstChild) return;
  homeDrawn = now;
  if (!view) return $("home").replaceChildren(h("div", { class: "nothing" }, h("strong", {}, "アプリのホーム"), h("p", {}, "アプリがまだホームを用意していません。")));
  const where = { view: view.id };
  const spot = { where, values: view.values, errors: {}, names: known, draft: draftOf(view), confirm };
  $("home").replaceChildren(h("div", { class: "home-card" }, view.trouble ? h("div", { class: "alert error", role: "alert" }, view.trouble) : null, blocks(view.blocks, spot)));
}

addEventListener("hashchange", () => {
  closeMenu();
  const [, user, where] = location.hash.split("/");
  if (user && where && (user !== place.user || where !== place.where)) go(where, user);
});
listen();
