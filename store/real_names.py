"""Real names (実際の発言者): who stands behind a public label; for the council's secretariat alone."""

import json
from collections.abc import Iterable

from sqlite_utils import Database

from store import history
from store.history import By, Change
from store.viewers import Viewer


def of(db: Database, remark_ids: Iterable[int], viewer: Viewer) -> dict[int, str]:
    """Who really spoke, by remark; nothing for those who are not of the council's secretariat."""
    rows = db.conn.execute(
        """select n.remark_id, n.name from json_each(:remark_ids) wanted
        join real_names n on n.remark_id = wanted.value
        join remarks r on r.id = n.remark_id
        join blocks b on b.id = r.block_id join meetings m on m.id = b.meeting_id
        where :everything or exists (select 1 from secretariat s
            where s.council_id = m.council_id and s.user_id = :viewer)""",
        {"remark_ids": json.dumps(list(remark_ids)), **viewer.params()},
    )
    return dict(rows)


def note(db: Database, remark_id: int, name: str | None, by: By) -> None:
    """Note who really said it; no name: it is not known, or not to be kept."""
    if name:
        db.conn.execute(
            """insert into real_names (remark_id, name) values (?, ?)
            on conflict (remark_id) do update set name = excluded.name""",
            (remark_id, name),
        )
        deed = "named"
    else:
        db.conn.execute("delete from real_names where remark_id = ?", (remark_id,))
        deed = "unnamed"
    # Never the name: the history of a remark is read by more people than it.
    history.record(db, by, [Change(noun="real_names", row_id=remark_id, deed=deed)])
