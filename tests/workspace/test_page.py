"""The page: who may ask for it, and how it draws and acts in a real browser."""

import json
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect


def status(url, *, body=None, **headers):
    data = None if body is None else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, named)) as response:
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


SAY = {"act": "say", "user": "U_SUZUKI", "channel": "C_FUKUSHI", "text": "あ"}
JSON = "application/json"


def test_only_the_page_itself_may_act(ws):
    origin = ws.url.rstrip("/")
    act = f"{ws.url}page/act"
    assert status(act, body=SAY, Origin=origin, Content_Type=JSON) == 200
    assert status(act, body=SAY, Content_Type=JSON) == 403
    assert status(act, body=SAY, Origin="http://evil.example", Content_Type=JSON) == 403
    assert status(act, body=SAY, Origin=origin, Content_Type="text/plain") == 403
    assert len(ws.messages("C_FUKUSHI")) == 1


@pytest.mark.parametrize("path", ["", "page/page.js", "page/stream?user=U_SUZUKI", "api/api.test"])
def test_another_host_name_is_refused(ws, path):
    assert status(ws.url + path, Host="rebound.example") == 403


def test_localhost_is_the_same_place(ws):
    assert status(ws.url, Host=f"localhost:{ws.port}") == 200


def test_only_listed_acts_are_done(ws):
    origin = ws.url.rstrip("/")
    body = SAY | {"act": "reset"}
    assert status(f"{ws.url}page/act", body=body, Origin=origin, Content_Type=JSON) == 403


def test_files_outside_the_page_are_not_served(ws):
    assert status(f"{ws.url}page/..%2fserver.py") == 404
    assert status(f"{ws.url}page/__init__.py") == 404


@pytest.fixture(scope="module")
def tab(chromium):
    opened = chromium.new_page(viewport={"width": 1280, "height": 860}, locale="ja-JP")
    yield opened
    opened.close()


@pytest.fixture
def page(tab, ws, bot):
    faults = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.goto(f"{ws.url}#/U_SUZUKI/C_FUKUSHI")
    expect(tab.get_by_test_id("connection")).to_have_text("アプリ接続中（2）")
    yield tab
    tab.goto("about:blank")
    assert faults == []


def write(page, text):
    box = page.get_by_role("textbox", name="メッセージを入力")
    box.fill(text)
    box.press("Enter")
    return box


def test_a_command_is_completed_and_answered(page, ws, bot):
    def answer(ack, payload, respond, **_):
        ack()
        respond(text=f"*{payload['text']}* の結果 <b>&amp;</b>")

    bot.command = answer
    box = page.get_by_role("textbox", name="メッセージを入力")
    box.press_sequentially("/mi")
    expect(page.get_by_test_id("completions").get_by_role("option")).to_contain_text("/minutes")
    box.press("Enter")
    expect(page.get_by_test_id("command-hint")).to_contain_text("search 言葉")
    box.press_sequentially("人材")
    box.press("Enter")
    message = page.get_by_test_id("message").last
    expect(message).to_contain_text("あなただけに表示されています")
    expect(message.get_by_test_id("message-text")).to_have_text("人材 の結果 <b>&</b>")
    expect(message.locator("strong", has_text="人材")).to_have_count(1)


def test_html_from_people_stays_text(page, ws):
    ws.say("<img src=x onerror=alert(1)> & <script>alert(2)</script>", user="U_SATO")
    text = page.get_by_test_id("message-text").last
    expect(text).to_have_text("<img src=x onerror=alert(1)> & <script>alert(2)</script>")
    assert page.locator("#list img, #list script").count() == 0


def test_a_form_shows_its_errors_and_closes_when_done(page, ws, bot, form):
    def open_form(ack, body, client, **_):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form())

    def take(ack, payload, **_):
        written = payload["state"]["values"]["body"]["text"]["value"]
        if len(written) < 3:
            ack(response_action="errors", errors={"body": "3文字以上で書いてください。"})
        else:
            ack()

    bot.shortcut, bot.view = open_form, take
    page.get_by_role("button", name="ショートカット").click()
    page.get_by_role("menuitem", name="会議を登録").click()
    modal = page.get_by_role("dialog", name="発言を記録")
    modal.get_by_role("button", name="登録する").click()
    expect(page.get_by_test_id("field-error")).to_have_text("この項目は入力が必要です。")
    modal.get_by_label("発言").fill("短")
    modal.get_by_role("button", name="登録する").click()
    expect(page.get_by_test_id("field-error")).to_have_text("3文字以上で書いてください。")
    modal.get_by_label("発言").fill("人手不足が課題")
    modal.get_by_role("button", name="登録する").click()
    expect(modal).to_have_count(0)


def test_a_button_asks_before_it_acts(page, ws, bot, client, button):
    heard = []
    bot.action = lambda ack, payload, **_: (heard.append(payload["value"]), ack())
    words = {
        "title": "共有しますか",
        "text": "全員に見えます",
        "confirm": "共有する",
        "deny": "やめる",
    }
    confirm = {name: {"type": "plain_text", "text": text} for name, text in words.items()}
    blocks = button("チャンネルに共有")
    blocks[0]["elements"][0]["confirm"] = confirm
    client.chat_postMessage(channel="C_FUKUSHI", text="a", blocks=blocks)
    page.get_by_role("button", name="チャンネルに共有").click()
    page.get_by_test_id("confirm-deny").click()
    page.get_by_role("button", name="チャンネルに共有").click()
    page.get_by_test_id("confirm-ok").click()
    expect(page.get_by_test_id("confirm")).to_have_count(0)
    assert ws.until(lambda: heard) == ["1"]


def test_threads_open_beside_and_refuse_commands(page, ws):
    ws.say("議題1", user="U_SATO")
    page.get_by_test_id("message").hover()
    page.get_by_role("button", name="スレッドで返信する").click()
    reply = page.get_by_role("textbox", name="スレッドに返信")
    reply.fill("賛成です")
    reply.press("Enter")
    expect(page.get_by_test_id("thread").get_by_test_id("message")).to_have_count(2)
    reply.fill("/minutes")
    reply.press("Enter")
    expect(page.get_by_test_id("toast")).to_contain_text("スレッドでは使えません")


def test_people_see_only_what_is_theirs(page, ws, client):
    client.chat_postEphemeral(channel="C_FUKUSHI", user="U_SUZUKI", text="鈴木さんへ")
    expect(page.get_by_text("鈴木さんへ")).to_have_count(1)
    page.get_by_test_id("me").click()
    page.get_by_role("menuitem", name="佐藤").click()
    expect(page.get_by_test_id("me")).to_contain_text("佐藤")
    expect(page.get_by_text("鈴木さんへ")).to_have_count(0)


def test_the_home_tab_is_drawn_and_unknown_blocks_are_said(page, ws, client):
    video = {
        "type": "video",
        "alt_text": "動画",
        "title": {"type": "plain_text", "text": "動画"},
        "thumbnail_url": "https://example.lg.jp/t.png",
        "video_url": "https://example.lg.jp/v",
    }
    header = {"type": "header", "text": {"type": "plain_text", "text": "次の会議"}}
    client.views_publish(user_id="U_SUZUKI", view={"type": "home", "blocks": [header, video]})
    page.get_by_role("link", name="アプリのホーム").click()
    expect(page.get_by_test_id("home").get_by_role("heading")).to_have_text("次の会議")
    expect(page.get_by_test_id("unknown")).to_have_text("[video は表示できません]")


def test_a_late_app_is_told_of_in_japanese(page, bot, clock):
    bot.command = lambda ack, **_: (clock.advance(3.1), ack())
    write(page, "/minutes search")
    expect(page.get_by_test_id("message").last).to_contain_text("時間内に完了しませんでした")


def test_a_button_without_an_answer_says_so(page, bot, client, button, clock):
    bot.action = lambda ack, **_: (clock.advance(3.1), ack())
    client.chat_postMessage(channel="C_FUKUSHI", text="a", blocks=button())
    page.get_by_role("button", name="共有").click()
    expect(page.get_by_test_id("message-trouble")).to_contain_text("時間内に完了しませんでした")
