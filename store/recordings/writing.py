"""A recording written into the minutes: each line in its place, under its speaker."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from store import blocks, layout, memos, passages, real_names, remarks
from store.history import By
from store.recordings.lines import Line
from store.remarks import NewRemark


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecording:
    """An act of writing down, not yet kept.

    `key` is what Slack calls the act: a message, a command's trigger, a form. `ts` is a
    message's own; messages of one thread stand in its order, whenever they are heard of.
    """

    key: str
    meeting_id: int
    lines: tuple[Line, ...] = ()
    agenda_item_id: int | None = None
    channel_id: str | None = None
    ts: str | None = None
    edited_ts: str | None = None
    permalink: str | None = None


def write(db: Database, new: NewRecording, recording_id: int, by: By) -> None:
    """Put the lines of a recording where they belong."""
    position = _place(db, new)
    layout.make_room(db, new.meeting_id, position, 2 * len(new.lines))
    write_at(db, new, recording_id, position, range(len(new.lines)), by)
    if new.ts and any(line.kind == "remark" for line in new.lines):
        _take_along(db, new, recording_id, position, by)


def write_at(
    db: Database,
    new: NewRecording,
    recording_id: int,
    position: int,
    numbers: Iterable[int],
    by: By,
) -> None:
    """Put lines of a recording, numbered so, where room was made for them."""
    found = blocks.before(db, new.meeting_id, new.agenda_item_id, position)
    goes_on = found[0] if found else None
    label = found[1] if found else _last_label(db, new.meeting_id, position)
    block_id = goes_on
    for number, line in zip(numbers, new.lines, strict=True):
        if line.kind == "remark":
            if line.begins:
                block_id, label = None, line.label
            if block_id is None:
                block_id = blocks.begin(db, new.meeting_id, new.agenda_item_id, position, label)
                position += 1
            remark = NewRemark(
                block_id=block_id,
                position=position,
                body=line.body,
                source="slack",
                permalink=new.permalink,
            )
            [row_id] = remarks.add(db, [remark], by)
            if line.real_name:
                real_names.note(db, row_id, line.real_name, by)
        elif line.kind == "memo":
            row_id = memos.add(db, new.meeting_id, new.agenda_item_id, line.body, by)
        else:
            row_id = passages.add(db, new.meeting_id, position, line.kind, line.body, by)
        _note(db, recording_id, number, line, row_id)
        position += 1
    if goes_on is not None and block_id != goes_on and block_id is not None:
        # Whoever typed on after this without a name went on with this speaker.
        blocks.hand_over_from(db, goes_on, position, block_id, by)


def _take_along(db: Database, new: NewRecording, recording_id: int, position: int, by: By) -> None:
    """Let what was typed on after this without a name, and heard of before it, go on from here."""
    row = db.conn.execute(
        """with following (block_id) as (
            select b.id from blocks b
            where b.meeting_id = :meeting_id and b.agenda_item_id is :item_id
                and b.position >= :position
                and exists (select 1 from remarks r where r.block_id = b.id
                    and r.withdrawn_at is null)
                and not exists (select 1 from remarks r
                    join recorded_lines l on l.remark_id = r.id
                    where r.block_id = b.id and l.recording_id = :recording_id)
            order by b.position limit 1
        ) select following.block_id from following
        join recorded_lines l on l.remark_id = (select r.id from remarks r
            where r.block_id = following.block_id and r.withdrawn_at is null
            order by r.position limit 1)
        join recordings later on later.id = l.recording_id
        where not l.begins and later.channel_id = :channel_id and later.ts > :ts""",
        {
            "meeting_id": new.meeting_id,
            "item_id": new.agenda_item_id,
            "position": position,
            "recording_id": recording_id,
            "channel_id": new.channel_id,
            "ts": new.ts,
        },
    ).fetchone()
    if row:
        blocks.join_previous(db, row[0], by)


def _place(db: Database, new: NewRecording) -> int:
    """Before what was said, or a break that was, later under this item, else at the item's end."""
    row = db.conn.execute(
        """with under (passage_id, position, item_id) as (
            select p.id, p.position, (select a.id from agenda_items a
                where a.meeting_id = p.meeting_id and a.position < p.position
                order by a.position desc limit 1)
            from passages p where p.meeting_id = :meeting_id
        ) select min(position) from (
            select coalesce(
                case when not exists (select 1 from remarks first
                    where first.block_id = r.block_id and first.position < r.position)
                then b.position else r.position end, under.position) as position
            from recordings later
            join recorded_lines l on l.recording_id = later.id
            left join remarks r on r.id = l.remark_id left join blocks b on b.id = r.block_id
            left join under on under.passage_id = l.passage_id
            where later.meeting_id = :meeting_id and later.channel_id = :channel_id
                and later.ts > :ts
                and (b.agenda_item_id is :item_id
                    or (under.passage_id is not null and under.item_id is :item_id))
          union all
            select under.position from breaks k join under on under.passage_id = k.passage_id
            where k.meeting_id = :meeting_id and k.began_at > :ts and under.item_id is :item_id
        )""",
        {
            "meeting_id": new.meeting_id,
            "channel_id": new.channel_id,
            "ts": new.ts,
            "item_id": new.agenda_item_id,
        },
    ).fetchone()
    return row[0] or layout.end_of(db, new.meeting_id, new.agenda_item_id)


def _last_label(db: Database, meeting_id: int, position: int) -> str | None:
    """Who spoke last before this place, under whatever item."""
    row = db.conn.execute(
        """select b.label from blocks b
        where b.meeting_id = :meeting_id and b.position < :position
            and exists (select 1 from remarks r where r.block_id = b.id
                and r.withdrawn_at is null)
        order by b.position desc limit 1""",
        {"meeting_id": meeting_id, "position": position},
    ).fetchone()
    return row[0] if row else None


def _note(db: Database, recording_id: int, number: int, line: Line, row_id: int) -> None:
    is_passage = line.kind not in ("remark", "memo")
    db.conn.execute(
        """insert into recorded_lines (recording_id, line, remark_id, passage_id, memo_id, begins)
        values (?, ?, ?, ?, ?, ?)""",
        (
            recording_id,
            number,
            row_id if line.kind == "remark" else None,
            row_id if is_passage else None,
            row_id if line.kind == "memo" else None,
            line.begins,
        ),
    )
