"""One workspace and one small real Bolt app for the whole folder; each test starts with a blank one."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient

from bot.workspace import Workspace

ANY = re.compile(".*")
EVENTS = [
    "app_home_opened",
    "app_mention",
    "member_joined_channel",
    "message.channels",
    "message.im",
    "reaction_added",
]
SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "im:history",
    "im:write",
    "reactions:read",
    "reactions:write",
    "users:read",
]
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "会議録"},
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "会議録"},
        "slash_commands": [
            {"command": "/minutes", "description": "会議録を探す", "usage_hint": "search 言葉"},
            {"command": "/who", "description": "人を探す", "should_escape": True},
        ],
        "shortcuts": [
            {
                "name": "発言として記録",
                "type": "message",
                "callback_id": "record",
                "description": "残す",
            },
            {
                "name": "会議を登録",
                "type": "global",
                "callback_id": "new_meeting",
                "description": "登録",
            },
        ],
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {
        "event_subscriptions": {"bot_events": EVENTS},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


class Clock:
    """Real time, and a hand to push it forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead

    def advance(self, seconds: float) -> None:
        self.ahead += seconds


@dataclass
class Bot:
    """What the small app does; a test replaces the part it is about."""

    client: WebClient
    command: Callable[..., Any] = lambda ack, **_: ack()
    action: Callable[..., Any] = lambda ack, **_: ack()
    shortcut: Callable[..., Any] = lambda ack, **_: ack()
    view: Callable[..., Any] = lambda ack, **_: ack()
    options: Callable[..., Any] = lambda ack, **_: ack(options=[])
    heard: list[dict[str, Any]] = field(default_factory=list)
    closed: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture(scope="session")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def workspace(clock: Clock) -> Iterator[Workspace]:
    with Workspace(manifest=MANIFEST, clock=clock).running() as running:
        yield running


@pytest.fixture(scope="session")
def connected(workspace: Workspace) -> Iterator[list[Bot]]:
    client = WebClient(workspace.bot_token, base_url=workspace.api_url)
    pool = ThreadPoolExecutor(16)
    app = App(client=client, listener_executor=pool)
    now = [Bot(client)]

    def register(wrap: Callable[..., Any], name: str) -> None:
        def listener(ack, body, payload, client, respond, context):
            known = {"ack": ack, "body": body, "payload": payload}
            getattr(now[0], name)(**known, client=client, respond=respond)

        wrap(listener)

    for decorator, name in (
        (app.command(ANY), "command"),
        (app.action(ANY), "action"),
        (app.shortcut(ANY), "shortcut"),
        (app.view_submission(ANY), "view"),
        (app.options(ANY), "options"),
    ):
        register(decorator, name)

    @app.view_closed(ANY)
    def closed(ack, body):
        ack()
        now[0].closed.append(body)

    @app.event(ANY)
    def event(body):
        now[0].heard.append(body)

    handlers = [SocketModeHandler(app, workspace.app_token, ping_interval=2) for _ in range(2)]
    for handler in handlers:
        handler.connect()
    workspace.wait_connected(2)
    yield now
    for handler in handlers:
        handler.client.auto_reconnect_enabled = False
        handler.client.default_auto_reconnect_enabled = False
    closing = [threading.Thread(target=handler.close) for handler in handlers]
    for thread in closing:
        thread.start()
    for thread in closing:
        thread.join()
    pool.shutdown(wait=True)


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    """A blank workspace without an app."""
    workspace.reset()
    return workspace


@pytest.fixture
def client(ws: Workspace) -> WebClient:
    return WebClient(ws.bot_token, base_url=ws.api_url, retry_handlers=[])


@pytest.fixture
def bot(ws: Workspace, connected: list[Bot]) -> Bot:
    """The app, connected and doing nothing but acknowledge."""
    ws.wait_connected(2)
    ws.reset()
    connected[0] = Bot(connected[0].client)
    return connected[0]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


@pytest.fixture
def form() -> Callable[..., dict[str, Any]]:
    """Draw a modal with one input."""

    def draw(**more: Any) -> dict[str, Any]:
        written = {"type": "plain_text_input", "action_id": "text"}
        view = {
            "type": "modal",
            "callback_id": "form",
            "title": plain("発言を記録"),
            "submit": plain("登録する"),
            "blocks": [
                {"type": "input", "block_id": "body", "label": plain("発言"), "element": written}
            ],
        }
        return view | more

    return draw


@pytest.fixture
def button() -> Callable[..., list[dict[str, Any]]]:
    """Draw a message with one button."""

    def draw(text: str = "共有", value: str = "1") -> list[dict[str, Any]]:
        pressed = {"type": "button", "action_id": "share", "text": plain(text), "value": value}
        return [{"type": "actions", "block_id": "row", "elements": [pressed]}]

    return draw
