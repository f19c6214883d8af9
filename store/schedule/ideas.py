"""What the last meeting left for the next one: tasks, promises, and who was absent."""

import re
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from store import kinds, meetings, roles
from store.formats import tasks
from store.meetings import Meeting
from store.viewers import VISIBLE, Viewer

# As many boxes as Slack puts into one field.
MOST = 10
LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """Something that may go on the agenda; `key` tells it among those of its meeting."""

    key: str
    what: str
    is_task: bool

    @property
    def title(self) -> str:
        """As it stands on the agenda."""
        return f"{self.what}（前回の{'宿題' if self.is_task else '発言'}）"


def last_held(db: Database, council_id: int, viewer: Viewer, today: date) -> Meeting | None:
    """The latest meeting held that the viewer may see."""
    row = db.conn.execute(
        f"""select m.id from meetings m where m.council_id = :council_id and m.status = 'held'
            and m.held_on <= :today and {VISIBLE}
        order by m.held_on desc, m.id desc limit 1""",
        {"council_id": council_id, "today": today.isoformat(), **viewer.params()},
    ).fetchone()
    return meetings.get(db, row[0], viewer) if row else None


def ideas(db: Database, council_id: int, viewer: Viewer, today: date) -> tuple[Idea, ...]:
    """The open tasks of the last meeting, then what the secretariat promised there.

    Promises are proposals by rule: the clerk ticks what is one.
    """
    last = last_held(db, council_id, viewer, today)
    if last is None:
        return ()
    found = [
        Idea(key=f"task:{row_id}", what=_short(tasks.read(body).what), is_task=True)
        for row_id, body in db.conn.execute(
            """select id, body from passages
            where meeting_id = ? and kind = 'task' and withdrawn_at is null order by position""",
            (last.id,),
        )
    ]
    found += [
        Idea(key=f"remark:{row_id}", what=_short(body), is_task=False)
        for row_id, label, body in db.conn.execute(
            """select r.id, b.label, r.body from remarks r join blocks b on b.id = r.block_id
            where b.meeting_id = ? and r.withdrawn_at is null order by r.position""",
            (last.id,),
        )
        if is_promise(label, body)
    ]
    return tuple(found[:MOST])


def is_promise(label: str | None, body: str) -> bool:
    """Whether a remark may be a promise of the secretariat's."""
    if roles.role_of(label) != "secretariat" or kinds.kind_of(label, body) == "report":
        return False
    return bool(_LATER.search(body))


def absentees(db: Database, council_id: int, viewer: Viewer, today: date) -> tuple[str, ...]:
    """The members who were absent from the last meeting; for the secretariat alone."""
    last = last_held(db, council_id, viewer, today)
    if last is None:
        return ()
    rows = db.conn.execute(
        """select name from attendance
        where meeting_id = ? and kind = 'member' and status = 'absent' order by position""",
        (last.id,),
    )
    return tuple(row[0] for row in rows)


_LATER = re.compile(
    r"次回|次の会議|今後|後日|改めて|追って"
    r"|(?:検討|確認|調査|調整|整理|研究)(?:を?(?:し|進め|行)|いた|させ)(?!た[。]?$)"
)


def _short(words: str) -> str:
    line = " ".join(words.split()).rstrip("。")
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
