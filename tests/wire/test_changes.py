"""Histories and 新旧対照表 over the wire: table, pages and files, and nobody else's."""

import io

import docx
import pytest

from store import remarks
from store.db import open_store
from store.history import By
from store.viewers import OPERATOR
from tests.cast import CLERK, NOW, OUTSIDER

YOUNG = "若い世代に声を掛けたい。"
NEW = "若い世代にも声を掛けたい。"


@pytest.fixture(scope="module")
def remark_id(office) -> int:
    """A remark of the open meeting, corrected by the clerk."""
    store = open_store(office.database)
    with store.writing() as db:
        [found] = db.conn.execute(
            """select min(r.id) from remarks r join blocks b on b.id = r.block_id
            join meetings m on m.id = b.meeting_id
            where m.disclosure = 'open' and r.body in (?, ?)""",
            (YOUNG, NEW),
        ).fetchone()
        remark = remarks.get(db, found, OPERATOR)
        remarks.edit(db, found, NEW, remark.version, By(f"slack:{CLERK}", NOW))
    yield found
    with store.writing() as db:  # as the other stories know it
        version = remarks.get(db, found, OPERATOR).version
        remarks.edit(db, found, YOUNG, version, By(f"slack:{CLERK}", NOW))
    store.close()


def test_a_history_is_told_to_whoever_may_see_the_remark(slack, remark_id):
    for user in (CLERK, OUTSIDER):
        reply = slack.command("/minutes", f"history {remark_id}", user=user, wait=5).message
        assert reply.ephemeral
        assert "本文を直しました" in reply.words
        assert "取り込みました" in reply.words


def test_the_table_and_its_file_go_to_the_one_who_asked(slack, remark_id):
    table = slack.command("/minutes", "changes 令和7年度第2回", user=CLERK, wait=5).message
    assert table.ephemeral
    assert "1か所が変わっています" in table.words
    slack.press(table, "changes.word", wait=5)
    slack.until(lambda: _files(slack, CLERK))
    [file] = _files(slack, CLERK)
    assert file["name"] == "新旧対照表_霧浜市地域福祉懇話会_令和7年度第2回.docx"
    [written] = docx.Document(io.BytesIO(slack.file(file["id"]))).tables
    assert [cell.text for cell in written.rows[1].cells] == ["2(1) 参加者", YOUNG, NEW, ""]
    assert _files(slack, OUTSIDER) == []


def test_nothing_the_bot_said_was_refused_by_slack(slack, remark_id):
    for typed in ("changes 1", "新旧 1 先週から", "history 9999", "履歴", "changes 令和7年度第3回"):
        assert slack.command("/minutes", typed, user=OUTSIDER, wait=5).acked
    assert slack.troubles == []
    assert [call for call in slack.calls if getattr(call, "error", None)] == []


def _files(slack, user: str) -> list[dict]:
    messages = slack.messages(user.replace("U_", "D_"), user)
    return [file for m in messages for file in m.files if file["name"].endswith(".docx")]
