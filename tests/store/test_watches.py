"""Watches: fifty for a person, each query once; new remarks are found quickly, and told once."""

import time
from datetime import timedelta

import pytest

from handlers import watches as room
from store import exchange, history, outbox, remarks, search, watches
from store.errors import Refused
from store.history import By
from store.queries import Query, Word
from store.remarks import NewRemark
from store.viewers import OPERATOR
from tests.cast import BY, CLERK, MINUTES, NOW, OUTSIDER, keep


def watch(store, query, user=CLERK):
    with store.writing() as db:
        return watches.keep(db, user, query, query, BY)[0]


def look(store, now=NOW):
    room.notice_new(store, None, now)  # type: ignore[arg-type]  # it says nothing in Slack


def say(store, now=NOW):
    with store.writing() as db:
        letter = outbox.claim_due(db, now)
        assert letter is not None
        outbox.mark_sent(db, letter, "D_SUZUKI", "1.1")


def letters(store):
    with store.reading() as db:
        return [
            (key, due_at, watches.told_in(db, letter_id))
            for letter_id, key, due_at in db.conn.execute(
                "select id, key, due_at from outbox order by id"
            )
        ]


def bodies(store, remark_ids):
    with store.reading() as db:
        return [remarks.get(db, n, OPERATOR).body for n in remark_ids]


def record(store, meeting_id, body, at):
    """A remark written down in Slack while the meeting goes on."""
    with store.writing() as db:
        block_id, position = db.conn.execute(
            """select max(b.id), max(r.position) + 1 from blocks b join remarks r
            on r.block_id = b.id where b.meeting_id = ?""",
            (meeting_id,),
        ).fetchone()
        new = NewRemark(block_id=block_id, position=position, body=body, source="slack")
        return remarks.add(db, [new], By("slack:U_SUZUKI", at))[0]


def test_a_query_is_kept_once_for_a_person(store):
    with store.writing() as db:
        first, is_new = watches.keep(db, CLERK, "人材", "人材", BY)
        again, is_again = watches.keep(db, CLERK, "人材", "人材", BY)
        watches.keep(db, OUTSIDER, "人材", "人材", BY)
        assert (is_new, is_again) == (True, False)
        assert first == again
        assert [w.query for w in watches.list_of(db, CLERK)] == ["人材"]


def test_fifty_are_enough_and_the_next_is_refused_with_a_way_out(store):
    for n in range(50):
        watch(store, f"言葉{n}")
    with pytest.raises(Refused, match="お一人50件まで"):
        watch(store, "もう一つ")
    with store.writing() as db:
        watches.remove(db, watches.list_of(db, CLERK)[0], BY)
    watch(store, "もう一つ")


def test_another_persons_watch_cannot_be_touched(store):
    mine = watch(store, "人材")
    with store.reading() as db, pytest.raises(Refused, match="もうありません"):
        watches.get(db, mine.id, OUTSIDER)


def test_the_history_knows_the_deed_and_not_what_was_looked_for(store):
    mine = watch(store, "人材")
    with store.writing() as db:
        watches.pause(db, mine, BY)
        watches.resume(db, mine, BY)
        watches.remove(db, mine, BY)
        deeds = history.of(db, "watches", mine.id)
    assert [d["deed"] for d in deeds] == ["added", "paused", "resumed", "removed"]
    assert "人材" not in str(deeds)


def test_new_remarks_are_told_once_by_meeting(store, tmp_path):
    watch(store, "=人材")
    watch(store, "講座")
    meeting_id = keep(store, tmp_path, MINUTES)
    look(store)
    look(store)
    [(key, due_at, told)] = letters(store)
    assert key == f"watch:U_SUZUKI:{meeting_id}:7"
    assert due_at == "2026-11-23T04:00:00Z"
    assert bodies(store, told) == [
        "人材の育成は大きな課題であり、講座を秋に開く。",
        "講座は夜に開いてほしい。人材バンクも考えられる。",
    ]


def test_what_was_there_before_is_not_new(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    watch(store, "人材")
    look(store)
    assert letters(store) == []


def test_a_watch_set_before_an_earlier_one_was_looked_at_has_its_own_beginning(store, tmp_path):
    watch(store, "人材", OUTSIDER)
    keep(store, tmp_path, MINUTES)
    watch(store, "人材", CLERK)
    look(store)
    assert [key.split(":")[1] for key, _, _ in letters(store)] == ["U_YAMAMOTO"]


def test_a_replaced_import_tells_only_of_what_was_added(store, tmp_path):
    watch(store, "人材")
    keep(store, tmp_path, MINUTES)
    look(store)
    say(store)
    path = tmp_path / "minutes.txt"
    path.write_text(
        MINUTES.replace("大きな課題であり", "たいへん大きな課題であり").replace(
            "- ・次回は11月に開催する。",
            "- ・次回は11月に開催する。\n- ・人材確保の資料を用意する。",
        )
    )
    assert exchange.import_file(store, path, BY, choice="replace").result == "replaced"
    look(store)
    [_, (_, _, told)] = letters(store)
    assert bodies(store, told) == ["人材確保の資料を用意する。"]


def test_an_edited_remark_is_not_new(store, tmp_path):
    watch(store, "宇宙")
    keep(store, tmp_path, MINUTES)
    look(store)
    with store.writing() as db:
        remarks.edit(db, 1, "宇宙の話をした。", 1, BY)
    look(store)
    assert letters(store) == []


def test_a_pause_lets_pass_what_comes_meanwhile(store, tmp_path):
    mine = watch(store, "人材")
    with store.writing() as db:
        watches.pause(db, mine, BY)
    keep(store, tmp_path, MINUTES)
    with store.writing() as db:
        watches.resume(db, mine, BY)
    look(store)
    assert letters(store) == []


def test_what_is_recorded_while_a_meeting_goes_on_is_gathered(store, tmp_path):
    meeting_id = keep(store, tmp_path, MINUTES)
    watch(store, "人材")
    look(store)
    first = record(store, meeting_id, "人材の話が出た。", NOW)
    look(store, NOW)
    second = record(store, meeting_id, "人材について質問があった。", NOW)
    look(store, NOW + timedelta(minutes=5))
    [(_, due_at, told)] = letters(store)
    assert due_at == "2026-11-23T04:10:00Z"
    assert told == [first, second]
    say(store, NOW + timedelta(minutes=10))
    third = record(store, meeting_id, "人材の件は次回に続ける。", NOW)
    look(store, NOW + timedelta(minutes=20))
    assert [told for _, _, told in letters(store)] == [[first, second], [third]]


def test_an_archive_imported_at_once_comes_in_one_letter(store, tmp_path):
    watch(store, "人材")
    for n in range(1, 7):
        keep(store, tmp_path, MINUTES.replace("第2回", f"第{n}回"))
    look(store)
    [(key, _, told)] = letters(store)
    assert key == "watch:U_SUZUKI:many:42"
    assert len(told) == 18


def test_a_narrowed_reader_finds_only_those_and_others_find_all(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    query = Query(wanted=Word("人材"))
    with store.reading() as db:
        assert search.find(db, query, OPERATOR).total == 2
        watches.narrow(db, [5])
        assert [hit.remark_id for hit in search.find(db, query, OPERATOR).hits] == [5]
        watches.narrow(db, [1])
        assert search.find(db, query, OPERATOR).total == 0
    with store.reading() as db:
        assert search.find(db, query, OPERATOR).total == 2
        assert search.check(db) == []


def test_a_thousand_watches_over_a_thousand_new_remarks(store, tmp_path):
    keep(store, tmp_path, MINUTES)
    with store.writing() as db:
        for n in range(1_000):
            watches.keep(db, f"U{n // 50}", f"第{n}号 議案", f"第{n}号 議案", BY)
        [block_id] = db.conn.execute("select max(id) from blocks").fetchone()
        remarks.add(
            db,
            [
                NewRemark(
                    block_id=block_id, position=100 + n, body=f"第{n}号の議案について述べた。"
                )
                for n in range(1_000)
            ],
            BY,
        )
    begun = time.perf_counter()
    look(store)
    seconds = time.perf_counter() - begun
    with store.reading() as db:
        [alerts] = db.conn.execute("select count(*) from alerts").fetchone()
    assert alerts >= 1_000
    assert seconds < 5  # 0.2 s where it was measured; this stops something quadratic
