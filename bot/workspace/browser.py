"""The page's own endpoints: the files, a stream of what is on screen, and what people do there."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.workspace import acts, submissions
from bot.workspace.forms import Refused, entry
from bot.workspace.messages import Desk
from bot.workspace.payloads import view_wire
from bot.workspace.state import OpenView, Post, post_wire

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = Path(__file__).parent / "page"
KINDS = {".css": "text/css", ".html": "text/html", ".js": "text/javascript"}
LOCAL_NAMES = ("127.0.0.1", "localhost")
SHORT_REST = 0.02
HEARTBEAT = 15.0
GUARD = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@web.middleware
async def local_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site in the same browser could send (DNS rebinding, forged posts)."""
    sock = request.transport.get_extra_info("sockname") if request.transport else (None, 0)
    names = {f"{name}:{sock[1]}" for name in LOCAL_NAMES}
    # slack_sdk's own websocket client leaves the port out of Host.
    hosts = names | set(LOCAL_NAMES) if request.path == "/socket/" else names
    origin = request.headers.get("Origin")
    foreign = request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")
    if request.headers.get("Host") not in hosts or foreign:
        return web.Response(status=403, text="this server answers only its own page")
    if origin is not None and urlsplit(origin).netloc not in names:
        return web.Response(status=403, text="this server answers only its own page")
    posted = request.path.startswith("/page/") and request.method == "POST"
    if posted and (origin is None or request.content_type != "application/json"):
        return web.Response(status=403, text="this server answers only its own page")
    return await handler(request)


class Browser:
    """Serves the page and does what its user asks, if that is on the list."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.watchers: set[asyncio.Event] = set()
        self.acts: dict[str, Callable[[Json], Awaitable[Json | None]]] = {
            "choose": self._choose,
            "close": self._close,
            "command": self._command,
            "delete": self._delete,
            "dismiss": self._dismiss,
            "edit": self._edit,
            "enter": self._enter,
            "message_shortcut": self._message_shortcut,
            "open_home": self._open_home,
            "press": self._press,
            "react": self._react,
            "say": self._say,
            "shortcut": self._shortcut,
            "submit": self._submit,
            "suggest": self._suggest,
        }

    def routes(self) -> list[web.RouteDef]:
        """List where the page lives."""
        return [
            web.get("/", self._index),
            web.get("/archives/{channel}/{message}", self._index),
            web.get("/page/stream", self._stream),
            web.get("/page/{file}", self._file),
            web.post("/page/act", self._act),
        ]

    def wake(self) -> None:
        """Tell the open pages that something changed."""
        for watcher in self.watchers:
            watcher.set()

    async def _index(self, request: web.Request) -> web.Response:
        return _served(PAGE / "index.html")

    async def _file(self, request: web.Request) -> web.Response:
        wanted = PAGE / request.match_info["file"]
        if wanted not in PAGE.iterdir() or wanted.suffix not in KINDS:
            return web.Response(status=404, text="not found")
        return _served(wanted)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        user = request.query.get("user", "")
        if user not in self.desk.world.people:
            return web.Response(status=404, text="no such person")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **GUARD})
        await response.prepare(request)
        watcher = asyncio.Event()
        self.watchers.add(watcher)
        try:
            while True:
                watcher.clear()
                picture = json.dumps(snapshot(self.desk, user), ensure_ascii=False)
                await response.write(f"data: {picture}\n\n".encode())
                await asyncio.sleep(SHORT_REST)
                try:
                    await asyncio.wait_for(watcher.wait(), HEARTBEAT)
                except TimeoutError:
                    await response.write(b": still here\n\n")
        except ConnectionError:
            return response
        finally:
            self.watchers.discard(watcher)

    async def _act(self, request: web.Request) -> web.Response:
        asked = await request.json()
        act = self.acts.get(asked.get("act", ""))
        if act is None or asked.get("user") not in self.desk.world.people:
            return web.json_response({"ok": False, "error": "not allowed"}, status=403)
        try:
            answer = await act(asked)
        except Refused as refusal:
            return web.json_response({"ok": False, "error": str(refusal), "errors": refusal.errors})
        except (KeyError, TypeError, ValueError) as mistake:
            return web.json_response({"ok": False, "error": f"{mistake!r}"}, status=400)
        return web.json_response({"ok": True, **(answer or {})})

    # What is meant

    def _post(self, asked: Json) -> Post:
        post = self.desk.world.find_post(asked["channel"], asked["ts"])
        if post is None or post.seen_by not in (None, asked["user"]):
            raise Refused("このメッセージはもうありません。")
        return post

    def _view(self, asked: Json) -> OpenView:
        view = self.desk.world.find_view(asked["view"])
        if view is None or view.user != asked["user"]:
            raise Refused("この画面はもう閉じられています。")
        self._take_values(view, asked.get("values") or {})
        return view

    def _take_values(self, view: OpenView, values: Json) -> None:
        for block_id, actions in values.items():
            for action_id, value in actions.items():
                _, element = acts.find_element(view, action_id, block_id=block_id)
                suggested = self.desk.world.suggested.get((view.id, action_id))
                chosen = entry(element, value, suggested)
                acts.fill(view, view.user, block_id, action_id, chosen)

    def _where(self, asked: Json) -> Post | OpenView:
        return self._view(asked) if asked.get("view") else self._post(asked)

    # What can be done

    async def _command(self, asked: Json) -> Json | None:
        name, _, text = asked["text"].partition(" ")
        thread_ts = asked.get("thread_ts")
        await acts.command(self.desk, asked["user"], asked["channel"], name, text, thread_ts)
        return None

    async def _say(self, asked: Json) -> Json | None:
        where = (asked["user"], asked["channel"], asked["text"], asked.get("thread_ts"))
        return {"ts": acts.say(self.desk, *where).ts}

    async def _edit(self, asked: Json) -> Json | None:
        acts.edit(self.desk, self._post(asked), asked["user"], asked["text"])
        return None

    async def _delete(self, asked: Json) -> Json | None:
        acts.delete(self.desk, self._post(asked), asked["user"])
        return None

    async def _dismiss(self, asked: Json) -> Json | None:
        acts.dismiss(self.desk, self._post(asked), asked["user"])
        return None

    async def _enter(self, asked: Json) -> Json | None:
        who = self.desk.world.bot.id if asked.get("bot") else asked["user"]
        acts.enter(self.desk, who, asked["channel"], asked["user"] if asked.get("bot") else None)
        return None

    async def _react(self, asked: Json) -> Json | None:
        post, name = self._post(asked), asked["name"]
        if not self.desk.react(post, asked["user"], name):
            self.desk.unreact(post, asked["user"], name)
        return None

    async def _press(self, asked: Json) -> Json | None:
        where = self._where(asked)
        ids = {"block_id": asked["block_id"], "value": asked.get("value")}
        block, element = acts.find_element(where, asked["action_id"], **ids)
        await acts.press(self.desk, where, asked["user"], block, element)
        return None

    async def _choose(self, asked: Json) -> Json | None:
        where = self._where(asked)
        block, element = acts.find_element(where, asked["action_id"], block_id=asked["block_id"])
        await acts.choose(self.desk, where, asked["user"], block, element, asked["value"])
        return None

    async def _suggest(self, asked: Json) -> Json | None:
        where = self._where(asked)
        block, element = acts.find_element(where, asked["action_id"], block_id=asked["block_id"])
        query = asked.get("query", "")
        ack, options = await acts.suggest(self.desk, where, asked["user"], block, element, query)
        return {"options": options, "acked": ack.arrived}

    async def _shortcut(self, asked: Json) -> Json | None:
        return _told(await acts.shortcut(self.desk, asked["user"], asked["callback_id"]))

    async def _message_shortcut(self, asked: Json) -> Json | None:
        post = self._post(asked)
        ack = await acts.message_shortcut(self.desk, asked["user"], asked["callback_id"], post)
        return _told(ack)

    async def _submit(self, asked: Json) -> Json | None:
        await submissions.submit(self.desk, self._view(asked))
        return None

    async def _close(self, asked: Json) -> Json | None:
        everything = bool(asked.get("everything"))
        await submissions.close(
            self.desk, self._view(asked | {"values": {}}), everything=everything
        )
        return None

    async def _open_home(self, asked: Json) -> Json | None:
        acts.open_home(self.desk, asked["user"])
        return None


def _told(ack: Any) -> Json | None:
    if ack.arrived:
        return None
    raise Refused(acts.TIMED_OUT if ack.error == "operation_timeout" else acts.NOT_CONNECTED)


def _served(path: Path) -> web.Response:
    headers = {"Content-Type": f"{KINDS[path.suffix]}; charset=utf-8", **GUARD}
    return web.Response(body=path.read_bytes(), headers=headers)


def snapshot(desk: Desk, user: str) -> Json:
    """Everything on one person's screen."""
    world = desk.world
    channels = [c for c in world.channels.values() if world.can_see(c.id, user)]
    return {
        "me": user,
        "bot": world.bot.id,
        "connections": len(desk.hub.connections),
        "now": world.clock(),
        "people": [
            {"id": p.id, "name": p.name, "real_name": p.real_name, "title": p.title}
            | {"is_bot": p.is_bot}
            for p in world.people.values()
        ],
        "groups": [{"id": g.id, "name": g.name} for g in world.groups],
        "channels": [
            {
                "id": c.id,
                "name": c.name,
                "topic": c.topic,
                "is_im": c.is_im,
                "is_private": c.is_private,
                "is_member": world.is_member(c.id, user),
                "has_bot": world.is_member(c.id, world.bot.id),
                "members": len(world.members[c.id]),
            }
            for c in channels
        ],
        "commands": world.manifest.commands,
        "shortcuts": {kind: world.manifest.shortcuts(kind) for kind in ("global", "message")},
        "home_enabled": world.manifest.home_enabled,
        "posts": {c.id: [_drawn(p, user) for p in world.visible(c.id, user)] for c in channels},
        "stack": [_drawn_view(v) for v in world.stacks.get(user, ())],
        "home": _drawn_view(world.homes[user]) if user in world.homes else None,
    }


def _drawn(post: Post, viewer: str) -> Json:
    return post_wire(post) | {
        "channel": post.channel,
        "ephemeral": post.seen_by is not None,
        "by_bot": post.by_bot,
        "trouble": post.trouble,
        "values": post.values.get(viewer, {}),
        "mrkdwn": post.mrkdwn,
    }


def _drawn_view(view: OpenView) -> Json:
    return view_wire(view) | {
        "values": view.values,
        "errors": view.errors,
        "trouble": view.trouble,
    }
