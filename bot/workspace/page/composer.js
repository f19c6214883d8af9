// Where people write: Enter sends (not while an IME composes), `/` and `@` offer completions.

import { act, h, icon, place, toast } from "./dom.js";

const BUILT_IN = { command: "/invite", description: "このチャンネルにアプリを招待します", usage_hint: "@会議録" };

// `target()` says where a message goes: {user, channel, thread_ts}; `world()` is the snapshot.
export function composer({ label, target, world, sent }) {
  const box = h("textarea", { class: "compose-text", rows: "1", "aria-label": label, "data-testid": "composer" });
  const hint = h("div", { class: "compose-hint", "data-testid": "command-hint", hidden: true });
  const list = h("div", { class: "menu completions", role: "listbox", "aria-label": "候補", "data-testid": "completions" });
  const send = h("button", { class: "send", type: "button", "aria-label": "送信", onclick: () => submit() }, icon("send"));
  let options = [];
  let chosen = 0;

  const close = () => { options = []; list.remove(); };
  const commands = () => [...world().commands, BUILT_IN];

  function complete() {
    const before = box.value.slice(0, box.selectionStart);
    const command = before.match(/^\/\S*$/);
    const name = before.match(/(?:^|\s)@([^\s@]*)$/);
    if (command && !target().thread_ts) {
      options = commands().filter((c) => c.command.startsWith(before)).map((c) => ({
        label: c.command, hint: [c.usage_hint, c.description].filter(Boolean).join(" — "), text: `${c.command} `, from: 0,
      }));
    } else if (name && !box.value.startsWith("/")) {
      options = world().people.filter((p) => p.real_name.startsWith(name[1]) || p.name.startsWith(name[1]))
        .map((p) => ({ label: `@${p.real_name}`, hint: p.title, text: `@${p.real_name} `, from: before.length - name[1].length - 1 }));
    } else options = [];
    chosen = 0;
    draw();
    showHint();
  }

  function draw() {
    if (!options.length) return close();
    list.replaceChildren(...options.map((o, n) => h("button", {
      type: "button", role: "option", class: n === chosen ? "menu-item on" : "menu-item", "aria-selected": String(n === chosen),
      onmousedown: (event) => { event.preventDefault(); take(o); },
    }, h("span", {}, h("span", { class: "menu-label" }, o.label), h("span", { class: "menu-hint" }, o.hint)))));
    document.getElementById("menus").append(list);
    place(list, box.parentElement);
    list.style.top = `${box.parentElement.getBoundingClientRect().top - list.getBoundingClientRect().height - 6}px`;
  }

  function take(o) {
    box.value = box.value.slice(0, o.from) + o.text + box.value.slice(box.selectionStart);
    const end = o.from + o.text.length;
    box.setSelectionRange(end, end);
    close();
    showHint();
    grow();
  }

  function showHint() {
    const found = commands().find((c) => box.value === c.command || box.value.startsWith(`${c.command} `));
    hint.hidden = !found || !found.usage_hint || options.length > 0;
    hint.replaceChildren(...(found ? [h("code", {}, found.command), ` ${found.usage_hint ?? ""}`] : []));
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
    send.classList.toggle("ready", box.value.trim() !== "");
  }

  async function submit() {
    const written = box.value;
    if (!written.trim()) return;
    close();
    box.value = "";
    grow();
    showHint();
    const where = target();
    const invited = written.match(/^\/invite\s+@?(\S+)\s*$/);
    const body = { ...where, text: written };
    const answer = invited ? await act("enter", { ...where, bot: true })
      : await act(/^\/[a-z\d]/i.test(written) ? "command" : "say", body);
    if (!answer.ok) {
      toast(answer.error);
      if (!box.value) box.value = written;
      grow();
    } else sent?.(answer);
  }

  box.addEventListener("input", () => { grow(); complete(); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (options.length && step) {
      chosen = (chosen + step + options.length) % options.length;
      draw();
    } else if (options.length && event.key === "Escape") close();
    else if (options.length && (event.key === "Tab" || event.key === "Enter") && box.value !== options[chosen].text.trim()) take(options[chosen]);
    else if (event.key === "Enter" && !event.shiftKey) submit();
    else return;
    event.preventDefault();
  });

  return { node: h("div", { class: "composer" }, hint, box, h("div", { class: "compose-bar" }, h("span", { class: "compose-slot" }), send)), box };
}
