"""Where the answer to a pressed button goes: in the place of what the button stood in."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Respond
from slack_sdk import WebClient

from handlers.errors import NotKept
from handlers.views import recordings as views
from handlers.views import windows
from handlers.visit import Visit
from store import inbox

Say = Callable[..., object]  # however an answer reaches the person: say(text=…, blocks=…)


def in_place(body: dict[str, Any], respond: Respond, client: WebClient) -> Say:
    """Let an answer take the place of the message, or of the window, whose button was pressed.

    Home stays as it is: an answer to a button there opens a window.
    """
    if "view" not in body:
        return partial(respond, replace_original=True)
    view = body["view"]
    if view["type"] == "home":

        def open_window(**message: Any) -> object:
            drawn = windows.window("会議録", message)
            return client.views_open(trigger_id=body["trigger_id"], view=drawn)

        return open_window

    def redraw(**message: Any) -> object:
        drawn = windows.window(view["title"]["text"], message)
        return client.views_update(view_id=view["id"], view=drawn)

    return redraw


def send_file(name: str, content: bytes, comment: str, user_id: str, client: WebClient) -> None:
    """Send a file to somebody's own messages; beside it no words of other people."""
    opened = client.conversations_open(users=user_id)
    client.files_upload_v2(
        channel=opened.get("channel", {})["id"],
        filename=name,
        content=content,
        initial_comment=comment,
    )


def send_file_once(
    pressed: str, name: str, content: bytes, comment: str, visit: Visit, client: WebClient
) -> bool:
    """Send a file to the one who pressed; False if the same press did so before.

    Slack may repeat a press, and so may an impatient finger.
    """
    with visit.store.writing() as db:
        is_new = inbox.first_time(db, pressed, visit.by)
    if is_new:
        send_file(name, content, comment, visit.user_id, client)
    return is_new


def offer_back(refusal: NotKept, visit: Visit, say: Say, client: WebClient) -> None:
    """Say why words were not recorded, with the words; many of them as a file."""
    if len(refusal.text) > views.SHOWN:
        send_file(views.FILE, refusal.text.encode(), views.comment(), visit.user_id, client)
    say(**views.not_kept(refusal.sentence, refusal.text))
