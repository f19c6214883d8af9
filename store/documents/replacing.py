"""A new document in the place of an old one: what is still there keeps its id."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from sqlite_utils import Database

from store import remarks, search
from store.history import By
from store.remarks import NewRemark


def match(db: Database, meeting_id: int, new: list[NewRemark], by: By) -> None:
    """Let kept remarks move to their new places; add what is new, withdraw what is gone."""
    old = list(
        db.query(
            """select r.id, b.label, r.body, r.version
            from remarks r join blocks b on b.id = r.block_id
            where b.meeting_id = :meeting_id and r.withdrawn_at is null order by r.position""",
            {"meeting_id": meeting_id},
        )
    )
    # Places are free before any is taken anew: no two entries may have one place.
    search.withdraw(db, [remark["id"] for remark in old])
    labels = dict(
        db.conn.execute("select id, label from blocks where meeting_id = ?", (meeting_id,))
    )
    matcher = SequenceMatcher(
        None,
        [(remark["label"], remark["body"]) for remark in old],
        [(labels[remark.block_id], remark.body) for remark in new],
        autojunk=False,
    )
    added: list[NewRemark] = []
    moved: list[int] = []
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        for before, after in _pairs(old[i1:i2], new[j1:j2]):
            if before is None and after is not None:
                added.append(after)
            elif before is not None and after is None:
                remarks.withdraw(db, before["id"], by)
            elif before is not None and after is not None:
                _move(db, before["id"], after)
                moved.append(before["id"])
                if before["body"] != after.body:
                    remarks.edit(db, before["id"], after.body, before["version"], by)
    search.reenter(db, moved)
    remarks.add(db, added, by)


def _pairs(
    old: list[dict[str, Any]], new: list[NewRemark]
) -> Iterator[tuple[dict[str, Any] | None, NewRemark | None]]:
    """Each kept remark beside the one it has become; None where one was taken out or put in."""
    at = 0
    for after in new:
        ahead = range(at, min(at + LOOK_AHEAD, len(old)))
        found = next((n for n in ahead if _alike(old[n]["body"], after.body)), None)
        if found is None:
            yield None, after
        else:
            yield from ((gone, None) for gone in old[at:found])
            yield old[found], after
            at = found + 1
    yield from ((gone, None) for gone in old[at:])


# How many remarks taken out in a row are looked past; more than this, and the rest is new.
LOOK_AHEAD = 20


def _alike(before: str, after: str) -> bool:
    if before == after:
        return True
    matcher = SequenceMatcher(None, before[:500], after[:500], autojunk=False)
    return matcher.real_quick_ratio() >= 0.5 and matcher.ratio() >= 0.5


def _move(db: Database, remark_id: int, place: NewRemark) -> None:
    db.conn.execute(
        """update remarks set block_id = ?, position = ?, lead = ?, indent = ?, tail = ?
        where id = ?""",
        (place.block_id, place.position, place.lead, place.indent, place.tail, remark_id),
    )


_PRINTED_TABLES = ("header_fields", "passages", "materials", "attendance", "blocks", "agenda_items")


def printed_rows(db: Database, meeting_id: int) -> dict[str, list[tuple[int]]]:
    """The ids of the rows that hold what is printed now, remarks apart, by table."""
    return {
        table: db.conn.execute(
            f"select id from {table} where meeting_id = ?", (meeting_id,)
        ).fetchall()
        for table in _PRINTED_TABLES
    }


def sweep(db: Database, old: dict[str, list[tuple[int]]]) -> None:
    """Delete the old rows; a block that holds withdrawn remarks stays with them, unprinted."""
    db.conn.executemany("update blocks set agenda_item_id = null where id = ?", old["blocks"])
    for table in _PRINTED_TABLES:
        held = "not exists (select 1 from remarks where block_id = blocks.id)"
        condition = held if table == "blocks" else "1"
        rows = reversed(old[table])  # children of the agenda before their parents
        db.conn.executemany(f"delete from {table} where id = ? and {condition}", rows)
