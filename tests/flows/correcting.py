"""How a clerk puts a remark right: its menu, its form, the form filled in."""

from typing import Any

from tests.cast import CLERK

Json = dict[str, Any]


def menu(message: Json, body: str) -> Json:
    """The menu beside the remark that says so."""
    [found] = [
        block["accessory"]
        for block in message["blocks"]
        if block["type"] == "section"
        and block.get("accessory", {}).get("type") == "overflow"
        and body in block["text"]["text"]
    ]
    return found


def choose(bot, message: Json, body: str, line: str, user: str = CLERK) -> Json:
    """Choose a line of a remark's menu."""
    found = menu(message, body)
    [option] = [one for one in found["options"] if one["text"]["text"] == line]
    action = {"type": "overflow", "action_id": found["action_id"], "selected_option": option}
    return bot.press(action, user=user)


def open_form(bot, slack, body: str, user: str = CLERK, shown: str = "/minutes show") -> Json:
    """直す in the menu of the remark that says so."""
    choose(bot, bot.command(shown, user=user), body, "直す", user)
    return slack.told("views.open")[-1]["view"]


def filled(view: Json, **changes: str | None) -> Json:
    """The form's state as it was drawn, with what is put into it instead."""
    state = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        name = block["block_id"].partition(".")[0]
        element = block["element"]
        if element["type"] == "plain_text_input":
            value = changes.pop(name, element.get("initial_value"))
            state[block["block_id"]] = {"value": value}
        else:
            option = element.get("initial_option")
            if name in changes:
                wanted = changes.pop(name)
                [option] = [
                    one
                    for one in element["options"]
                    if wanted in (one["value"], one["text"]["text"])
                ]
            state[block["block_id"]] = {"selected_option": option}
    assert changes == {}, f"no such field: {changes}"
    return state


def fields(view: Json) -> dict[str, str | None]:
    """What stands in the form's fields, by their names."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            option = element.get("initial_option") or {"value": None}
            values[block["block_id"].partition(".")[0]] = element.get(
                "initial_value", option["value"]
            )
    return values
