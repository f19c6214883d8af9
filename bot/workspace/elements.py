"""The elements of Block Kit, and what each may hold."""

from collections.abc import Iterable
from typing import Any

from bot.workspace.shapes import (
    Check,
    Problem,
    also,
    anything,
    boolean,
    by_type,
    exactly_one,
    fields,
    integer,
    items,
    one_of,
    string,
    text,
)

Json = dict[str, Any]

ID = string(255, shortest=1)
URL = string(3000, shortest=1)
DATE = string(10, pattern=r"\d{4}-\d{2}-\d{2}")
TIME = string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d")
STYLE = one_of("primary", "danger")

CONFIRM = fields(
    {
        "title": text(100, mrkdwn=False),
        "text": text(300),
        "confirm": text(30, mrkdwn=False),
        "deny": text(30, mrkdwn=False),
    },
    {"style": STYLE},
)
PLACEHOLDER = text(150, mrkdwn=False)

PLAIN_OPTION = fields(
    {"text": text(75, mrkdwn=False), "value": string(150, shortest=1)},
    {"description": text(75, mrkdwn=False), "url": URL},
)
# Checkboxes and radio buttons may write their options in mrkdwn.
RICH_OPTION = fields(
    {"text": text(75), "value": string(150, shortest=1)}, {"description": text(75)}
)
OPTION_GROUP = fields({"label": text(75, mrkdwn=False), "options": items(PLAIN_OPTION, 1, 100)})

COMMON: dict[str, Check] = {"confirm": CONFIRM, "focus_on_load": boolean}


def _element(
    kind: str, required: dict[str, Check] | None = None, optional: dict[str, Check] | None = None
) -> Check:
    must = {"type": one_of(kind), **(required or {})}
    return fields(must, {"action_id": ID, **COMMON, **(optional or {})})


def _initial_is_an_option(value: Json, at: str) -> Iterable[Problem]:
    groups = [g for g in value.get("option_groups") or () if isinstance(g, dict)]
    options = list(value.get("options") or ()) + [o for g in groups for o in g.get("options", ())]
    values = [o.get("value") for o in options if isinstance(o, dict)]
    chosen = [value["initial_option"]] if value.get("initial_option") else []
    for option in chosen + list(value.get("initial_options") or ()):
        if not isinstance(option, dict) or option.get("value") not in values:
            where = "initial_option" if chosen else "initial_options"
            yield Problem(f"{at}/{where}", "invalid_option", "must be one of the options")
    if len(values) != len(set(values)) and value["type"] != "overflow":
        yield Problem(f"{at}/options", "duplicate_value", "option values must be unique")


def _static(kind: str, more: dict[str, Check]) -> Check:
    lists = {"options": items(PLAIN_OPTION, 1, 100), "option_groups": items(OPTION_GROUP, 1, 100)}
    shape = _element(kind, optional={**lists, "placeholder": PLACEHOLDER, **more})
    return also(shape, exactly_one("options", "option_groups"), _initial_is_an_option)


def _chosen(kind: str, more: dict[str, Check]) -> Check:
    shape = _element(
        kind, {"options": items(RICH_OPTION, 1, 10)}, {"placeholder": PLACEHOLDER, **more}
    )
    return also(shape, _initial_is_an_option)


def _picker(kind: str, **more: Check) -> Check:
    return _element(kind, optional={"placeholder": PLACEHOLDER, **more})


MANY = {"max_selected_items": integer(1, 100)}

BUTTON = _element(
    "button",
    {"text": text(75, mrkdwn=False)},
    {
        "value": string(2000),
        "url": URL,
        "style": STYLE,
        "accessibility_label": string(75),
    },
)

SELECTS: dict[str, Check] = {
    "static_select": _static("static_select", {"initial_option": anything}),
    "external_select": _picker(
        "external_select", initial_option=PLAIN_OPTION, min_query_length=integer(0, 100)
    ),
    "users_select": _picker("users_select", initial_user=string(255)),
    "conversations_select": _picker(
        "conversations_select",
        initial_conversation=string(255),
        default_to_current_conversation=boolean,
        response_url_enabled=boolean,
        filter=anything,
    ),
    "channels_select": _picker(
        "channels_select", initial_channel=string(255), response_url_enabled=boolean
    ),
    "multi_static_select": _static(
        "multi_static_select", {"initial_options": items(anything, 1, 100), **MANY}
    ),
    "multi_external_select": _picker(
        "multi_external_select",
        initial_options=items(PLAIN_OPTION, 1, 100),
        min_query_length=integer(0, 100),
        **MANY,
    ),
    "multi_users_select": _picker(
        "multi_users_select", initial_users=items(string(255), 0, 100), **MANY
    ),
    "multi_conversations_select": _picker(
        "multi_conversations_select",
        initial_conversations=items(string(255), 0, 100),
        default_to_current_conversation=boolean,
        filter=anything,
        **MANY,
    ),
    "multi_channels_select": _picker(
        "multi_channels_select", initial_channels=items(string(255), 0, 100), **MANY
    ),
}

PICKERS: dict[str, Check] = {
    "datepicker": _picker("datepicker", initial_date=DATE),
    "timepicker": _picker("timepicker", initial_time=TIME, timezone=string(100)),
    "datetimepicker": _picker("datetimepicker", initial_date_time=integer(10**9, 10**10 - 1)),
}

CHOICES: dict[str, Check] = {
    "checkboxes": _chosen("checkboxes", {"initial_options": items(anything, 1, 10)}),
    "radio_buttons": _chosen("radio_buttons", {"initial_option": anything}),
}

OVERFLOW = _element("overflow", {"options": items(PLAIN_OPTION, 1, 5)})

DISPATCH: dict[str, Check] = {
    "dispatch_action_config": fields(
        {},
        {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 1, 2)},
    )
}
WRITTEN = {"placeholder": PLACEHOLDER, "initial_value": string(3000), **DISPATCH}

INPUTS: dict[str, Check] = {
    "plain_text_input": _element(
        "plain_text_input",
        optional={
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
            **WRITTEN,
        },
    ),
    "number_input": _element(
        "number_input",
        {"is_decimal_allowed": boolean},
        {"min_value": string(100), "max_value": string(100), **WRITTEN},
    ),
    "email_text_input": _element("email_text_input", optional=WRITTEN),
    "url_text_input": _element("url_text_input", optional=WRITTEN),
    "rich_text_input": _element("rich_text_input", optional={**WRITTEN, "initial_value": anything}),
    "file_input": _element(
        "file_input",
        optional={"filetypes": items(string(50), 1, 100), "max_files": integer(1, 10)},
    ),
}

IMAGE = also(
    fields(
        {"type": one_of("image"), "alt_text": string(2000, shortest=1)},
        {"image_url": URL, "slack_file": anything},
    ),
    exactly_one("image_url", "slack_file"),
)

IN_ACTIONS: dict[str, Check] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    **SELECTS,
    **PICKERS,
    **CHOICES,
}
IN_SECTION: dict[str, Check] = {**IN_ACTIONS, "image": IMAGE}
IN_INPUT: dict[str, Check] = {**INPUTS, **SELECTS, **PICKERS, **CHOICES}
IN_CONTEXT: dict[str, Check] = {
    "image": IMAGE,
    "plain_text": text(3000, mrkdwn=False),
    "mrkdwn": text(3000),
}
FEEDBACK = _element(
    "feedback_buttons",
    {"positive_button": anything, "negative_button": anything},
)
ICON_BUTTON = _element(
    "icon_button",
    {"icon": string(50), "text": text(75, mrkdwn=False)},
    {"value": string(2000), "visible_to_user_ids": anything, "accessibility_label": string(75)},
)
IN_CONTEXT_ACTIONS: dict[str, Check] = {"feedback_buttons": FEEDBACK, "icon_button": ICON_BUTTON}

actions_element = by_type(IN_ACTIONS, "element")
section_accessory = by_type(IN_SECTION, "element")
input_element = by_type(IN_INPUT, "element")
context_element = by_type(IN_CONTEXT, "element")
context_action = by_type(IN_CONTEXT_ACTIONS, "element")
