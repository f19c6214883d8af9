"""Events: what is told, how often, and how it is worded."""

from bot.workspace import Workspace


def subtypes(ws):
    return [d.payload["event"].get("subtype") for d in ws.events("message")]


def test_a_mention_comes_as_two_envelopes_with_different_ids(ws, bot):
    said = ws.say("@会議録 次回はいつ？ A&B <C>")
    ws.until(lambda: len(bot.heard) == 2)
    [mention], [message] = ws.events("app_mention"), ws.events("message")
    assert mention.payload["event_id"] != message.payload["event_id"]
    assert mention.payload["event"]["ts"] == message.payload["event"]["ts"] == said.ts
    assert message.payload["event"]["text"] == "<@U_KAIGIROKU> 次回はいつ？ A&amp;B &lt;C&gt;"
    assert message.payload["event"]["channel_type"] == "channel"


def test_the_first_delivery_has_attempt_zero(ws, bot):
    ws.say("こんにちは")
    ws.until(lambda: bot.heard)
    assert [d.attempt for d in ws.events("message")] == [0]


def test_an_event_whose_ack_was_lost_comes_again(ws, bot, clock):
    ws.lose_next_ack()
    ws.say("大切な発言")
    ws.until(lambda: bot.heard)
    clock.advance(3.1)
    ws.until(lambda: len(bot.heard) == 2)
    first, second = ws.events("message")
    assert (first.attempt, second.attempt) == (0, 1)
    assert first.payload["event_id"] == second.payload["event_id"]


def test_an_event_can_be_sent_again_by_hand(ws, bot):
    ws.say("もう一度")
    ws.until(lambda: bot.heard)
    [first] = ws.events("message")
    assert ws.redeliver(first).acked
    ws.until(lambda: len(bot.heard) == 2)
    assert [d.attempt for d in ws.events("message")] == [0, 1]


def test_editing_and_deleting_are_told(ws, bot):
    said = ws.say("人ざい")
    ws.edit(said, "人材")
    ws.delete(said)
    ws.until(lambda: len(bot.heard) == 3)
    assert subtypes(ws) == [None, "message_changed", "message_deleted"]
    changed, deleted = (d.payload["event"] for d in ws.events("message")[1:])
    assert changed["message"]["text"] == "人材"
    assert changed["previous_message"]["text"] == "人ざい"
    assert deleted["deleted_ts"] == said.ts


def test_a_reply_names_its_parent(ws, bot):
    parent = ws.say("議題1", user="U_SATO")
    ws.say("意見です", thread=parent)
    ws.until(lambda: len(bot.heard) == 2)
    event = ws.events("message")[1].payload["event"]
    assert (event["thread_ts"], event["parent_user_id"]) == (parent.ts, "U_SATO")


def test_reactions_and_joining_are_told(ws, bot):
    ws.react(ws.say("案"), "memo", user="U_SATO")
    ws.join("C_FUKUSHI", user="U_YAMAMOTO")
    ws.until(lambda: len(bot.heard) == 3)
    reaction = ws.events("reaction_added")[0].payload["event"]
    assert (reaction["user"], reaction["reaction"], reaction["item_user"]) == (
        "U_SATO",
        "memo",
        "U_SUZUKI",
    )
    assert ws.events("member_joined_channel")[0].payload["event"]["user"] == "U_YAMAMOTO"


def test_nothing_is_told_from_where_the_bot_is_not(ws, bot):
    ws.say("庁内の話", channel="C_RENRAKU")
    ws.say("ここは聞こえる")
    ws.until(lambda: bot.heard)
    assert [d.payload["event"]["channel"] for d in ws.events("message")] == ["C_FUKUSHI"]


def test_direct_messages_are_told_as_such(ws, bot):
    ws.say("次の会議は？", channel=ws.dm())
    ws.until(lambda: bot.heard)
    assert ws.events("message")[0].payload["event"]["channel_type"] == "im"


def test_an_event_without_its_scope_is_not_sent():
    subscribed = {"event_subscriptions": {"bot_events": ["message.channels", "app_mention"]}}
    scopes = {"scopes": {"bot": ["chat:write"]}}
    manifest = {"settings": subscribed, "oauth_config": scopes}
    with Workspace(manifest=manifest).running() as ws:
        ws.say("@会議録 聞こえますか")
        assert ws.deliveries == []
