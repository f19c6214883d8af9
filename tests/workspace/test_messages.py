"""Posting, editing, deleting, ephemerals, history, threads, reactions, scheduling."""

import pytest
from slack_sdk.errors import SlackApiError


def refusal(call, *args, **kwargs):
    with pytest.raises(SlackApiError) as caught:
        call(*args, **kwargs)
    return caught.value.response["error"]


def test_a_post_is_seen_by_everybody_in_the_channel(ws, client):
    client.chat_postMessage(channel="C_FUKUSHI", text="会議は12月1日です")
    for viewer in ("U_SUZUKI", "U_TANAKA"):
        [message] = ws.messages("C_FUKUSHI", viewer)
        assert message.words == "会議は12月1日です"


def test_the_bot_cannot_write_where_it_is_not(client):
    assert refusal(client.chat_postMessage, channel="C_RENRAKU", text="あ") == "not_in_channel"
    assert refusal(client.chat_postMessage, channel="C_NAI", text="あ") == "channel_not_found"


def test_an_invited_bot_can_write(ws, client):
    ws.join("C_RENRAKU", inviter="U_SUZUKI")
    assert client.chat_postMessage(channel="C_RENRAKU", text="あ")["ok"]


def test_a_message_to_a_person_is_a_direct_message(ws, client):
    posted = client.chat_postMessage(channel="U_SATO", text="催促です")
    assert posted["channel"] == "D_SATO"
    assert [m.words for m in ws.messages("D_SATO", "U_SATO")] == ["催促です"]
    assert ws.messages("D_SATO", "U_SUZUKI") == []


def test_an_empty_message_is_refused(client):
    nothing = {"channel": "C_FUKUSHI", "text": ""}
    assert refusal(client.api_call, "chat.postMessage", json=nothing) == "no_text"


def test_an_ephemeral_is_for_one_person_and_kept_nowhere(ws, client):
    ts = client.chat_postEphemeral(channel="C_FUKUSHI", user="U_SUZUKI", text="秘密")["message_ts"]
    [seen] = ws.messages("C_FUKUSHI", "U_SUZUKI")
    assert seen.ephemeral
    assert ws.messages("C_FUKUSHI", "U_SATO") == []
    assert client.conversations_history(channel="C_FUKUSHI")["messages"] == []
    update = {"channel": "C_FUKUSHI", "ts": ts, "text": "別"}
    assert refusal(client.chat_update, **update) == "message_not_found"


def test_an_ephemeral_needs_its_reader_in_the_channel(client):
    call = {"channel": "C_FUKUSHI", "user": "U_YAMAMOTO", "text": "あ"}
    assert refusal(client.chat_postEphemeral, **call) == "user_not_in_channel"


def test_an_ephemeral_can_stand_in_a_thread(ws, client):
    asked = ws.say("質問です")
    call = {"channel": "C_FUKUSHI", "user": "U_SUZUKI", "text": "答え"}
    client.chat_postEphemeral(**call, thread_ts=asked.ts)
    assert [m.words for m in ws.thread(asked)] == ["質問です", "答え"]
    assert len(client.conversations_replies(channel="C_FUKUSHI", ts=asked.ts)["messages"]) == 1


def test_only_its_own_messages_can_be_changed(ws, client):
    said = ws.say("私の発言")
    own = client.chat_postMessage(channel="C_FUKUSHI", text="古い")["ts"]
    client.chat_update(channel="C_FUKUSHI", ts=own, text="新しい")
    assert [m.words for m in ws.messages("C_FUKUSHI")] == ["私の発言", "新しい"]
    theirs = {"channel": "C_FUKUSHI", "ts": said.ts}
    assert refusal(client.chat_update, **theirs, text="改ざん") == "cant_update_message"
    assert refusal(client.chat_delete, **theirs) == "cant_delete_message"
    client.chat_delete(channel="C_FUKUSHI", ts=own)
    assert [m.words for m in ws.messages("C_FUKUSHI")] == ["私の発言"]


def test_metadata_comes_back_only_when_asked_for(client):
    metadata = {"event_type": "reminder", "event_payload": {"id": 7}}
    client.chat_postMessage(channel="C_FUKUSHI", text="あ", metadata=metadata)
    [without] = client.conversations_history(channel="C_FUKUSHI")["messages"]
    found = client.conversations_history(channel="C_FUKUSHI", include_all_metadata=True)
    assert "metadata" not in without
    assert found["messages"][0]["metadata"] == metadata


def test_history_has_parents_newest_first_and_pages(client):
    first = client.chat_postMessage(channel="C_FUKUSHI", text="一")["ts"]
    client.chat_postMessage(channel="C_FUKUSHI", text="二")
    client.chat_postMessage(channel="C_FUKUSHI", text="返事", thread_ts=first)
    page = client.conversations_history(channel="C_FUKUSHI", limit=1)
    rest = client.conversations_history(
        channel="C_FUKUSHI", cursor=page["response_metadata"]["next_cursor"]
    )
    assert [m["text"] for m in page["messages"]] == ["二"]
    assert [(m["text"], m["reply_count"]) for m in rest["messages"]] == [("一", 1)]
    thread = client.conversations_replies(channel="C_FUKUSHI", ts=first)["messages"]
    assert [m["text"] for m in thread] == ["一", "返事"]


def test_history_of_a_channel_the_bot_is_not_in(client):
    assert refusal(client.conversations_history, channel="C_RENRAKU") == "not_in_channel"


def test_text_comes_back_escaped_and_tokens_stay_alive(client):
    client.chat_postMessage(channel="C_FUKUSHI", text="A & B <C> <@U_SATO> &lt;済&gt;")
    [message] = client.conversations_history(channel="C_FUKUSHI")["messages"]
    assert message["text"] == "A &amp; B &lt;C&gt; <@U_SATO> &lt;済&gt;"


def test_reactions_are_added_once(ws, client):
    said = ws.say("よい案です")
    at = {"channel": "C_FUKUSHI", "timestamp": said.ts, "name": "memo"}
    client.reactions_add(**at)
    assert ws.messages("C_FUKUSHI")[0].reactions == {"memo": ["U_KAIGIROKU"]}
    assert refusal(client.reactions_add, **at) == "already_reacted"
    client.reactions_remove(**at)
    assert refusal(client.reactions_remove, **at) == "no_reaction"


def test_a_scheduled_message_is_posted_in_time(ws, client, clock):
    post_at = int(clock()) + 3600
    client.chat_scheduleMessage(channel="C_FUKUSHI", text="開会です", post_at=post_at)
    assert ws.messages("C_FUKUSHI") == []
    clock.advance(3601)
    ws.until(lambda: [m.words for m in ws.messages("C_FUKUSHI")] == ["開会です"])


def test_scheduling_has_its_limits(client, clock):
    base = {"channel": "C_FUKUSHI", "text": "あ"}
    past, far = int(clock()) - 10, int(clock()) + 121 * 86400
    assert refusal(client.chat_scheduleMessage, **base, post_at=past) == "time_in_past"
    assert refusal(client.chat_scheduleMessage, **base, post_at=far) == "time_too_far"
    soon = client.chat_scheduleMessage(**base, post_at=int(clock()) + 50)["scheduled_message_id"]
    deleting = {"channel": "C_FUKUSHI", "scheduled_message_id": soon}
    error = refusal(client.chat_deleteScheduledMessage, **deleting)
    assert error == "invalid_scheduled_message_id"
    assert len(client.chat_scheduledMessages_list()["scheduled_messages"]) == 1


def test_a_permalink_points_into_the_page(ws, client):
    said = ws.say("あ")
    link = client.chat_getPermalink(channel="C_FUKUSHI", message_ts=said.ts)["permalink"]
    assert link == f"{ws.url}archives/C_FUKUSHI/p{said.ts.replace('.', '')}"


def test_an_uploaded_file_arrives_whole(ws, client):
    content = "会議録 第3回\n".encode()
    client.files_upload_v2(
        channel="C_FUKUSHI",
        content=content,
        filename="会議録.txt",
        title="第3回",
        initial_comment="どうぞ",
    )
    [message] = ws.messages("C_FUKUSHI")
    [file] = message.files
    assert (message.words, file["title"], file["size"]) == ("どうぞ", "第3回", len(content))
    assert ws.file(file["id"]) == content
    assert client.files_info(file=file["id"])["file"]["name"] == "会議録.txt"
