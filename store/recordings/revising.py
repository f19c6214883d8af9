"""A recording revised: its message was edited, and what it wrote follows line by line."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from sqlite_utils import Database

from store import blocks, layout, memos, passages, remarks
from store.history import By
from store.recordings.lines import KeptLine, Line, kept_lines, put_away
from store.recordings.writing import NewRecording, write, write_at


def revise(db: Database, recording_id: int, new: NewRecording, by: By) -> tuple[KeptLine, ...]:
    """Let what a recording wrote follow its new lines; gives the lines that were left alone.

    Those are remarks that somebody has corrected since: their words are not overwritten.
    """
    db.conn.execute(
        "update recordings set edited_ts = ? where id = ?", (new.edited_ts, recording_id)
    )
    kept = kept_lines(db, recording_id)
    if not kept:
        write(db, new, recording_id, by)
        return ()
    overtaken: list[KeptLine] = []
    order: list[int] = []  # the line numbers as they are now, in the order they will have
    free = kept[-1].line + 1
    position = _position(db, kept[0])
    for before, after in _beside(kept, new.lines):
        if before is not None and after is not None and before.kind == after.kind:
            if not _follow(db, before, after, by):
                overtaken.append(before)
            order.append(before.line)
            position = _position(db, before) + 1
            continue
        if before is not None:
            position = _position(db, before) + 1
            put_away(db, [before], by)
            _let_go(db, before)
        if after is not None:
            layout.make_room(db, new.meeting_id, position, 2)
            write_at(db, replace(new, lines=(after,)), recording_id, position, [free], by)
            order.append(free)
            position, free = position + 2, free + 1
    _number(db, recording_id, order)
    return tuple(overtaken)


def _beside(
    kept: Sequence[KeptLine], lines: Sequence[Line]
) -> list[tuple[KeptLine | None, Line | None]]:
    """Each kept line beside the one it becomes: equal ones at both ends first, then in order."""
    same = [
        (before.kind, before.body) == (after.kind, after.body)
        for before, after in zip(kept, lines, strict=False)
    ]
    head = same.index(False) if False in same else len(same)
    tail = 0
    while (
        tail < min(len(kept), len(lines)) - head
        and kept[-1 - tail].body == lines[-1 - tail].body
        and kept[-1 - tail].kind == lines[-1 - tail].kind
    ):
        tail += 1
    middle_kept = kept[head : len(kept) - tail]
    middle_new = lines[head : len(lines) - tail]
    middle = zip_longest(middle_kept, middle_new)
    begun = zip(kept[:head], lines[:head], strict=True)
    ended = zip(kept[len(kept) - tail :], lines[len(lines) - tail :], strict=True)
    return [*begun, *middle, *ended]


def _let_go(db: Database, line: KeptLine) -> None:
    # What was edited away belongs to the message no longer: it neither comes back with it, nor
    # is it taken for a line that somebody withdrew by hand.
    db.conn.execute(
        "delete from recorded_lines where recording_id = ? and line = ?",
        (line.recording_id, line.line),
    )


def _follow(db: Database, before: KeptLine, after: Line, by: By) -> bool:
    """Whether a kept line could be made to say what is typed now."""
    if before.kind == "remark":
        return _follow_remark(db, before, after, by)
    if before.body != after.body:
        (memos if before.kind == "memo" else passages).edit(db, before.row_id, after.body, by)
    return True


def _follow_remark(db: Database, before: KeptLine, after: Line, by: By) -> bool:
    if before.body != after.body:
        if before.newest != before.version or not before.stands:
            return False
        remarks.edit(db, before.row_id, after.body, before.newest, by)
        db.conn.execute(
            """update recorded_lines set version = version + 1
            where recording_id = ? and line = ?""",
            (before.recording_id, before.line),
        )
    if after.begins:
        blocks.name_speaker(db, before.row_id, after.label, by)
    elif before.begins:
        blocks.join_previous(db, _block(db, before.row_id), by)
    db.conn.execute(
        "update recorded_lines set begins = ? where recording_id = ? and line = ?",
        (after.begins, before.recording_id, before.line),
    )
    return True


def _block(db: Database, remark_id: int) -> int:
    [block_id] = db.conn.execute(
        "select block_id from remarks where id = ?", (remark_id,)
    ).fetchone()
    return block_id


def _position(db: Database, line: KeptLine) -> int:
    """Where a line stands now; a memo stands nowhere, and so at the end."""
    if line.kind == "memo":
        [meeting_id, item_id] = db.conn.execute(
            "select meeting_id, agenda_item_id from memos where id = ?", (line.row_id,)
        ).fetchone()
        return layout.end_of(db, meeting_id, item_id)
    table = "remarks" if line.kind == "remark" else "passages"
    [position] = db.conn.execute(
        f"select position from {table} where id = ?", (line.row_id,)
    ).fetchone()
    return position


def _number(db: Database, recording_id: int, order: Sequence[int]) -> None:
    # Through numbers below zero, so that no two lines ever have the same.
    steps = [(-1 - new, old) for new, old in enumerate(order)]
    steps += [(new, -1 - new) for new in range(len(order))]
    db.conn.executemany(
        "update recorded_lines set line = ? where recording_id = ? and line = ?",
        [(new, recording_id, old) for new, old in steps],
    )
