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


def offer_back(refusal: NotKept, visit: Visit, say: Say, client: WebClient) -> None:
    """Say why words were not recorded, with the words; many of them as a file."""
    if len(refusal.text) > views.SHOWN:
        opened = client.conversations_open(users=visit.user_id)
        client.files_upload_v2(
            channel=opened.get("channel", {})["id"],
            filename=views.FILE,
            content=refusal.text.encode(),
            initial_comment=views.comment(),
        )
    say(**views.not_kept(refusal.sentence, refusal.text))
