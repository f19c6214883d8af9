"""What was changed in minutes since they were imported or recorded, and the past of a remark."""

from datetime import UTC, date, datetime, timedelta

import pytest

from store import (
    changes,
    councils,
    exchange,
    live,
    meetings,
    minutes,
    passages,
    real_names,
    remarks,
)
from store.errors import Refused
from store.history import By
from store.viewers import OPERATOR, Viewer
from tests.cast import BY, CLERK, CLOSED, MINUTES, NOW, OUTSIDER, keep

OURS, PUBLIC = Viewer(CLERK), Viewer(OUTSIDER)
YOUNG = "若い世代に声を掛けたい。"
SHORT = "担い手が足りない。人手不足が課題である。"
OFFICE = "人材の育成は大きな課題であり、講座を秋に開く。"


@pytest.fixture
def meeting(store, tmp_path):
    meeting_id = keep(store, tmp_path, MINUTES)
    with store.writing() as db:
        councils.appoint(db, 1, CLERK, BY)
    return meeting_id


def by(days=0):
    return By(f"slack:{CLERK}", NOW + timedelta(days=days))


def find(db, body):
    [row] = db.conn.execute("select id from remarks where body = ?", (body,))
    return row[0]


def edit(store, old, new, days=0):
    with store.writing() as db:
        remark = remarks.get(db, find(db, old), OPERATOR)
        remarks.edit(db, remark.id, new, remark.version, by(days))


def item(db, meeting_id, number):
    [found] = [one.id for one in minutes.agenda(db, meeting_id).values() if one.number == number]
    return found


def rows(store, meeting_id, viewer=OURS, since=None):
    """The changes as (item, label or kind, before, after, notes)."""
    with store.reading() as db:
        compared = changes.compare(db, meeting_id, viewer, since)
    told = []
    for row in compared.rows:
        placed = row.after or row.before
        before, after = row.before and row.before.body, row.after and row.after.body
        told.append((placed.agenda[:4], row.kind or placed.label, before, after, row.notes))
    return told


def test_minutes_as_they_were_imported_have_no_changes(store, meeting):
    assert rows(store, meeting) == []
    with store.reading() as db:
        compared = changes.compare(db, meeting, OURS)
    assert (compared.since.kind, compared.since.on) == ("imported", date(2026, 11, 23))
    assert compared.before == compared.after


def test_an_edited_remark_is_one_row_however_often(store, meeting):
    edit(store, YOUNG, "若い人に声を掛けたい。")
    edit(store, "若い人に声を掛けたい。", "若い人にも声を掛けたい。")
    assert rows(store, meeting) == [("2(1)", "参加者", YOUNG, "若い人にも声を掛けたい。", ())]
    edit(store, "若い人にも声を掛けたい。", YOUNG)
    assert rows(store, meeting) == []


def test_only_what_was_changed_since_a_day_is_told(store, meeting):
    edit(store, YOUNG, "若い人に声を掛けたい。")
    edit(store, "若い人に声を掛けたい。", "若い人を誘いたい。", days=8)
    edit(store, OFFICE, "講座を秋に開く。", days=8)
    # 12/1 begins in Japan at 15:00 of the day before, UTC.
    assert rows(store, meeting, since=date(2026, 12, 1)) == [
        ("2(1)", "参加者", "若い人に声を掛けたい。", "若い人を誘いたい。", ()),
        ("2(1)", "事務局", OFFICE, "講座を秋に開く。", ()),
    ]
    assert rows(store, meeting, since=date(2026, 12, 2)) == []


def test_a_day_begins_at_midnight_in_japan(store, meeting):
    with store.writing() as db:
        for minute, body in ((59, "一つ目。"), (60, "二つ目。")):
            at = datetime(2026, 11, 30, 14, 0, tzinfo=UTC) + timedelta(minutes=minute)
            remark = remarks.get(db, find(db, YOUNG if minute == 59 else OFFICE), OPERATOR)
            remarks.edit(db, remark.id, body, remark.version, By("slack:U", at))
    assert rows(store, meeting, since=date(2026, 12, 1)) == [
        ("2(1)", "事務局", OFFICE, "二つ目。", ())
    ]


def test_label_and_item_changes_are_told_beside_the_same_words(store, meeting):
    with store.writing() as db:
        remarks.change_speaker(db, [find(db, OFFICE)], "福祉課長", "block", by())
        remarks.move(db, [find(db, YOUNG)], item(db, meeting, "3"), by())
    told = rows(store, meeting)
    assert ("2(1)", "福祉課長", OFFICE, OFFICE, ("relabelled",)) in told
    assert ("3 その", "参加者", YOUNG, YOUNG, ("moved",)) in told
    assert len(told) == 2


def test_another_person_of_the_same_label_is_a_change_too(store, meeting):
    with store.writing() as db:
        remarks.change_speaker(db, [find(db, YOUNG)], "参加者", "onward", by())
    assert rows(store, meeting) == [("2(1)", "参加者", YOUNG, YOUNG, ("regrouped",))]


def test_a_split_and_a_joined_remark(store, meeting):
    with store.writing() as db:
        remarks.split(db, find(db, SHORT), ["担い手が足りない。", "人手不足が課題である。"], by())
    assert rows(store, meeting) == [
        ("2(1)", "参加者", SHORT, "担い手が足りない。", ("split",)),
        ("2(1)", "参加者", None, "人手不足が課題である。", ("split",)),
    ]
    with store.writing() as db:
        remarks.join_previous(db, find(db, "人手不足が課題である。"), by())
    assert rows(store, meeting) == []
    with store.writing() as db:
        remarks.join_previous(db, find(db, YOUNG), by())
    assert rows(store, meeting) == [
        ("2(1)", "参加者", SHORT, SHORT + YOUNG, ("split", "joined")),
        ("2(1)", "参加者", YOUNG, None, ("joined",)),
    ]


def test_what_was_taken_out_is_told_to_the_secretariat_only(store, meeting):
    with store.writing() as db:
        remarks.withdraw(db, find(db, YOUNG), by())
    assert rows(store, meeting) == [("2(1)", "参加者", YOUNG, None, ("withdrawn",))]
    assert rows(store, meeting, PUBLIC) == []
    with store.writing() as db:
        remarks.restore(db, find(db, YOUNG), by())
    assert rows(store, meeting) == []


def test_what_was_added_and_taken_out_again_never_was(store, meeting):
    with store.writing() as db:
        passage_id = passages.add(db, meeting, 1_000, "decision", "会長案を了承する", by())
    assert rows(store, meeting) == [("4 閉会", "decision", None, "会長案を了承する", ("added",))]
    with store.writing() as db:
        passages.withdraw(db, passage_id, by(1))
    assert rows(store, meeting) == []
    assert rows(store, meeting, since=date(2026, 11, 24)) == [
        ("4 閉会", "decision", "会長案を了承する", None, ("withdrawn",))
    ]


def test_a_second_import_is_compared_with_the_first(store, meeting, tmp_path):
    path = tmp_path / "again.txt"
    path.write_text(MINUTES.replace("若い世代", "若い人").replace("第1会議室", "大会議室"))
    assert exchange.import_file(store, path, BY, choice="replace").result == "replaced"
    assert rows(store, meeting) == [("2(1)", "参加者", YOUNG, "若い人に声を掛けたい。", ())]
    with store.reading() as db:
        compared = changes.compare(db, meeting, OURS)
    assert (compared.before.venue, compared.after.venue) == (
        "霧浜市民会館 第1会議室",
        "霧浜市民会館 大会議室",
    )


def test_a_recorded_meeting_is_compared_with_its_close(store, fukushi):
    with store.writing() as db:
        meeting_id = live.begin(db, fukushi.id, "C", By("slack:U", NOW))
        position = 1_000
        passage_id = passages.add(db, meeting_id, position, "task", "集計", By("slack:U", NOW))
    with pytest.raises(Refused, match="まだ閉会していない"), store.reading() as db:
        changes.compare(db, meeting_id, OURS)
    with store.writing() as db:
        live.end(db, meeting_id, By("slack:U", NOW + timedelta(hours=1)))
    assert rows(store, meeting_id, OPERATOR) == []
    with store.writing() as db:
        passages.edit(db, passage_id, "資料の集計", By("slack:U", NOW + timedelta(hours=2)))
    assert [row[2:] for row in rows(store, meeting_id, OPERATOR)] == [("集計", "資料の集計", ())]
    with store.reading() as db:
        assert changes.compare(db, meeting_id, OPERATOR).since.kind == "closed"


def test_changes_of_a_closed_meeting_are_for_its_secretariat(store, meeting, tmp_path):
    closed = keep(store, tmp_path, CLOSED)
    assert rows(store, closed) == []
    for ask in (changes.compare, changes.of_remark):
        with pytest.raises(Refused), store.reading() as db:
            [first] = db.conn.execute(
                """select min(r.id) from remarks r join blocks b on b.id = r.block_id
                where b.meeting_id = ?""",
                (closed,),
            ).fetchone()
            ask(db, closed if ask is changes.compare else first, PUBLIC)


def test_the_past_of_a_remark_has_each_deed_with_the_hand_it_was(store, meeting):
    edit(store, YOUNG, "若い人に声を掛けたい。")
    with store.writing() as db:
        remark_id = find(db, "若い人に声を掛けたい。")
        real_names.note(db, remark_id, "浅野和子", by())
    with store.reading() as db:
        ours = changes.of_remark(db, remark_id, OURS)
        theirs = changes.of_remark(db, remark_id, PUBLIC)
    assert [(one.actor, one.deed) for one in ours.events] == [
        ("cli:suzuki", "added"),
        ("slack:U_SUZUKI", "edited"),
        ("slack:U_SUZUKI", "named"),
    ]
    assert [one.deed for one in theirs.events] == ["added", "edited"]
    assert "浅野" not in str(ours.events)
    assert ours.events[1].before == {"body": YOUNG}
    assert ours.agenda
    assert ours.agenda.name == "2(1) 見守り活動について"


def test_a_withdrawn_remark_has_a_past_for_the_secretariat_only(store, meeting):
    with store.writing() as db:
        remark_id = find(db, YOUNG)
        remarks.withdraw(db, remark_id, by())
    with store.reading() as db:
        assert changes.of_remark(db, remark_id, OURS).events[-1].deed == "withdrawn"
        with pytest.raises(Refused, match="その発言は見つかりません"):
            changes.of_remark(db, remark_id, PUBLIC)


def test_a_meeting_without_a_day_asks_for_one(store, fukushi):
    with store.writing() as db:
        db.conn.execute(
            "insert into meetings (council_id, title, created_at) values (?, '第1回', ?)",
            (fukushi.id, BY.stamp),
        )
        [found] = meetings.recent(db, OPERATOR)
    with pytest.raises(Refused, match="日を書いてください"), store.reading() as db:
        changes.compare(db, found.id, OPERATOR)
    assert rows(store, found.id, OPERATOR, since=date(2026, 11, 1)) == []
