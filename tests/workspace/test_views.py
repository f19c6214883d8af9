"""Modals and the Home tab: stack, values, errors, updates, closing."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace import Refused


@pytest.fixture
def opened(ws, bot, form):
    """Open a modal and look at it."""

    def open_view(**more):
        def answer(ack, body, client, **_):
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=form(**more))

        bot.shortcut = answer
        return ws.shortcut("new_meeting").view

    return open_view


def push_another(ws, bot, form, view):
    """Press a button in a modal whose app then pushes one more."""
    errors = []

    def answer(ack, body, client, **_):
        ack()
        try:
            client.views_push(trigger_id=body["trigger_id"], view=form(blocks=WITH_BUTTON))
        except SlackApiError as error:
            errors.append(error.response["error"])

    bot.action = answer
    ws.press(view, "deeper", wait=0)
    return errors


WITH_BUTTON = [
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {
                "type": "button",
                "action_id": "deeper",
                "text": {"type": "plain_text", "text": "次へ"},
            }
        ],
    }
]


def test_a_submitted_form_brings_raw_values_and_closes(ws, bot, opened):
    heard = []
    bot.view = lambda ack, payload, **_: (heard.append(payload), ack())
    view = opened(private_metadata="meeting:3")
    reply = ws.submit(view, {"body": "A & B <C>"})
    assert reply.acked
    assert heard[0]["state"]["values"]["body"]["text"]["value"] == "A & B <C>"
    assert heard[0]["private_metadata"] == "meeting:3"
    assert reply.views == []


def test_a_required_input_is_refused_by_the_client(ws, bot, opened):
    view = opened()
    with pytest.raises(Refused) as caught:
        ws.submit(view)
    assert caught.value.errors == {"body": "この項目は入力が必要です。"}
    assert [d.payload["type"] for d in ws.deliveries] == ["shortcut"]


def test_errors_stand_beside_their_inputs(ws, bot, opened):
    bot.view = lambda ack, **_: ack(response_action="errors", errors={"body": "短すぎます。"})
    reply = ws.submit(opened(), {"body": "あ"})
    assert reply.view.errors == {"body": "短すぎます。"}


def test_errors_must_name_inputs_that_exist(ws, bot, opened):
    bot.view = lambda ack, **_: ack(response_action="errors", errors={"nai": "？"})
    reply = ws.submit(opened(), {"body": "あ"})
    assert reply.view.trouble == "アプリの応答に誤りがあります。"
    assert "nai" in ws.troubles[0]


def test_a_late_ack_leaves_the_form_open(ws, bot, opened, clock):
    bot.view = lambda ack, **_: (clock.advance(3.1), ack())
    reply = ws.submit(opened(), {"body": "大切な文章"})
    assert reply.error == "operation_timeout"
    assert "operation_timeout" in (reply.view.trouble or "")
    assert reply.view.values["body"]["text"]["value"] == "大切な文章"


def test_an_ack_may_change_push_or_clear(ws, bot, opened, form):
    done = form(title={"type": "plain_text", "text": "登録しました"})
    bot.view = lambda ack, **_: ack(response_action="push", view=form())
    first = opened()
    assert len(ws.submit(first, {"body": "あ"}).views) == 2
    bot.view = lambda ack, **_: ack(response_action="update", view=done)
    assert [v.title for v in ws.submit(ws.view(), {"body": "い"}).views] == [
        "発言を記録",
        "登録しました",
    ]
    bot.view = lambda ack, **_: ack(response_action="clear")
    assert ws.submit(ws.view(), {"body": "う"}).views == []


def test_at_most_three_views_are_stacked(ws, bot, opened, form):
    opened(blocks=WITH_BUTTON)
    for depth in (2, 3):
        push_another(ws, bot, form, ws.view())
        ws.until(lambda depth=depth: len(ws.views()) == depth)
    errors = push_another(ws, bot, form, ws.view())
    assert ws.until(lambda: errors) == ["push_limit_reached"]


def test_an_old_hash_conflicts(ws, client, opened, form):
    view = opened()
    new = client.views_update(view_id=view.id, hash=view.hash, view=form())["view"]["hash"]
    with pytest.raises(SlackApiError) as caught:
        client.views_update(view_id=view.id, hash=view.hash, view=form())
    assert caught.value.response["error"] == "hash_conflict"
    assert client.views_update(view_id=view.id, hash=new, view=form())["ok"]


def test_an_update_keeps_what_was_typed_under_equal_ids(ws, client, opened, form):
    view = ws.fill(opened(), {"body": "書きかけ"})
    client.views_update(view_id=view.id, view=form())
    assert ws.view().values["body"]["text"]["value"] == "書きかけ"
    other = [form()["blocks"][0] | {"block_id": "other"}]
    client.views_update(view_id=view.id, view=form(blocks=other))
    assert ws.view().values == {"other": {"text": {"type": "plain_text_input", "value": None}}}


def test_closing_is_told_only_if_asked(ws, bot, opened):
    ws.close(opened())
    assert bot.closed == []
    ws.close(opened(notify_on_close=True))
    assert [c["is_cleared"] for c in bot.closed] == [False]
    ws.close(opened(notify_on_close=True), everything=True)
    assert [c["is_cleared"] for c in bot.closed] == [False, True]
    assert ws.views() == []


def test_a_press_in_a_modal_carries_the_state_and_no_channel(ws, bot, opened, form):
    heard = []
    bot.action = lambda ack, body, **_: (heard.append(body), ack())
    view = ws.fill(opened(blocks=form()["blocks"] + WITH_BUTTON), {"body": "途中"})
    ws.press(view, "deeper", wait=0)
    assert heard[0]["container"] == {"type": "view", "view_id": view.id}
    assert heard[0]["view"]["state"]["values"]["body"]["text"]["value"] == "途中"
    assert "channel" not in heard[0]


def test_an_external_select_asks_the_app(ws, bot, opened):
    def offer(ack, payload, **_):
        names = [n for n in ("田中委員", "飛驒委員") if payload["value"] in n]
        ack(options=[{"text": {"type": "plain_text", "text": n}, "value": n} for n in names])

    bot.options = offer
    element = {"type": "external_select", "action_id": "who"}
    label = {"type": "plain_text", "text": "発言者"}
    view = opened(blocks=[{"type": "input", "block_id": "b", "label": label, "element": element}])
    assert [o["value"] for o in ws.suggest(view, "who", "田中").options] == ["田中委員"]
    with pytest.raises(Refused):
        ws.submit(view, {"who": "いない人"})
    assert ws.submit(view, {"who": "田中委員"}).acked
    chosen = ws.deliveries[-1].payload["view"]["state"]["values"]["b"]["who"]
    assert chosen["selected_option"]["value"] == "田中委員"


def test_the_home_tab_is_published_for_one_person(ws, bot, client):
    line = {"type": "section", "text": {"type": "mrkdwn", "text": "次の会議"}}
    client.views_publish(user_id="U_SUZUKI", view={"type": "home", "blocks": [line]})
    home = ws.open_home(wait=0)
    assert home is not None
    assert home.words.strip() == "次の会議"
    assert ws.home("U_SATO") is None
    ws.until(lambda: ws.events("app_home_opened"))
    assert ws.events("app_home_opened")[0].payload["event"]["view"]["id"] == home.id


def test_an_over_full_view_is_refused_with_pointers(client, form, ws, bot, opened):
    view = opened()
    long = form(title={"type": "plain_text", "text": "あ" * 25})
    with pytest.raises(SlackApiError) as caught:
        client.views_update(view_id=view.id, view=long)
    answer = caught.value.response
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
