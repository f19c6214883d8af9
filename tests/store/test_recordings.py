"""Recordings: lines written down in their place, revised, withdrawn and restored."""

from itertools import permutations

import pytest

from store import minutes, recordings, remarks
from store import search as index
from store.recordings import Line, NewRecording
from store.viewers import OPERATOR
from tests.cast import BY, MINUTES, keep

ITEM = "2(1)"


@pytest.fixture
def meeting(store, tmp_path):
    return keep(store, tmp_path, MINUTES)


def _item(db, meeting_id, number=ITEM):
    [found] = [i for i in minutes.read(db, meeting_id, OPERATOR).agenda if i.number == number]
    return found.id


def _record(store, meeting_id, ts, *lines, number=ITEM):
    with store.writing() as db:
        new = NewRecording(
            key=f"message:C:{ts}",
            meeting_id=meeting_id,
            lines=lines,
            agenda_item_id=_item(db, meeting_id, number),
            channel_id="C",
            ts=ts,
        )
        return recordings.add(db, new, BY)


def _revise(store, recording, ts, *lines, number=ITEM):
    with store.writing() as db:
        new = NewRecording(
            key=recording.key,
            meeting_id=recording.meeting_id,
            lines=lines,
            agenda_item_id=_item(db, recording.meeting_id, number),
            channel_id="C",
            ts=recording.ts,
            edited_ts=ts,
        )
        return recordings.revise(db, recording.id, new, BY)


def _said(store, meeting_id, number=ITEM):
    """The turns under an item that came from here, as (label, bodies)."""
    with store.reading() as db:
        assert index.check(db) == []
        shown = minutes.read(db, meeting_id, OPERATOR)
    turns = [turn for turn in shown.turns if turn.agenda and turn.agenda.number == number]
    return [(turn.label, [remark.body for remark in turn.remarks]) for turn in turns][4:]


def test_a_named_speaker_is_another_person_and_no_name_goes_on(store, meeting):
    _record(store, meeting, "1.1", Line(body="一つ目", label="参加者", begins=True))
    _record(store, meeting, "1.2", Line(body="二つ目"))
    _record(store, meeting, "1.3", Line(body="三つ目", label="参加者", begins=True))
    assert _said(store, meeting) == [("参加者", ["一つ目", "二つ目"]), ("参加者", ["三つ目"])]


def test_the_same_message_is_kept_once(store, meeting):
    line = Line(body="一つ目", label="参加者", begins=True)
    assert _record(store, meeting, "1.1", line)
    assert _record(store, meeting, "1.1", line) is None
    assert _said(store, meeting) == [("参加者", ["一つ目"])]


def test_a_message_heard_of_late_stands_where_it_was_said(store, meeting):
    _record(store, meeting, "1.1", Line(body="い", label="参加者", begins=True))
    _record(store, meeting, "1.3", Line(body="は"))
    _record(store, meeting, "1.4", Line(body="に", label="参加者", begins=True))
    _record(store, meeting, "1.2", Line(body="ろ"))
    assert _said(store, meeting) == [("参加者", ["い", "ろ", "は"]), ("参加者", ["に"])]


def test_a_late_message_that_names_its_speaker_takes_along_what_went_on_from_it(store, meeting):
    _record(store, meeting, "1.1", Line(body="い", label="参加者", begins=True))
    _record(store, meeting, "1.3", Line(body="は"))
    _record(store, meeting, "1.2", Line(body="ろ", label="事務局", begins=True))
    assert _said(store, meeting) == [("参加者", ["い"]), ("事務局", ["ろ", "は"])]


def test_the_first_words_under_an_item_go_on_with_whoever_spoke_last(store, meeting):
    _record(store, meeting, "1.1", Line(body="続きを述べる"), number="4")
    with store.reading() as db:
        turn = minutes.read(db, meeting, OPERATOR).turns[-1]
    assert (turn.label, [remark.body for remark in turn.remarks]) == ("事務局", ["続きを述べる"])


def test_words_heard_of_before_their_speaker_was_named_become_that_speakers(store, meeting):
    _record(store, meeting, "1.2", Line(body="ろ"), number="4")
    _record(store, meeting, "1.3", Line(body="は", label="参加者", begins=True), number="4")
    _record(store, meeting, "1.1", Line(body="い", label="参加者", begins=True), number="4")
    with store.reading() as db:
        turns = minutes.read(db, meeting, OPERATOR).turns[-2:]
    said = [(turn.label, [remark.body for remark in turn.remarks]) for turn in turns]
    assert said == [("参加者", ["い", "ろ"]), ("参加者", ["は"])]


def test_messages_heard_of_in_any_order_read_the_same(store, tmp_path):
    lines = {
        "1.1": Line(body="い", label="事務局", begins=True),
        "1.2": Line(body="ろ"),
        "1.3": Line(body="は", label="参加者", begins=True),
        "1.4": Line(body="に"),
        "1.5": Line(body="ほ", label="参加者", begins=True),
    }
    expected = [("事務局", ["い", "ろ"]), ("参加者", ["は", "に"]), ("参加者", ["ほ"])]
    for number, order in enumerate(permutations(lines), start=100):
        kept = keep(store, tmp_path, MINUTES.replace("第2回", f"第{number}回"))
        for ts in order:
            _record(store, kept, f"{number}{ts}", lines[ts], number="4")
        with store.reading() as db:
            turns = minutes.read(db, kept, OPERATOR).turns
        said = [
            (turn.label, [remark.body for remark in turn.remarks])
            for turn in turns
            if turn.agenda and turn.agenda.number == "4"
        ]
        assert said == expected, order


def test_lines_taken_out_by_an_edit_are_let_go_of(store, meeting):
    kept = _record(
        store, meeting, "1.1", Line(body="い", label="参加者", begins=True), Line(body="ろ")
    )
    first = Line(body="い", label="参加者", begins=True)
    assert _revise(store, kept, "2.0", first) == ()
    assert _revise(store, kept, "3.0", first, Line(body="は")) == ()
    with store.writing() as db:
        recordings.withdraw(db, recordings.find(db, kept.key), BY)
        recordings.restore(db, recordings.find(db, kept.key), BY)
    assert _said(store, meeting) == [("参加者", ["い", "は"])]


def test_an_edited_message_edits_its_lines_adds_and_takes_out(store, meeting):
    kept = _record(
        store,
        meeting,
        "1.1",
        Line(body="い", label="参加者", begins=True),
        Line(body="ろ"),
        Line(body="は"),
    )
    _record(store, meeting, "1.2", Line(body="ほ"))
    new = [
        Line(body="い", label="参加者", begins=True),
        Line(body="ロ"),
        Line(body="は"),
        Line(body="に"),
    ]
    assert _revise(store, kept, "2.0", *new) == ()
    assert _said(store, meeting) == [("参加者", ["い", "ロ", "は", "に", "ほ"])]
    assert _revise(store, kept, "3.0", new[0], new[3]) == ()
    assert _said(store, meeting) == [("参加者", ["い", "に", "ほ"])]


def test_a_speaker_named_afterwards_divides_and_a_name_taken_away_joins(store, meeting):
    _record(store, meeting, "1.1", Line(body="い", label="参加者", begins=True))
    kept = _record(store, meeting, "1.2", Line(body="ろ"))
    _record(store, meeting, "1.3", Line(body="は"))
    _revise(store, kept, "2.0", Line(body="ろ", label="事務局", begins=True))
    assert _said(store, meeting) == [("参加者", ["い"]), ("事務局", ["ろ", "は"])]
    _revise(store, kept, "3.0", Line(body="ろ"))
    assert _said(store, meeting) == [("参加者", ["い", "ろ", "は"])]


def test_words_corrected_by_hand_are_not_overwritten_by_an_edited_message(store, meeting):
    kept = _record(store, meeting, "1.1", Line(body="い", label="参加者", begins=True))
    with store.writing() as db:
        remarks.edit(db, kept.lines[0].row_id, "イ（訂正）", 1, BY)
    [left_alone] = _revise(store, kept, "2.0", Line(body="いい", label="参加者", begins=True))
    assert left_alone.body == "イ（訂正）"
    assert _said(store, meeting) == [("参加者", ["イ（訂正）"])]


def test_a_recording_is_withdrawn_and_restored_whole(store, meeting):
    _record(store, meeting, "1.1", Line(body="い", label="参加者", begins=True))
    kept = _record(
        store, meeting, "1.2", Line(body="ろ"), Line(body="案のとおりとする。", kind="decision")
    )
    with store.writing() as db:
        recordings.withdraw(db, kept, BY)
    assert _said(store, meeting) == [("参加者", ["い"])]
    with store.writing() as db:
        again = recordings.find(db, kept.key)
        recordings.restore(db, again, BY)
    assert _said(store, meeting) == [("参加者", ["い", "ろ"])]
    # What the recording itself did is nobody's correction: it may still be revised.
    assert (
        _revise(
            store, kept, "2.0", Line(body="ロ"), Line(body="案のとおりとする。", kind="decision")
        )
        == ()
    )
    assert _said(store, meeting) == [("参加者", ["い", "ロ"])]


def test_what_was_deleted_before_it_was_heard_of_is_never_kept(store, meeting):
    with store.writing() as db:
        new = NewRecording(key="message:C:1.1", meeting_id=meeting, channel_id="C", ts="1.1")
        recordings.forestall(db, new, BY)
    assert _record(store, meeting, "1.1", Line(body="い", label="参加者", begins=True)) is None
    assert _said(store, meeting) == []
