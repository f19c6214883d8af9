"""A sitting begun, broken off, taken up again, ended; and what each writes into the minutes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from store import eras, history, layout, numbering, passages
from store.errors import Refused
from store.formats.document import Disclosure
from store.history import By, Change
from store.live.agenda import add_house_items, current_item, go_to, items
from store.live.moments import clock_time, day, stamp
from store.rows import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A break (休憩), its times as minutes print them; no end: it still goes on."""

    began: str
    ended: str | None


def begin(
    db: Database,
    council_id: int,
    channel_id: str,
    by: By,
    *,
    disclosure: Disclosure | None = None,
    ground: str | None = None,
) -> int:
    """Open the meeting that is scheduled for today, or else a new one; give its id."""
    at = stamp(by.at)
    meeting_id = _scheduled(db, council_id, day(at)) or _new(db, council_id, day(at), by)
    db.conn.execute(
        """update meetings set status = 'in_session', starts_at = :starts_at, ends_at = null,
            disclosure = coalesce(:disclosure, disclosure),
            disclosure_ground = coalesce(:ground, disclosure_ground), version = version + 1
        where id = :meeting_id""",
        {"starts_at": clock_time(at), "disclosure": disclosure, "ground": ground,
         "meeting_id": meeting_id},
    )  # fmt: skip
    if not items(db, meeting_id):
        add_house_items(db, meeting_id)
    db.conn.execute(
        "insert into live_meetings (meeting_id, channel_id, began_at) values (?, ?, ?)",
        (meeting_id, channel_id, at),
    )
    _note(db, by, meeting_id, "begun", {"starts_at": clock_time(at)})
    go_to(db, meeting_id, items(db, meeting_id)[0].id, at, by)
    return meeting_id


def _scheduled(db: Database, council_id: int, today: date) -> int | None:
    row = db.conn.execute(
        """select id from meetings m
        where council_id = ? and status = 'scheduled' and held_on = ?
            and not exists (select 1 from live_meetings l where l.meeting_id = m.id)
        order by starts_at, id limit 1""",
        (council_id, today.isoformat()),
    ).fetchone()
    return row[0] if row else None


def _new(db: Database, council_id: int, today: date, by: By) -> int:
    year = eras.fiscal_year(today)
    last = numbering.last_held(db, council_id, year, today)
    meeting_id = insert(
        db,
        """insert into meetings (council_id, title, fiscal_year, number, held_on, created_at)
        values (:council_id, :title, :year, :number, :held_on, :now)""",
        council_id=council_id,
        title=numbering.title_of(year, last + 1),
        year=year,
        number=last + 1,
        held_on=today.isoformat(),
        now=by.stamp,
    )
    numbering.number(db, council_id, year, by)  # what is still ahead comes after it
    return meeting_id


def pause(db: Database, meeting_id: int, by: By) -> None:
    """Begin a break, printed where the meeting is."""
    if _open_break(db, meeting_id):
        raise Refused("すでに休憩に入っています。再開するときは「/meeting resume」と入力します。")
    at = stamp(by.at)
    position = layout.end_of(db, meeting_id, current_item(db, meeting_id))
    layout.make_room(db, meeting_id, position, 1)
    passage_id = passages.add(db, meeting_id, position, "action", _printed(at, None), by)
    db.conn.execute(
        "insert into breaks (meeting_id, began_at, passage_id) values (?, ?, ?)",
        (meeting_id, at, passage_id),
    )


def resume(db: Database, meeting_id: int, by: By) -> None:
    """End the break."""
    if not _end_break(db, meeting_id, stamp(by.at), by):
        raise Refused("いまは休憩していません。休憩に入るときは「/meeting break」と入力します。")


def end(db: Database, meeting_id: int, by: By) -> None:
    """Close the meeting; it is at its last section from here on."""
    at = stamp(by.at)
    _end_break(db, meeting_id, at, by)
    last = items(db, meeting_id)[-1]
    if "閉会" in last.title:
        go_to(db, meeting_id, last.id, at, by)
    db.conn.execute(
        """update meetings set status = 'held', ends_at = ?, version = version + 1
        where id = ?""",
        (clock_time(at), meeting_id),
    )
    db.conn.execute("update live_meetings set ended_at = ? where meeting_id = ?", (at, meeting_id))
    _note(db, by, meeting_id, "ended", {"ends_at": clock_time(at)})


def reopen(db: Database, meeting_id: int, by: By) -> None:
    """Take back the end of a meeting, as if it had never been said."""
    [ended_at] = db.conn.execute(
        "select ended_at from live_meetings where meeting_id = ?", (meeting_id,)
    ).fetchone()
    db.conn.execute(
        "delete from agenda_steps where meeting_id = ? and at >= ?", (meeting_id, ended_at)
    )
    db.conn.execute(
        """update meetings set status = 'in_session', ends_at = null, version = version + 1
        where id = ?""",
        (meeting_id,),
    )
    db.conn.execute("update live_meetings set ended_at = null where meeting_id = ?", (meeting_id,))
    _note(db, by, meeting_id, "reopened", None)


def disclose(
    db: Database, meeting_id: int, disclosure: Disclosure, ground: str | None, by: By
) -> None:
    """Say whether the public may attend and read, and on what ground not."""
    before = db.conn.execute(
        "select disclosure, disclosure_ground from meetings where id = ?", (meeting_id,)
    ).fetchone()
    db.conn.execute(
        """update meetings set disclosure = ?, disclosure_ground = ?, version = version + 1
        where id = ?""",
        (disclosure, ground, meeting_id),
    )
    after = {"disclosure": disclosure, "disclosure_ground": ground}
    _note(
        db, by, meeting_id, "disclosed", after,
        {"disclosure": before[0], "disclosure_ground": before[1]},
    )  # fmt: skip


def breaks(db: Database, meeting_id: int) -> tuple[Break, ...]:
    """The breaks of a meeting, in their order."""
    rows = db.conn.execute(
        "select began_at, ended_at from breaks where meeting_id = ? order by id", (meeting_id,)
    )
    return tuple(
        Break(began=clock_time(began), ended=clock_time(ended) if ended else None)
        for began, ended in rows
    )


def _end_break(db: Database, meeting_id: int, at: str, by: By) -> bool:
    found = _open_break(db, meeting_id)
    if found is None:
        return False
    break_id, began_at, passage_id = found
    db.conn.execute("update breaks set ended_at = ? where id = ?", (at, break_id))
    if passage_id is not None:
        passages.edit(db, passage_id, _printed(began_at, at), by)
    return True


def _open_break(db: Database, meeting_id: int) -> tuple[int, str, int | None] | None:
    return db.conn.execute(
        """select id, began_at, passage_id from breaks
        where meeting_id = ? and ended_at is null""",
        (meeting_id,),
    ).fetchone()


def _printed(began_at: str, ended_at: str | None) -> str:
    """【休憩 19:05～19:15】"""
    ended = clock_time(ended_at) if ended_at else ""
    return f"【休憩 {clock_time(began_at)}～{ended}】"


def _note(
    db: Database,
    by: By,
    meeting_id: int,
    deed: str,
    after: dict[str, Any] | None,
    before: dict[str, Any] | None = None,
) -> None:
    change = Change(noun="meetings", row_id=meeting_id, deed=deed, before=before, after=after)
    history.record(db, by, [change])
