"""Payload in, Slack calls and rows out: the real app, given what Slack would have sent it."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest
from slack_bolt import App, BoltRequest

from bot.app import build_app, build_client
from bot.workspace.blocks import problems_of_message, problems_of_view
from store.db import Store
from tests.cast import CHANNEL, CHIEF, CLERK, CLOSED, MINUTES, NOW, keep

Json = dict[str, Any]


class FakeSlack(ThreadingHTTPServer):
    """The far side of the wire: it remembers what it was told and says ok."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[tuple[str, Json]] = []
        self.problems: list[object] = []
        self.uploads: dict[str, bytes] = {}
        self.refuses: Callable[[str, Json], str | None] = lambda method, args: None
        self.url = f"http://127.0.0.1:{self.server_port}/"

    def told(self, method: str) -> list[Json]:
        return [args for name, args in self.calls if name == method]


class _Handler(BaseHTTPRequestHandler):
    server: FakeSlack

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        place, _, name = self.path.rpartition("/")
        if place == "/upload":
            self.server.uploads[name] = raw
            self._answer({"ok": True})
            return
        sent = raw.decode()
        is_json = "json" in self.headers.get("Content-Type", "")
        args = json.loads(sent or "{}") if is_json else dict(parse_qsl(sent))
        for part in ("view", "blocks"):
            if isinstance(args.get(part), str):
                args[part] = json.loads(args[part])
        self.server.calls.append((name, args))
        self.server.problems += _problems(args)
        who = {"ok": True, "user_id": "U_BOT", "bot_id": "B_BOT", "ts": "1.1"}
        if error := self.server.refuses(name, args):
            self._answer({"ok": False, "error": error}, 400 if name == "replies" else 200)
        else:
            self._answer(who | self._more(name, args))

    def _more(self, method: str, args: Json) -> Json:
        if method == "conversations.open":
            return {"channel": {"id": f"D_{args['users']}"}}
        elif method == "files.getUploadURLExternal":
            file_id = f"F{len(self.server.told(method))}"
            return {"file_id": file_id, "upload_url": f"{self.server.url}upload/{file_id}"}
        elif method == "files.completeUploadExternal":
            return {"files": json.loads(args["files"])}
        else:
            return {}

    def _answer(self, answer: Json, status: int = 200) -> None:
        body = json.dumps(answer)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


def _problems(args: Json) -> list[Any]:
    """What Slack would not draw."""
    if args.get("view"):
        return problems_of_view(args["view"])
    return problems_of_message(args["blocks"]) if args.get("blocks") else []


@dataclass
class Bot:
    """The app at work, and the people who come to it."""

    app: App
    slack: FakeSlack
    store: Store
    acks: list[Json] = field(default_factory=list)
    typed: int = 0

    def command(
        self, text: str, user: str = CLERK, channel: str = CHANNEL, trigger: str = ""
    ) -> Json:
        """Type a slash command, and read the last reply; the same trigger: it came twice."""
        name, _, words = text.partition(" ")
        self.typed += 1
        return self._reply(
            {
                "command": name,
                "text": words,
                "user_id": user,
                "channel_id": channel,
                "team_id": "T",
                "trigger_id": trigger or f"1.2.{self.typed}",
                "response_url": f"{self.slack.url}replies",
            }
        )

    def press(self, button: Json, user: str = CLERK, message_ts: str = "9.9") -> Json:
        """Press a button of a reply, and read what it becomes."""
        return self._reply(
            {
                "type": "block_actions",
                "user": {"id": user},
                "channel": {"id": CHANNEL},
                "team": {"id": "T"},
                "trigger_id": "1.2.3",
                "container": {"type": "message", "message_ts": message_ts},
                "response_url": f"{self.slack.url}replies",
                "actions": [{"block_id": "b", **button}],
            }
        )

    def submit(self, view: Json, values: Json, user: str = CLERK) -> Json | None:
        """Send a form; what it is told, if it stays open."""
        state = {block: {"value": value} for block, value in values.items()}
        sent = {
            "type": "view_submission",
            "user": {"id": user},
            "team": {"id": "T"},
            "view": {**view, "id": "V1", "state": {"values": state}},
        }
        body = self._send(sent)
        return json.loads(body) if body else None

    def shortcut(self, callback_id: str, user: str = CLERK) -> None:
        """Choose a global shortcut."""
        self._send(
            {
                "type": "shortcut",
                "callback_id": callback_id,
                "user": {"id": user},
                "team": {"id": "T"},
                "trigger_id": "1.2.3",
            }
        )

    def event(self, event: Json, event_id: str = "Ev1") -> None:
        """Deliver an event, as Slack does for what happens in a channel."""
        self._send({"type": "event_callback", "event_id": event_id, "team_id": "T", "event": event})

    def _reply(self, payload: Json) -> Json:
        before = len(self.slack.told("replies"))
        self._send(payload)
        replies = self.slack.told("replies")[before:]
        return replies[-1] if replies else {}

    def _send(self, payload: Json) -> str:
        response = self.app.dispatch(BoltRequest(body=json.dumps(payload), mode="socket_mode"))
        assert response.status == 200, response.body
        # What was acknowledged is finished before the story goes on.
        self.app.listener_runner.listener_executor.submit(lambda: None).result(10)
        return response.body


@pytest.fixture
def slack():
    server = FakeSlack()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
    assert server.problems == []


@pytest.fixture
def bot(store: Store, slack: FakeSlack):
    client = build_client("xoxb-test", f"{slack.url}api/")
    with ThreadPoolExecutor(1) as one_after_another:
        app = build_app(client, store, lambda: NOW, {CHIEF}, one_after_another)
        yield Bot(app, slack, store)


@pytest.fixture
def minutes(store: Store, tmp_path) -> int:
    """The open meeting, imported as a clerk would."""
    return keep(store, tmp_path, MINUTES)


@pytest.fixture
def closed(store: Store, tmp_path) -> int:
    """The closed meeting of the same council."""
    return keep(store, tmp_path, CLOSED)
