"""Bad days on demand."""

import http.client
import time
import urllib.error

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient

BROKEN = (urllib.error.URLError, ConnectionError, http.client.HTTPException, TimeoutError)


def post(client, text="あ"):
    return client.chat_postMessage(channel="C_FUKUSHI", text=text)


def words(ws):
    return [m.words for m in ws.messages("C_FUKUSHI")]


def test_a_rate_limit_says_when_to_come_back(ws, client):
    fault = ws.faults.next("chat.postMessage", status=429, retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        post(client)
    assert caught.value.response.headers["Retry-After"] == "7"
    assert fault.hits == 1
    assert words(ws) == []
    assert post(client)["ok"]


def test_a_patient_client_gets_through_a_rate_limit(ws):
    client = WebClient(ws.bot_token, base_url=ws.api_url)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    ws.faults.next("chat.postMessage", status=429, retry_after=0)
    post(client)
    assert [c.fault for c in ws.called("chat.postMessage")] == ["429", None]


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_error_has_no_effect(ws, client, status):
    ws.faults.next("chat.postMessage", status=status)
    with pytest.raises(SlackApiError) as caught:
        post(client)
    assert caught.value.response.status_code == status
    assert words(ws) == []


def test_an_error_by_name(ws, client):
    ws.faults.next("*", error="fatal_error", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="fatal_error"):
            client.auth_test()
    assert client.auth_test()["ok"]


def test_a_reset_before_the_effect_posts_nothing(ws, client):
    ws.faults.next("chat.postMessage", reset="before")
    with pytest.raises(BROKEN):
        post(client)
    assert words(ws) == []


def test_a_reset_after_the_effect_has_posted(ws, client):
    ws.faults.next("chat.postMessage", reset="after")
    with pytest.raises(BROKEN):
        post(client, "届いた")
    assert words(ws) == ["届いた"]


def test_the_usual_retry_after_a_reset_posts_twice(ws):
    ws.faults.next("chat.postMessage", reset="after")
    post(WebClient(ws.bot_token, base_url=ws.api_url), "二度")
    assert words(ws) == ["二度", "二度"]


def test_a_call_that_hangs_runs_into_the_clients_timeout(ws):
    ws.faults.next("chat.postMessage", hang=5)
    client = WebClient(ws.bot_token, base_url=ws.api_url, timeout=1, retry_handlers=[])
    begun = time.monotonic()
    with pytest.raises(BROKEN):
        post(client)
    assert time.monotonic() - begun < 3


def test_one_method_fails_and_others_do_not_and_skipping_counts(ws, client):
    ws.faults.next("chat.postMessage", status=500, skip=1)
    assert client.auth_test()["ok"]
    assert post(client)["ok"]
    with pytest.raises(SlackApiError):
        post(client)


def test_a_response_url_can_fail_too(ws, bot):
    kept = []
    bot.command = lambda ack, payload, **_: (kept.append(payload["response_url"]), ack())
    ws.command("/minutes", wait=0)
    ws.faults.next("response_url", status=500)
    url = WebhookClient(kept[0])
    assert [url.send(text="あ").status_code for _ in range(2)] == [500, 200]
