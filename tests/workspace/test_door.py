"""The Web API's front door: tokens, scopes, unknown methods."""

import json
import urllib.request

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace import Workspace

MINIMAL = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}


def refusal(call, *args, **kwargs):
    with pytest.raises(SlackApiError) as caught:
        call(*args, **kwargs)
    return caught.value.response["error"]


def test_the_bot_knows_who_it_is(client):
    who = client.auth_test()
    assert (who["user_id"], who["bot_id"], who["team"]) == (
        "U_KAIGIROKU",
        "B_KAIGIROKU",
        "練習用ワークスペース",
    )


def test_a_call_without_a_token_is_not_authed(ws):
    assert refusal(WebClient(base_url=ws.api_url).auth_test) == "not_authed"


def test_a_wrong_token_is_invalid(ws):
    assert refusal(WebClient("xoxb-wrong", base_url=ws.api_url).auth_test) == "invalid_auth"


def test_the_app_token_opens_connections_and_nothing_else(ws, client):
    app = WebClient(ws.app_token, base_url=ws.api_url)
    assert app.apps_connections_open(app_token=ws.app_token)["url"].startswith("ws://127.0.0.1:")
    assert refusal(app.auth_test) == "not_allowed_token_type"
    assert refusal(client.api_call, "apps.connections.open") == "not_allowed_token_type"


def test_an_unknown_method_is_never_silently_ok(client):
    assert refusal(client.api_call, "canvases.create") == "unknown_method"


def test_a_scope_missing_from_the_manifest_is_named():
    with Workspace(manifest=MINIMAL).running() as ws:
        client = WebClient(ws.bot_token, base_url=ws.api_url)
        with pytest.raises(SlackApiError) as caught:
            client.users_info(user="U_SUZUKI")
    answer = caught.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "users:read",
        "chat:write",
    )


def test_reading_direct_messages_needs_their_own_scope():
    manifest = {"oauth_config": {"scopes": {"bot": ["channels:history"]}}}
    with Workspace(manifest=manifest).running() as ws:
        client = WebClient(ws.bot_token, base_url=ws.api_url)
        assert client.conversations_history(channel="C_FUKUSHI")["messages"] == []
        assert refusal(client.conversations_history, channel="D_SUZUKI") == "missing_scope"


def test_people_carry_what_the_bot_asks_for(client):
    user = client.users_info(user="U_SUZUKI", include_locale=True)["user"]
    assert (user["real_name"], user["tz"], user["locale"]) == ("鈴木", "Asia/Tokyo", "ja-JP")
    assert user["profile"]["title"] == "福祉課 主査"


def test_arguments_may_come_as_json_form_or_query(ws):
    bearer = {"Authorization": f"Bearer {ws.bot_token}"}
    ways = (
        (f"{ws.api_url}users.info?user=U_SATO", None, {}),
        (f"{ws.api_url}users.info", b"user=U_SATO", {}),
        (f"{ws.api_url}users.info", b'{"user":"U_SATO"}', {"Content-Type": "application/json"}),
    )
    for url, data, headers in ways:
        request = urllib.request.Request(url, data=data, headers=bearer | headers)
        with urllib.request.urlopen(request) as response:
            assert json.load(response)["user"]["real_name"] == "佐藤"


def test_every_call_is_remembered(ws, client):
    client.chat_postMessage(channel="C_FUKUSHI", text="お知らせ")
    [call] = ws.called("chat.postMessage")
    assert (call.args["text"], call.ok) == ("お知らせ", True)
