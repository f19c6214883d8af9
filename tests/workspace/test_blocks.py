"""Block Kit's limits, written out."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace.blocks import problems_of_message, problems_of_view


def plain(text):
    return {"type": "plain_text", "text": text}


def option(value="v", text="字"):
    return {"text": plain(text), "value": value}


def section(text="字"):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(text="押す", **more):
    return {"type": "button", "text": plain(text), "action_id": "a", **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def select(**more):
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def field(element=None, **more):
    element = element or {"type": "plain_text_input", "action_id": "t"}
    return {"type": "input", "label": plain("項目"), "element": element, **more}


def options(count):
    return [option(str(n)) for n in range(count)]


def table(rows, columns):
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "字"}] * columns] * rows}


def modal(*blocks, **more):
    return {"type": "modal", "title": plain("題"), "blocks": list(blocks), **more}


FITS = {
    "text of 3000": [section("字" * 3000)],
    "50 blocks": [section()] * 50,
    "header of 150": [{"type": "header", "text": plain("字" * 150)}],
    "10 fields": [{"type": "section", "fields": [plain("字" * 2000)] * 10}],
    "25 buttons": [actions(*[button(action_id=str(n)) for n in range(25)])],
    "button of 75": [actions(button("字" * 75, value="v" * 2000))],
    "100 options": [actions(select(options=options(100)))],
    "option of 75": [actions(select(options=[option("v" * 150, "字" * 75)]))],
    "5 in overflow": [actions({"type": "overflow", "action_id": "o", "options": options(5)})],
    "table of 100 by 20": [table(100, 20)],
    "12,000 of markdown": [{"type": "markdown", "text": "字" * 12_000}],
    "rich text": [
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "字"}]}
            ],
        }
    ],
}

OVERFLOWS = {
    "51 blocks": ([section()] * 51, "/blocks", "no more than 50 items allowed"),
    "text of 3001": (
        [section("字" * 3001)],
        "/blocks/0/text/text",
        "must be less than 3001 characters",
    ),
    "empty text": ([section("")], "/blocks/0/text/text", "must be more than 0 characters"),
    "section of nothing": (
        [{"type": "section"}],
        "/blocks/0",
        "must have at least one of text, fields",
    ),
    "11 fields": (
        [{"type": "section", "fields": [plain("字")] * 11}],
        "/blocks/0/fields",
        "no more than 10 items allowed",
    ),
    "field of 2001": (
        [{"type": "section", "fields": [plain("字" * 2001)]}],
        "/blocks/0/fields/0/text",
        "must be less than 2001 characters",
    ),
    "header of 151": (
        [{"type": "header", "text": plain("字" * 151)}],
        "/blocks/0/text/text",
        "must be less than 151 characters",
    ),
    "header in mrkdwn": (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "字"}}],
        "/blocks/0/text/type",
        "must be one of plain_text",
    ),
    "no elements": ([actions()], "/blocks/0/elements", "no fewer than 1 items allowed"),
    "26 elements": (
        [actions(*[button(action_id=str(n)) for n in range(26)])],
        "/blocks/0/elements",
        "no more than 25 items allowed",
    ),
    "button of 76": (
        [actions(button("字" * 76))],
        "/blocks/0/elements/0/text/text",
        "must be less than 76 characters",
    ),
    "value of 2001": (
        [actions(button(value="v" * 2001))],
        "/blocks/0/elements/0/value",
        "must be less than 2001 characters",
    ),
    "button in mrkdwn": (
        [actions(button() | {"text": {"type": "mrkdwn", "text": "字"}})],
        "/blocks/0/elements/0/text/type",
        "must be one of plain_text",
    ),
    "label for readers of 76": (
        [actions(button(accessibility_label="字" * 76))],
        "/blocks/0/elements/0/accessibility_label",
        "must be less than 76 characters",
    ),
    "action_id of 256": (
        [actions(button(action_id="a" * 256))],
        "/blocks/0/elements/0/action_id",
        "must be less than 256 characters",
    ),
    "the same action_id twice": (
        [actions(button(), button())],
        "/blocks/0",
        "action_id already exists: a",
    ),
    "the same block_id twice": (
        [section() | {"block_id": "b"}] * 2,
        "/blocks",
        "block_id already exists: b",
    ),
    "101 options": (
        [actions(select(options=options(101)))],
        "/blocks/0/elements/0/options",
        "no more than 100 items allowed",
    ),
    "option of 76": (
        [actions(select(options=[option(text="字" * 76)]))],
        "/blocks/0/elements/0/options/0/text/text",
        "must be less than 76 characters",
    ),
    "option value of 151": (
        [actions(select(options=[option("v" * 151)]))],
        "/blocks/0/elements/0/options/0/value",
        "must be less than 151 characters",
    ),
    "initial option of another list": (
        [actions(select(initial_option=option("w")))],
        "/blocks/0/elements/0/initial_option",
        "must be one of the options",
    ),
    "6 in overflow": (
        [actions({"type": "overflow", "action_id": "o", "options": options(6)})],
        "/blocks/0/elements/0/options",
        "no more than 5 items allowed",
    ),
    "11 checkboxes": (
        [actions({"type": "checkboxes", "action_id": "c", "options": options(11)})],
        "/blocks/0/elements/0/options",
        "no more than 10 items allowed",
    ),
    "placeholder of 151": (
        [actions(select(placeholder=plain("字" * 151)))],
        "/blocks/0/elements/0/placeholder/text",
        "must be less than 151 characters",
    ),
    "confirm text of 301": (
        [
            actions(
                button(
                    confirm={
                        "title": plain("題"),
                        "text": plain("字" * 301),
                        "confirm": plain("はい"),
                        "deny": plain("いいえ"),
                    }
                )
            )
        ],
        "/blocks/0/elements/0/confirm/text/text",
        "must be less than 301 characters",
    ),
    "11 in context": (
        [{"type": "context", "elements": [plain("字")] * 11}],
        "/blocks/0/elements",
        "no more than 10 items allowed",
    ),
    "101 rows": ([table(101, 1)], "/blocks/0/rows", "no more than 100 items allowed"),
    "21 columns": ([table(1, 21)], "/blocks/0/rows/0", "no more than 20 items allowed"),
    "two tables": ([table(1, 1), table(1, 1)], "/blocks", "only one table allowed"),
    "markdown of 12,001 in all": (
        [{"type": "markdown", "text": "字" * 6000}, {"type": "markdown", "text": "字" * 6001}],
        "/blocks",
        "must be less than 12001 characters in all markdown blocks",
    ),
    "an unknown block": (
        [{"type": "nonsense"}],
        "/blocks/0/type",
        "unsupported block: nonsense",
    ),
    "an unknown field": (
        [section() | {"colour": "red"}],
        "/blocks/0",
        "invalid additional property: colour",
    ),
    "an input element among actions": (
        [actions({"type": "plain_text_input", "action_id": "t"})],
        "/blocks/0/elements/0/type",
        "unsupported element: plain_text_input",
    ),
    "an alert in a message": (
        [{"type": "alert", "text": plain("字")}],
        "/blocks/0/type",
        "unsupported block here: alert",
    ),
    "a date that is none": (
        [actions({"type": "datepicker", "action_id": "d", "initial_date": "12/1"})],
        "/blocks/0/elements/0/initial_date",
        "has a wrong format",
    ),
}

BAD_VIEWS = {
    "title of 25": (
        modal(section()) | {"title": plain("字" * 25)},
        "/title/text",
        "must be less than 25 characters",
    ),
    "101 blocks": (modal(*[section()] * 101), "/blocks", "no more than 100 items allowed"),
    "inputs without submit": (modal(field()), "", "missing required field: submit"),
    "private_metadata of 3001": (
        modal(section(), private_metadata="字" * 3001),
        "/private_metadata",
        "must be less than 3001 characters",
    ),
    "callback_id of 256": (
        modal(section(), callback_id="c" * 256),
        "/callback_id",
        "must be less than 256 characters",
    ),
    "submit of 25": (
        modal(section(), submit=plain("字" * 25)),
        "/submit/text",
        "must be less than 25 characters",
    ),
    "a table in a modal": (
        modal(table(1, 1)),
        "/blocks/0/type",
        "unsupported block here: table",
    ),
    "markdown in a modal": (
        modal({"type": "markdown", "text": "字"}),
        "/blocks/0/type",
        "unsupported block here: markdown",
    ),
    "label of 2001": (
        modal(field(label=plain("字" * 2001)), submit=plain("送る")),
        "/blocks/0/label/text",
        "must be less than 2001 characters",
    ),
    "label in mrkdwn": (
        modal(field(label={"type": "mrkdwn", "text": "字"}), submit=plain("送る")),
        "/blocks/0/label/type",
        "must be one of plain_text",
    ),
    "markdown on the Home tab": (
        {"type": "home", "blocks": [{"type": "markdown", "text": "字"}]},
        "/blocks/0/type",
        "unsupported block here: markdown",
    ),
    "a submit on the Home tab": (
        {"type": "home", "blocks": [section()], "submit": plain("送る")},
        "",
        "invalid additional property: submit",
    ),
    "another type": ({"type": "page", "blocks": []}, "/type", "must be one of modal, home"),
}


@pytest.mark.parametrize("blocks", FITS.values(), ids=FITS)
def test_what_fits_is_accepted(blocks):
    assert problems_of_message(blocks) == []


@pytest.mark.parametrize(("blocks", "pointer", "message"), OVERFLOWS.values(), ids=OVERFLOWS)
def test_what_does_not_fit_a_message_is_pointed_at(blocks, pointer, message):
    assert (pointer, message) in [(p.pointer, p.message) for p in problems_of_message(blocks)]


@pytest.mark.parametrize(("view", "pointer", "message"), BAD_VIEWS.values(), ids=BAD_VIEWS)
def test_what_does_not_fit_a_view_is_pointed_at(view, pointer, message):
    assert (pointer, message) in [(p.pointer, p.message) for p in problems_of_view(view)]


def test_a_table_may_stand_on_the_home_tab():
    assert problems_of_view({"type": "home", "blocks": [table(2, 2)]}) == []


def test_the_api_refuses_bad_blocks_as_slack_does(client):
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C_FUKUSHI", text="字", blocks=[section("字" * 3001)])
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]


def test_blocks_can_be_validated_without_posting(client):
    assert client.blocks_validate(blocks=[section()])["errors"] == []
    with pytest.raises(SlackApiError) as caught:
        client.blocks_validate(view=modal(field()))
    assert caught.value.response["errors"][0]["code"] == "missing_field"
