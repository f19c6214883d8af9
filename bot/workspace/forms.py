"""What people put into the inputs of a form, as Slack reports it in state.values."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

MANY_OPTIONS = ("checkboxes", "multi_static_select", "multi_external_select")
ONE_OPTION = ("radio_buttons", "static_select", "external_select")
SIMPLE = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "initial_files"),
}
STATEFUL = (*MANY_OPTIONS, *ONE_OPTION, *SIMPLE)


class Refused(Exception):
    """Slack's own client would not let a person do this; `errors` are by block_id."""

    def __init__(self, reason: str, errors: dict[str, str] | None = None) -> None:
        super().__init__(reason if not errors else f"{reason}: {errors}")
        self.errors = errors or {}


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every block with each element a person can use in it."""
    for block in blocks:
        if "accessory" in block:
            yield block, block["accessory"]
        if isinstance(block.get("element"), dict):
            yield block, block["element"]
        for element in block.get("elements") or ():
            if isinstance(element, dict) and ("action_id" in element or "url" in element):
                yield block, element
        for element in block.get("actions") or ():
            yield block, element


def initial(blocks: list[Json]) -> dict[str, dict[str, Json]]:
    """Return the state of a form nobody has touched."""
    state: dict[str, dict[str, Json]] = {}
    for block, element in elements(blocks):
        if element.get("type") in STATEFUL and "action_id" in element:
            state.setdefault(block["block_id"], {})[element["action_id"]] = initial_entry(element)
    return state


def kept(blocks: list[Json], before: dict[str, dict[str, Json]]) -> dict[str, dict[str, Json]]:
    """Return the state after an update: equal ids of equal type keep what was put in."""
    state = initial(blocks)
    for block_id, actions in state.items():
        for action_id, entry in actions.items():
            old = before.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == entry["type"]:
                actions[action_id] = old
    return state


def initial_entry(element: Json) -> Json:
    """Return what an untouched element reports."""
    kind = element["type"]
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": list(element.get("initial_options") or ())}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    name, start = SIMPLE[kind]
    empty = [] if name.startswith("selected_") and name.endswith("s") else None
    return {"type": kind, name: element.get(start, empty)}


def entry(element: Json, value: Any, suggested: list[Json] | None = None) -> Json:
    """Return what an element reports once a person has put `value` in."""
    kind = element["type"]
    if kind in MANY_OPTIONS:
        values = [value] if isinstance(value, str) else list(value or ())
        chosen = [_option(element, v, suggested) for v in values]
        if len(chosen) > element.get("max_selected_items", len(chosen)):
            raise Refused(f"too many options chosen for {element.get('action_id')}")
        return {"type": kind, "selected_options": chosen}
    if kind in ONE_OPTION:
        chosen_one = None if value in (None, "") else _option(element, value, suggested)
        return {"type": kind, "selected_option": chosen_one}
    if kind not in SIMPLE:
        raise Refused(f"a {kind} holds no value")
    name, _ = SIMPLE[kind]
    if kind.startswith("multi_"):
        value = [value] if isinstance(value, str) else list(value or ())
    elif kind == "datetimepicker" and value not in (None, ""):
        value = int(value)
    elif value == "":
        value = None
    return {"type": kind, name: value}


def options_of(element: Json) -> list[Json]:
    """All the options written into an element."""
    grouped = [o for group in element.get("option_groups") or () for o in group["options"]]
    return [*(element.get("options") or ()), *grouped]


def _option(element: Json, value: Any, suggested: list[Json] | None) -> Json:
    wanted = value.get("value") if isinstance(value, dict) else value
    choices = options_of(element) + list(suggested or ())
    for option in choices:
        if wanted == option.get("value"):
            return option
    for option in choices:
        if wanted == option["text"]["text"]:
            return option
    raise Refused(f"no option {wanted!r} in {element.get('action_id')}")


def is_empty(state: Json) -> bool:
    """Whether nothing was put into an element."""
    return not any(v for k, v in state.items() if k != "type")


def complaints(blocks: list[Json], values: dict[str, dict[str, Json]]) -> dict[str, str]:
    """Return what Slack's client says, by block_id, before it sends a form."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        if is_empty(state):
            if not block.get("optional"):
                found[block["block_id"]] = "この項目は入力が必要です。"
        elif trouble := _unfit(element, state):
            found[block["block_id"]] = trouble
    return found


def _unfit(element: Json, state: Json) -> str | None:
    value = state.get("value")
    if not isinstance(value, str):
        return None
    longest = element.get("max_length", 3000)
    if len(value) > longest:
        return f"{longest}文字以内で入力してください。"
    if len(value) < element.get("min_length", 0):
        return f"{element['min_length']}文字以上で入力してください。"
    if element["type"] == "number_input":
        return _unfit_number(element, value)
    if element["type"] == "email_text_input" and "@" not in value:
        return "メールアドレスを入力してください。"
    if element["type"] == "url_text_input" and "://" not in value:
        return "URLを入力してください。"
    return None


def _unfit_number(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "数字を入力してください。"
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "整数を入力してください。"
    if "min_value" in element and number < float(element["min_value"]):
        return f"{element['min_value']}以上の数を入力してください。"
    if "max_value" in element and number > float(element["max_value"]):
        return f"{element['max_value']}以下の数を入力してください。"
    return None
