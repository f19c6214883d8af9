"""`/council members` over the wire: the list, the forms, and the file in one's own messages."""

import io
import json

import pytest
from openpyxl import load_workbook

from bot.demo import start_bot
from bot.workspace import Workspace
from store import members
from store.db import open_store
from store.members import NewMember
from tests.cast import BY, CHIEF, CLERK, OUTSIDER
from tests.office import ROOT, prepare

PHONE = "0987-65-4321"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A bot of its own: other stories count on the members the minutes name."""
    database = prepare(tmp_path_factory.mktemp("roster"))
    store = open_store(database)
    with store.writing() as db:
        for given, reading in (("一", "はじめ"), ("二", "つぎ"), ("三", "みつ")):
            wanted = NewMember(name=f"名簿 {given}", reading=f"めいぼ {reading}")
            kept = members.add(db, 1, wanted, BY)
            members.keep_contacts(db, kept.person_id, {"phone": PHONE}, BY)
    store.close()
    with Workspace(manifest=json.loads((ROOT / "manifest.json").read_text())).running() as slack:
        bot = start_bot(slack, database)
        slack.wait_connected(2, timeout=20)
        yield slack
        bot.terminate()
        assert bot.wait(15) == 0


@pytest.fixture
def slack(town) -> Workspace:
    town.reset()
    return town


def test_the_roster_is_shown_to_the_asker_alone(slack):
    shown = slack.command("/council", "members", user=OUTSIDER, channel="C_KOTSU")
    assert shown.message.ephemeral
    assert "名簿 二（めいぼ つぎ）" in shown.message.words
    assert PHONE not in shown.message.words
    controls = [control.text for control in shown.message.controls]
    assert controls == ["職員の一覧", "任期の終わった委員"]


def test_a_clerk_adds_a_member_and_sees_the_numbers_in_place(slack):
    first = slack.command("/council", "委員", user=CLERK).message
    slack.press(first, "members.add")
    slack.until(lambda: slack.views(CLERK))
    stays = slack.submit(slack.view(CLERK), {"name": "名簿 四", "term_from": "いつか"})
    assert "日付として読めません。" in str(stays.view.errors)
    filled = {"term_from": "令和8年4月1日", "reading": "めいぼ よつ", "phone": "0987-65-9999"}
    slack.submit(slack.view(CLERK), filled)
    assert "「名簿 四」さんを登録しました。" in slack.view(CLERK).words
    shown = slack.press(first, "members.list.contacts").message
    assert shown.ts == first.ts
    assert "名簿 四（めいぼ よつ）\n委員　任期 令和8年4月1日～\n電話 0987-65-9999" in shown.words


def test_a_member_opens_as_they_stand(slack):
    shown = slack.command("/council", "members", user=CLERK).message
    button = next(control for control in shown.controls if control.action_id == "members.edit")
    slack.press(shown, "members.edit", value=button.value)
    slack.until(lambda: slack.views(CLERK))
    form = slack.view(CLERK)
    assert form.values["phone"]["value"]["value"] == PHONE
    slack.submit(form, {"role": "会長", "deed": "change"})
    again = slack.command("/council", "members", user=CLERK).message
    assert "\n会長" in again.words


def test_rows_are_checked_first_and_taken_in_when_sent_again(slack):
    shown = slack.command("/council", "members", user=CLERK).message
    slack.press(shown, "members.take_in")
    slack.until(lambda: slack.views(CLERK))
    rows = "種別\t氏名\t部\t職\t発令日\n職員\t山根 進\t福祉部\t部長\tR8.4.1\n"
    slack.submit(slack.view(CLERK), {"rows": rows})
    assert "まだ取り込んでいません。" in slack.view(CLERK).words
    slack.submit(slack.view(CLERK))
    assert "1名を加えました。" in slack.view(CLERK).words
    officers = slack.press(shown, "members.list.officers").message
    assert "福祉部長 山根 進" in officers.words


def test_the_file_arrives_in_ones_own_messages(slack):
    shown = slack.command("/council", "members", user=CHIEF).message
    slack.press(shown, "members.excel")
    files = slack.until(
        lambda: [file for m in slack.messages("D_TAKAHASHI", CHIEF) for file in m.files]
    )
    sheet = load_workbook(io.BytesIO(slack.file(files[0]["id"]))).active
    cells = [value for row in sheet.values for value in row]
    assert "名簿 二" in cells
    assert PHONE not in cells
    assert [m for m in slack.messages("D_YAMAMOTO", OUTSIDER) if m.files] == []


def test_nothing_the_bot_said_was_refused_by_slack(slack):
    for typed in ("members", "members 職員", "委員", "members 宇宙"):
        for user in (CLERK, OUTSIDER):
            assert slack.command("/council", typed, user=user).acked
    assert slack.troubles == []
    assert [call for call in slack.calls if getattr(call, "error", None)] == []
