"""Where the answer to a pressed button goes: in the place of what the button stood in."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Respond
from slack_sdk import WebClient

from handlers.views import windows

Say = Callable[..., object]  # however an answer reaches the person: say(text=…, blocks=…)


def in_place(body: dict[str, Any], respond: Respond, client: WebClient) -> Say:
    """Let an answer take the place of the message, or of the window, whose button was pressed."""
    if "view" not in body:
        return partial(respond, replace_original=True)
    view = body["view"]

    def redraw(**message: Any) -> object:
        drawn = windows.window(view["title"]["text"], message)
        return client.views_update(view_id=view["id"], view=drawn)

    return redraw
