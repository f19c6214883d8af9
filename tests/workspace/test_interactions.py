"""Commands, buttons, shortcuts; response_url and trigger_id; late acks."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.workspace import Refused


def test_a_command_is_answered_to_one_person(ws, bot):
    def answer(ack, payload, respond, **_):
        ack()
        respond(f"{payload['text']}: 17件")

    bot.command = answer
    reply = ws.command("/minutes", "search 人材")
    assert reply.acked
    assert reply.message.words == "search 人材: 17件"
    assert reply.message.ephemeral
    assert ws.messages("C_FUKUSHI", "U_SATO") == []


def test_the_ack_itself_may_answer(ws, bot):
    bot.command = lambda ack, **_: ack(text="受け付けました", response_type="in_channel")
    assert ws.command("/minutes").message.words == "受け付けました"
    assert not ws.command("/minutes").message.ephemeral


def test_a_command_the_manifest_lacks_is_refused(ws):
    with pytest.raises(Refused, match="有効なコマンドではありません"):
        ws.command("/nai")


def test_a_command_cannot_be_run_in_a_thread(ws):
    with pytest.raises(Refused, match="スレッドでは使えません"):
        ws.command("/minutes", thread=ws.say("あ").ts)


def test_command_text_is_escaped_and_names_become_ids_if_asked(ws, bot):
    heard = []

    def answer(ack, payload, **_):
        heard.append(payload["text"])
        ack()

    bot.command = answer
    ws.command("/minutes", "A & <B> @鈴木", wait=0)
    ws.command("/who", "@鈴木 #公共交通会議", wait=0)
    assert heard == ["A &amp; &lt;B&gt; @鈴木", "<@U_SUZUKI> <#C_KOTSU|公共交通会議>"]


def test_a_late_ack_is_a_timeout_to_the_person_and_never_a_retry(ws, bot, clock):
    def answer(ack, **_):
        clock.advance(3.1)
        ack(text="おそい答え")

    bot.command = answer
    reply = ws.command("/minutes", "search")
    assert (reply.acked, reply.error) == (False, "operation_timeout")
    assert "operation_timeout" in reply.message.words
    assert len(ws.deliveries) == 1
    assert all("おそい" not in m.words for m in ws.messages("C_FUKUSHI"))


def test_a_lost_ack_is_a_timeout_too(ws, bot, clock):
    ws.lose_next_ack()
    bot.command = lambda ack, **_: (ack(), clock.advance(3.1))
    assert ws.command("/minutes").error == "operation_timeout"


def response_url(ws, bot):
    kept = []

    def answer(ack, payload, **_):
        kept.append(payload["response_url"])
        ack()

    bot.command = answer
    ws.command("/minutes", wait=0)
    return WebhookClient(kept[0])


def test_a_response_url_works_five_times(ws, bot):
    url = response_url(ws, bot)
    statuses = [url.send(text=f"{n}").status_code for n in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 404]


def test_a_response_url_works_for_30_minutes(ws, bot, clock):
    url = response_url(ws, bot)
    clock.advance(30 * 60 - 5)
    assert url.send(text="まだ").status_code == 200
    clock.advance(6)
    late = url.send(text="もう")
    assert (late.status_code, late.body) == (404, '{"ok": false, "error": "expired_url"}')


def test_bad_blocks_in_a_response_are_a_400(ws, bot):
    answer = response_url(ws, bot).send(text="あ", blocks=[{"type": "nonsense"}])
    assert answer.status_code == 400


def test_a_response_replaces_and_deletes_the_original(ws, bot):
    url = response_url(ws, bot)
    url.send(text="検索しています…")
    url.send(text="17件", replace_original=True)
    assert [m.words for m in ws.messages("C_FUKUSHI")] == ["17件"]
    url.send(text="", delete_original=True)
    assert ws.messages("C_FUKUSHI") == []


def test_a_public_message_is_changed_through_its_button(ws, bot, client, button):
    client.chat_postMessage(channel="C_FUKUSHI", text="出欠", blocks=button())

    def answer(ack, respond, **_):
        ack()
        respond(text="締め切りました", replace_original=True)

    bot.action = answer
    ws.press(ws.messages("C_FUKUSHI", "U_SATO")[0], "share")
    assert [m.words for m in ws.messages("C_FUKUSHI", "U_TANAKA")] == ["締め切りました"]


def test_a_button_tells_where_it_was_pressed(ws, bot, client, button):
    heard = []
    bot.action = lambda ack, body, **_: (heard.append(body), ack())
    ts = client.chat_postMessage(channel="C_FUKUSHI", text="a", blocks=button("賛否 & <答>"))["ts"]
    ws.press(ws.messages("C_FUKUSHI")[0], "share", user="U_SATO", wait=0)
    [body] = heard
    assert body["user"]["id"] == "U_SATO"
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C_FUKUSHI",
        "is_ephemeral": False,
    }
    assert body["actions"][0]["value"] == "1"
    assert body["actions"][0]["text"]["text"] == "賛否 &amp; &lt;答&gt;"
    assert body["message"]["blocks"][0]["block_id"] == "row"


def test_an_ephemeral_button_does_not_carry_its_message(ws, bot, client, button):
    heard = []
    bot.action = lambda ack, body, **_: (heard.append(body), ack())
    to = {"channel": "C_FUKUSHI", "user": "U_SUZUKI"}
    client.chat_postEphemeral(**to, text="a", blocks=button())
    ws.press(ws.messages("C_FUKUSHI")[0], "share", wait=0)
    assert "message" not in heard[0]
    assert heard[0]["container"]["is_ephemeral"]


def test_only_what_is_on_screen_can_be_pressed(ws, bot, client, button):
    to = {"channel": "C_FUKUSHI", "user": "U_SUZUKI"}
    client.chat_postEphemeral(**to, text="a", blocks=button())
    [message] = ws.messages("C_FUKUSHI")
    with pytest.raises(Refused):
        ws.press(message, "nonsense")
    with pytest.raises(Refused):
        ws.press(message, "share", user="U_SATO")


def test_shortcuts_open_forms(ws, bot, form):
    def answer(ack, body, client, **_):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form())

    bot.shortcut = answer
    assert ws.shortcut("new_meeting").view.title == "発言を記録"
    said = ws.say("人手不足が課題")
    reply = ws.message_shortcut("record", said, user="U_SATO")
    assert reply.view.user == "U_SATO"
    payload = ws.deliveries[-1].payload
    assert (payload["type"], payload["message"]["text"]) == ("message_action", "人手不足が課題")


def test_a_trigger_is_good_once(ws, bot, form):
    errors = []

    def answer(ack, body, client, **_):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form())
        with pytest.raises(SlackApiError) as caught:
            client.views_open(trigger_id=body["trigger_id"], view=form())
        errors.append(caught.value.response["error"])

    bot.shortcut = answer
    ws.shortcut("new_meeting")
    assert ws.until(lambda: errors) == ["exchanged_trigger_id"]


def test_a_trigger_is_good_for_three_seconds(ws, bot, clock, form):
    errors = []

    def answer(ack, body, client, **_):
        ack()
        clock.advance(3.1)
        with pytest.raises(SlackApiError) as caught:
            client.views_open(trigger_id=body["trigger_id"], view=form())
        errors.append(caught.value.response["error"])

    bot.shortcut = answer
    ws.shortcut("new_meeting", wait=0)
    assert ws.until(lambda: errors) == ["expired_trigger_id"]


def test_choosing_in_a_message_tells_the_app_what(ws, bot, client):
    heard = []
    bot.action = lambda ack, payload, **_: (heard.append(payload), ack())
    words = {"n": "新しい順", "o": "古い順"}
    options = [{"text": {"type": "plain_text", "text": t}, "value": v} for v, t in words.items()]
    elements = [
        {"type": "static_select", "action_id": "order", "options": options},
        {"type": "overflow", "action_id": "more", "options": options},
        {"type": "datepicker", "action_id": "day"},
        {"type": "checkboxes", "action_id": "boxes", "options": options},
    ]
    blocks = [{"type": "actions", "block_id": "row", "elements": elements}]
    client.chat_postMessage(channel="C_FUKUSHI", text="a", blocks=blocks)
    [message] = ws.messages("C_FUKUSHI")
    ws.choose(message, "order", "古い順", wait=0)
    ws.choose(message, "more", "n", wait=0)
    ws.choose(message, "day", "2026-12-01", wait=0)
    ws.choose(message, "boxes", ["n", "o"], wait=0)
    with pytest.raises(Refused):
        ws.choose(message, "order", "ない順")
    assert [a.get("selected_option", {}).get("value") for a in heard[:2]] == ["o", "n"]
    assert heard[2]["selected_date"] == "2026-12-01"
    assert [o["value"] for o in heard[3]["selected_options"]] == ["n", "o"]
    state = ws.deliveries[-1].payload["state"]["values"]["row"]
    assert state["order"]["selected_option"]["value"] == "o"
