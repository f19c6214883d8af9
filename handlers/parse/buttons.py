"""What a button or a menu of ours brings back."""

import json
from typing import Any

from handlers.errors import UserError

LARGEST = 2**53  # no id of ours; SQLite's numbers end somewhere


def values(action: dict[str, Any], **wanted: type) -> list[Any]:
    """The values a button of ours carries, in the order they are asked for."""
    try:
        value = json.loads(action["value"])
        found = [value[name] for name in wanted]
    except (KeyError, TypeError, ValueError):
        found = []
    too_large = any(isinstance(value, int) and abs(value) > LARGEST for value in found)
    if too_large or list(map(type, found)) != list(wanted.values()):
        raise UserError(
            "このボタンは使えません。お手数ですが、もう一度コマンドからお試しください。"
        )
    return found


def council_of_menu(action: dict[str, Any]) -> int:
    """The council a menu belongs to; a menu has no value of its own, so its block's name tells."""
    council_id = action["block_id"].rpartition(".")[2]
    if not council_id.isdecimal():
        raise UserError(
            "このメニューは使えません。お手数ですが、もう一度コマンドからお試しください。"
        )
    return int(council_id)
