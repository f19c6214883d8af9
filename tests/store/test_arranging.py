"""Remarks put right: moved, split, joined, relabelled, withdrawn and restored."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import exchange, history, minutes, real_names, recordings, remarks
from store import search as index
from store.db import open_store
from store.errors import Refused
from store.recordings import Line, NewRecording
from store.viewers import OPERATOR
from tests.cast import BY, MINUTES, keep

HANDS, YOUNG = "担い手が足りない。人手不足が課題である。", "若い世代に声を掛けたい。"
ANSWER = "人材の育成は大きな課題であり、講座を秋に開く。"
NIGHT = "講座は夜に開いてほしい。人材バンクも考えられる。"
NEXT = "次回は11月に開催する。"


@pytest.fixture
def meeting(store, tmp_path):
    return keep(store, tmp_path, MINUTES)


def text(store, meeting_id):
    with store.reading() as db:
        assert index.check(db) == []
        assert history.check(db) == []
        return exchange.as_text(db, meeting_id)


def remark(db, body):
    [(id_,)] = db.conn.execute("select id from remarks where body = ?", (body,)).fetchall()
    return id_


def item(db, meeting_id, number):
    [found] = [i for i in minutes.agenda(db, meeting_id).values() if i.number == number]
    return found.id


def notes(db, remark_id):
    return [
        (change["deed"], change["before"], change["after"])
        for change in history.of(db, "remarks", remark_id)
    ][1:]


# --- Each deed, and what the printed minutes become


def test_an_edited_remark_changes_its_line_only(store, meeting):
    with store.writing() as db:
        remarks.edit(db, remark(db, YOUNG), "若者に声を掛けたい。\nまず学校へ。", 1, BY)
    assert text(store, meeting) == MINUTES.replace(YOUNG, "若者に声を掛けたい。\n  まず学校へ。")


def test_a_remark_is_split_where_it_stands(store, meeting):
    first, second = "担い手が足りない。", "人手不足が課題である。"
    with store.writing() as db:
        whole = remark(db, HANDS)
        real_names.note(db, whole, "浅野 和子", BY)
        ids = remarks.split(db, whole, [first, second], BY)
        assert ids == [whole, remark(db, second)]
        assert notes(db, whole) == [
            ("split", f'{{"body": "{HANDS}"}}', f'{{"body": "{first}", "parts": [{ids[1]}]}}')
        ]
        [(deed, before, after)] = [
            (c["deed"], c["before"], c["after"]) for c in history.of(db, "remarks", ids[1])
        ]
        assert (deed, before) == ("split", None)
        assert after == f'{{"body": "{second}", "from": {whole}}}'
        assert real_names.of(db, ids, OPERATOR) == dict.fromkeys(ids, "浅野 和子")
    assert text(store, meeting) == MINUTES.replace(f"- ・{HANDS}\n", f"- ・{first}\n- ・{second}\n")


def test_a_remark_goes_on_the_one_before(store, meeting):
    with store.writing() as db:
        one, other = remark(db, HANDS), remark(db, YOUNG)
        assert remarks.join_previous(db, other, BY) == one
        assert notes(db, one) == [
            ("joined", f'{{"body": "{HANDS}"}}', f'{{"body": "{HANDS}{YOUNG}", "with": {other}}}')
        ]
        assert notes(db, other) == [("joined", f'{{"body": "{YOUNG}"}}', f'{{"into": {one}}}')]
    assert text(store, meeting) == MINUTES.replace(f"{HANDS}\n- ・{YOUNG}", HANDS + YOUNG)


def test_words_of_latin_letters_are_joined_with_a_blank(store, meeting):
    with store.writing() as db:
        one, other = remark(db, HANDS), remark(db, YOUNG)
        remarks.edit(db, one, "We need people.", 1, BY)
        remarks.edit(db, other, "Young people.", 1, BY)
        remarks.join_previous(db, other, BY)
        assert remarks.get(db, one, OPERATOR).body == "We need people. Young people."


def test_the_first_remark_of_an_item_has_none_before_it(store, meeting):
    with store.writing() as db, pytest.raises(Refused, match="より前の発言がありません"):
        remarks.join_previous(db, remark(db, NEXT), BY)


@pytest.mark.parametrize(
    ("scope", "printed"),
    [
        ("block", f"(井上委員)\n\n- ・{HANDS}\n- ・{YOUNG}\n"),
        ("alone", f"(井上委員)\n\n- ・{HANDS}\n\n(参加者)\n\n- ・{YOUNG}\n"),
        ("onward", f"(井上委員)\n\n- ・{HANDS}\n- ・{YOUNG}\n"),
    ],
)
def test_a_speaker_is_put_right_for_the_block_or_for_one_remark(store, meeting, scope, printed):
    with store.writing() as db:
        remarks.change_speaker(db, [remark(db, HANDS)], "井上委員", scope, BY)
    old = f"(参加者)\n\n- ・{HANDS}\n- ・{YOUNG}\n"
    assert text(store, meeting) == MINUTES.replace(old, printed)


def test_from_here_on_another_person_speaks(store, meeting):
    with store.writing() as db:
        young = remark(db, YOUNG)
        remarks.change_speaker(db, [young], "参加者", "onward", BY)
        assert notes(db, young) == [
            ("relabelled", '{"label": "参加者"}', '{"begins": true, "label": "参加者"}')
        ]
    assert f"- ・{HANDS}\n\n(参加者)\n\n- ・{YOUNG}\n" in text(store, meeting)
    with store.writing() as db:
        remarks.change_speaker(db, [young], "参加者", "previous", BY)
    assert text(store, meeting) == MINUTES


def test_the_speaker_before_goes_on_also_where_no_bullet_was_printed(store, tmp_path):
    meeting = keep(store, tmp_path, MINUTES.replace("(事務局)\n\n- ・人材", "(事務局)\n\n人材"))
    with store.writing() as db:
        remarks.change_speaker(db, [remark(db, ANSWER)], "参加者", "previous", BY)
    assert f"- ・{YOUNG}\n- ・{ANSWER}\n\n(参加者)" in text(store, meeting)


def test_whoever_reports_without_a_name_gets_one_and_loses_it_again(store, meeting):
    with store.writing() as db:
        remarks.change_speaker(db, [remark(db, "配布資料の確認")], "会長", "block", BY)
    assert text(store, meeting) == MINUTES.replace("- ・配布", "(会長)\n\n- ・配布")
    with store.writing() as db:
        remarks.change_speaker(db, [remark(db, "配布資料の確認")], None, "block", BY)
    assert text(store, meeting) == MINUTES


def test_nobody_is_nameless_behind_somebody_else(store, meeting):
    with pytest.raises(Refused, match="発言者を入れてください"), store.writing() as db:
        remarks.change_speaker(db, [remark(db, ANSWER)], None, "block", BY)
    with pytest.raises(Refused, match="発言者を入れてください"), store.writing() as db:
        remarks.move(db, [remark(db, "配布資料の確認")], item(db, meeting, "3"), BY)
        remarks.move(db, [remark(db, "配布資料の確認")], item(db, meeting, "2(1)"), BY)
    assert text(store, meeting) == MINUTES


def test_a_remark_moves_to_the_beginning_of_a_later_item(store, meeting):
    with store.writing() as db:
        night = remark(db, NIGHT)
        remarks.move(db, [night], item(db, meeting, "3"), BY)
        assert notes(db, night) == [
            (
                "moved",
                '{"agenda_item": "2(1) 見守り活動について"}',
                '{"agenda_item": "3 その他"}',
            )
        ]
    taken_out = MINUTES.replace(f"\n(参加者)\n\n- ・{NIGHT}\n", "")
    assert text(store, meeting) == taken_out.replace(
        "3 その他\n\n", f"3 その他\n\n(参加者)\n\n- ・{NIGHT}\n\n"
    )


def test_a_remark_moves_to_the_end_of_an_earlier_item(store, meeting):
    with store.writing() as db:
        remarks.move(db, [remark(db, NEXT)], item(db, meeting, "1"), BY)
    moved = text(store, meeting)
    assert f"- ・配布資料の確認\n\n(事務局)\n\n- ・{NEXT}\n\n2 議題" in moved
    assert moved.endswith("3 その他\n\n\n4 閉会")


def test_a_later_item_begins_with_its_nameless_report(store, meeting):
    with store.writing() as db:
        remarks.move(db, [remark(db, "配布資料の確認")], item(db, meeting, "4"), BY)
        remarks.move(db, [remark(db, NEXT)], item(db, meeting, "4"), BY)
    assert text(store, meeting).endswith(
        f"4 閉会\n\n- ・配布資料の確認\n\n(事務局)\n\n- ・{NEXT}\n"
    )


def test_a_remark_moves_with_all_that_follows_it_decisions_too(store, meeting):
    with store.writing() as db:
        new = NewRecording(
            key="message:C:1.1",
            meeting_id=meeting,
            lines=(Line(body="案のとおりとする。", kind="decision"),),
            agenda_item_id=item(db, meeting, "2(1)"),
        )
        recordings.add(db, new, BY)
        remarks.move_from_here(db, remark(db, YOUNG), item(db, meeting, "3"), BY)
        passages = db.conn.execute("select deed from history where noun = 'passages'").fetchall()
    assert passages == [("added",), ("moved",)]
    printed = text(store, meeting)
    assert f"- ・{HANDS}\n\n3 その他\n\n(参加者)\n\n- ・{YOUNG}\n\n(事務局)\n\n- ・人材" in printed
    assert f"- ・{NIGHT}\n\n【決定】案のとおりとする。\n\n(事務局)\n\n- ・{NEXT}" in printed
    with store.writing() as db:
        remarks.move_from_here(db, remark(db, YOUNG), item(db, meeting, "2(1)"), BY)
    assert text(store, meeting).endswith("3 その他\n\n\n4 閉会")


def test_a_withdrawn_remark_comes_back_to_the_letter(store, meeting):
    with store.writing() as db:
        for body in (HANDS, YOUNG, ANSWER, NEXT):
            remarks.withdraw(db, remark(db, body), BY)
            remarks.withdraw(db, remark(db, body), BY)
    assert HANDS not in text(store, meeting)
    with store.writing() as db:
        for body in (NEXT, YOUNG, HANDS, ANSWER):
            remarks.restore(db, remark(db, body), BY)
            remarks.restore(db, remark(db, body), BY)
        assert [deed for deed, *_ in notes(db, remark(db, HANDS))] == ["withdrawn", "restored"]
    assert text(store, meeting) == MINUTES


def test_a_remark_withdrawn_before_the_minutes_were_replaced_finds_a_place(
    store, meeting, tmp_path
):
    with store.writing() as db:
        young = remark(db, YOUNG)
        remarks.withdraw(db, young, BY)
    path = tmp_path / "again.txt"
    path.write_text(MINUTES.replace(f"- ・{YOUNG}\n", ""))
    exchange.import_file(store, path, BY, choice="replace")
    path.write_text(MINUTES.replace(f"- ・{YOUNG}\n", "").replace("次回は", "なお、次回は"))
    exchange.import_file(store, path, BY, choice="replace")
    with store.writing() as db:
        remarks.restore(db, young, BY)
    assert f"- ・{NIGHT}\n\n(参加者)\n\n- ・{YOUNG}\n\n3 その他" in text(store, meeting)


def test_the_withdrawn_are_listed_with_who_did_it(store, meeting):
    with store.writing() as db:
        remarks.withdraw(db, remark(db, NEXT), BY)
        remarks.join_previous(db, remark(db, YOUNG), BY)
        listed = remarks.withdrawn(db, meeting, OPERATOR)
        whole = remark(db, HANDS + YOUNG)
    assert [(one.place.body, one.last.deed, one.last.into) for one in listed] == [
        (YOUNG, "joined", whole),
        (NEXT, "withdrawn", None),
    ]
    assert {one.last.actor for one in listed} == {"cli:suzuki"}


def test_a_remark_knows_what_stands_around_it(store, meeting):
    with store.reading() as db:
        young = remarks.look(db, remark(db, YOUNG), OPERATOR)
        first = remarks.look(db, remark(db, "配布資料の確認"), OPERATOR)
    assert (young.before.body, young.after.body) == (HANDS, ANSWER)
    assert (young.in_block, young.at, young.onward) == (2, 1, 3)
    assert young.speaker_before.label == "事務局"
    assert (first.before, first.after, first.speaker_before) == (None, None, None)


# --- Whatever is put right, in whatever order: what is exported is what is kept

WORDS = st.text("人材育成の講座を開く。、見守り（案）12AZ", min_size=1, max_size=12).map(
    lambda text: f"語{text.strip()}"
)
BODIES = st.one_of(WORDS, st.lists(WORDS, min_size=2, max_size=3).map("\n".join))
LABELS = st.sampled_from(["参加者", "事務局", "会長", "浅野委員", None])
STEPS = st.one_of(
    st.tuples(st.just("edit"), st.integers(0, 30), BODIES),
    st.tuples(st.just("split"), st.integers(0, 30), st.lists(BODIES, min_size=2, max_size=3)),
    st.tuples(st.just("join"), st.integers(0, 30)),
    st.tuples(
        st.just("speaker"),
        st.integers(0, 30),
        LABELS,
        st.sampled_from(["block", "onward", "alone", "previous"]),
    ),
    st.tuples(st.just("move"), st.integers(0, 30), st.integers(0, 4)),
    st.tuples(st.just("move_from_here"), st.integers(0, 30), st.integers(0, 4)),
    st.tuples(st.just("withdraw"), st.integers(0, 30)),
    st.tuples(st.just("restore"), st.integers(0, 30)),
    st.tuples(st.just("record"), st.integers(0, 4), BODIES, LABELS),
    st.tuples(st.just("decide"), st.integers(0, 4), WORDS),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=14), st.booleans())
def test_what_was_put_right_is_exported_and_imported_the_same(steps, is_recorded):
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "kaigiroku.db")
        try:
            meeting_id = keep(store, Path(folder), MINUTES)
            if is_recorded:
                _forget_the_paper(store)
            for number, step in enumerate(steps):
                _take(store, meeting_id, number, step)
            _assert_same_elsewhere(store, meeting_id, Path(folder))
        finally:
            store.close()


def _forget_the_paper(store):
    with store.writing() as db:
        for table in ("agenda_items", "blocks"):
            db.conn.execute(f"update {table} set printed = null, lead = null, tail = null")
        db.conn.execute("update remarks set lead = null, indent = null, tail = null")
        db.conn.execute("delete from header_fields")


def _take(store, meeting_id, number, step):
    deed, nth, *more = step
    try:
        with store.writing() as db:
            items = list(minutes.agenda(db, meeting_id))
            standing = _ids(db, "is null")
            gone = _ids(db, "is not null")
            target = standing[nth % len(standing)] if standing else None
            match deed:
                case "record":
                    _record(db, meeting_id, number, items[nth], more)
                case "decide":
                    line = Line(body=more[0], kind="decision")
                    _keep_line(db, meeting_id, number, items[nth], line)
                case "restore" if gone:
                    remarks.restore(db, gone[nth % len(gone)], BY)
                case _ if target is None:
                    pass
                case "edit":
                    version = remarks.get(db, target, OPERATOR).version
                    remarks.edit(db, target, more[0], version, BY)
                case "split":
                    remarks.split(db, target, more[0], BY)
                case "join":
                    remarks.join_previous(db, target, BY)
                case "speaker":
                    label, scope = more
                    place = remarks.look(db, target, OPERATOR)
                    if scope != "previous" or (place.at == 0 and place.speaker_before):
                        remarks.change_speaker(db, [target], label, scope, BY)
                case "move":
                    remarks.move(db, [target], items[more[0]], BY)
                case "move_from_here":
                    remarks.move_from_here(db, target, items[more[0]], BY)
                case "withdraw":
                    remarks.withdraw(db, target, BY)
    except Refused:
        pass


def _ids(db, condition):
    rows = db.conn.execute(
        f"select id from remarks where withdrawn_at {condition} order by position"
    )
    return [row[0] for row in rows]


def _record(db, meeting_id, number, item_id, more):
    body, label = more
    line = Line(body=body, label=label, begins=label is not None)
    _keep_line(db, meeting_id, number, item_id, line)


def _keep_line(db, meeting_id, number, item_id, line):
    new = NewRecording(
        key=f"message:C:{number}",
        meeting_id=meeting_id,
        lines=(line,),
        agenda_item_id=item_id,
        channel_id="C",
        ts=f"{number}.0",
    )
    recordings.add(db, new, BY)


def _assert_same_elsewhere(store, meeting_id, folder):
    with store.reading() as db:
        assert index.check(db) == []
        assert history.check(db) == []
        printed = exchange.as_text(db, meeting_id)
        here = _outline(db, meeting_id)
    other = open_store(folder / "other.db")
    try:
        there_id = keep(other, folder, printed)
        with other.reading() as db:
            assert _outline(db, there_id) == here
            assert exchange.as_text(db, there_id) == printed
    finally:
        other.close()


def _outline(db, meeting_id):
    shown = minutes.read(db, meeting_id, OPERATOR)
    turns = [
        (turn.agenda and turn.agenda.number, turn.label, [remark.body for remark in turn.remarks])
        for turn in shown.turns
        if turn.remarks
    ]
    passages = db.conn.execute(
        """select kind, body from passages where meeting_id = ? and withdrawn_at is null
        order by position""",
        (meeting_id,),
    ).fetchall()
    return [(i.number, i.title) for i in shown.agenda], turns, passages
