"""An answer that was drawn for a channel, in a window instead."""

from typing import Any

from handlers.views import export, hits, parts, search
from handlers.views.parts import Block, Message

# What these do is shown where their message stands, and a window stands nowhere.
NEED_A_CHANNEL = {hits.SHARE, search.OPEN_FORM, export.CSV, export.XLSX}


def window(title: str, message: Message) -> dict[str, Any]:
    """The answer as a window, without the buttons that need a channel."""
    fitting = (_fitting(block) for block in message["blocks"])
    return parts.modal(title, [block for block in fitting if block])


def _fitting(block: Block) -> Block | None:
    if block["type"] != "actions":
        return block
    kept = [button for button in block["elements"] if button["action_id"] not in NEED_A_CHANNEL]
    return {**block, "elements": kept} if kept else None
