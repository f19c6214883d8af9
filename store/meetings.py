"""Meetings (会議): one sitting of a council on one day."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlite_utils import Database

from store import eras, text
from store.errors import Refused
from store.formats.document import Disclosure
from store.viewers import VISIBLE, Viewer

# The same words whether there is no such meeting or it may not be seen.
NOT_FOUND = "その会議は見つかりません。会議の一覧で確かめてください。"


LONGEST_ID = 9  # digits; SQLite's numbers end somewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting, as kept; `title` is what it is called inside its council (令和3年度第1回)."""

    id: int
    council_id: int
    council: str
    title: str
    fiscal_year: int | None
    number: int | None
    status: str
    held_on: date | None
    starts_at: time | None
    ends_at: time | None
    venue: str | None
    disclosure: Disclosure
    disclosure_ground: str | None
    observers: str | None
    observer_count: int | None
    remarks: int

    @property
    def name(self) -> str:
        """Its name in full: the council and the title."""
        return f"{self.council} {self.title}"


def get(db: Database, meeting_id: int, viewer: Viewer) -> Meeting:
    """The meeting of that id."""
    found = _select(db, "m.id = :meeting_id", viewer, meeting_id=meeting_id)
    if not found:
        raise Refused(NOT_FOUND)
    return found[0]


def choose(db: Database, words: str, viewer: Viewer, council_id: int | None = None) -> Meeting:
    """The one meeting somebody means by an id or by words (令和3年度第1回, with its council)."""
    found = find(db, words, viewer)
    here = [meeting for meeting in found if meeting.council_id == council_id]
    if not found:
        raise Refused(
            f"会議「{words}」は見つかりません。例: 令和7年度第2回（会議の一覧で確かめられます）"
        )
    if len(found) == 1:
        return found[0]
    if len(here) == 1:
        return here[0]
    names = "、".join(f"{meeting.name}（{meeting.id}）" for meeting in found[:10])
    raise Refused(f"「{words}」に当たる会議が{len(found)}件あります。番号で選んでください: {names}")


def find(db: Database, words: str, viewer: Viewer) -> list[Meeting]:
    """Every meeting somebody may mean by an id or by words, newest first."""
    if words.strip().isdecimal() and len(words.strip()) <= LONGEST_ID:
        return _select(db, "m.id = :meeting_id", viewer, meeting_id=int(words))
    meant = _called(words)
    seen = _select(db, "1", viewer)
    exactly = [
        meeting
        for meeting in seen
        if meant in {_called(meeting.title), _called(meeting.name), *_numbered(meeting)}
    ]
    return exactly or [meeting for meeting in seen if _may_be_meant(meeting, words, meant)]


def named(db: Database, meeting_ids: Iterable[int], viewer: Viewer) -> list[Meeting]:
    """The meetings of these ids that the viewer may see, newest first."""
    return _select(
        db,
        "m.id in (select value from json_each(:meeting_ids))",
        viewer,
        meeting_ids=json.dumps(list(meeting_ids)),
    )


def recent(
    db: Database,
    viewer: Viewer,
    *,
    council_id: int | None = None,
    limit: int = 10,
    offset: int = 0,
) -> list[Meeting]:
    """The latest meetings, newest first."""
    return _select(
        db,
        ":council_id is null or m.council_id = :council_id",
        viewer,
        f"limit {int(limit)} offset {int(offset)}",
        council_id=council_id,
    )


def count(db: Database, viewer: Viewer, council_id: int | None = None) -> int:
    """How many meetings the viewer may see."""
    [total] = db.conn.execute(
        f"""select count(*) from meetings m
        where (:council_id is null or m.council_id = :council_id) and {VISIBLE}""",
        {"council_id": council_id, **viewer.params()},
    ).fetchone()
    return total


def current(db: Database, council_id: int, viewer: Viewer) -> Meeting | None:
    """The meeting a council's remarks are recorded in: the one in session, else the latest held.

    One whose minutes are confirmed or published is finished, and so takes nothing any more.
    """
    found = _select(
        db,
        """m.council_id = :council_id and m.status in ('in_session', 'held')
            and m.confirmed_at is null and m.published_at is null
            and (m.status = 'in_session' or not exists (select 1 from meetings later
                where later.council_id = m.council_id and later.status = 'held'
                    and (later.confirmed_at is not null or later.published_at is not null)
                    and later.held_on > m.held_on))""",
        viewer,
        council_id=council_id,
    )
    in_session = [meeting for meeting in found if meeting.status == "in_session"]
    return next(iter(in_session or found), None)


def require_open(db: Database, meeting_id: int) -> None:
    """Refuse to change minutes that are confirmed or published."""
    row = db.conn.execute(
        "select confirmed_at, published_at from meetings where id = ?", (meeting_id,)
    ).fetchone()
    if row is None:
        raise Refused(NOT_FOUND)
    confirmed_at, published_at = row
    if published_at or confirmed_at:
        done = "公表" if published_at else "確定"
        raise Refused(
            f"この会議の会議録は{done}されているため、記録や訂正はできません。"
            "直す必要があるときは、この会議体の担当者が「/minutes reopen」で確定を解除してください。"
        )


def require_open_for_recording(db: Database, meeting_id: int) -> None:
    """Refuse to record into minutes that are finished, or of a meeting yet to come."""
    require_open(db, meeting_id)
    [status] = db.conn.execute("select status from meetings where id = ?", (meeting_id,)).fetchone()
    if status in ("scheduled", "cancelled"):
        raise Refused(
            "この会議は中止されているため、記録できません。"
            if status == "cancelled"
            else "この会議はまだ始まっていません。「/meeting start」で開会してから記録してください。"
        )


def untitled(held_on: date | None) -> str:
    """What a meeting is called whose minutes name no 第N回."""
    return f"{eras.long_date(held_on)}の会議" if held_on else "開催日の分からない会議"


def _select(
    db: Database, condition: str, viewer: Viewer, page: str = "", **holes: Any
) -> list[Meeting]:
    rows = db.query(
        f"""select m.id, m.council_id, c.name as council, m.title, m.fiscal_year, m.number,
            m.status, m.held_on, m.starts_at, m.ends_at, m.venue, m.disclosure,
            m.disclosure_ground, m.observers, m.observer_count,
            (select count(*) from blocks b join remarks r on r.block_id = b.id
             where b.meeting_id = m.id and r.withdrawn_at is null) as remarks
        from meetings m join councils c on c.id = m.council_id
        where ({condition}) and {VISIBLE}
        order by m.held_on desc nulls last, m.id desc {page}""",
        {**holes, **viewer.params()},
    )
    return [_meeting(row) for row in rows]


def _meeting(row: dict[str, Any]) -> Meeting:
    held_on = _day(row["held_on"])
    return Meeting(
        **row
        | {
            "title": row["title"] or untitled(held_on),
            "held_on": held_on,
            "starts_at": _time(row["starts_at"]),
            "ends_at": _time(row["ends_at"]),
        }
    )


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _time(iso: str | None) -> time | None:
    return time.fromisoformat(iso) if iso else None


def _called(words: str) -> str:
    """How a meeting is called, its year written one way: R3第1回, 2021年度第1回 -> 令和3年度第1回."""
    found = _YEAR_AND_NUMBER.search(unicodedata.normalize("NFKC", words))
    if found:
        try:
            year = eras.fiscal_year_name(eras.read_year(found["year"]))
        except ValueError:
            pass  # no such year: nothing is called so
        else:
            words = f"{found.string[: found.start()]}{year}第{found['number']}回"
    return text.fold(words).replace("会議録", "")


_YEAR_AND_NUMBER = re.compile(
    r"(?P<year>(?:令和|平成|昭和|[RHS])\s*(?:\d+|元)|\d{4})\s*年?度?\s*第?\s*(?P<number>\d+)\s*回",
    re.IGNORECASE,
)


def _may_be_meant(meeting: Meeting, words: str, meant: str) -> bool:
    """Whether a day (令和7年8月6日) or a part of the name (福祉 第2回) may mean this meeting."""
    try:
        found = eras.find_date(words)
    except ValueError:
        return False
    if found:
        return meeting.held_on == found.day
    name = {_called(meeting.name), *_numbered(meeting)}
    return any(all(text.fold(word) in called for word in words.split()) for called in name) or any(
        meant in called for called in name
    )


def _numbered(meeting: Meeting) -> set[str]:
    """令和3年度第1回 is understood also where the minutes print only 第1回."""
    if meeting.fiscal_year is None or meeting.number is None:
        return set()
    title = f"{eras.fiscal_year_name(meeting.fiscal_year)}第{meeting.number}回"
    return {_called(title), _called(meeting.council + title)}
