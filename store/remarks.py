"""Remarks (発言): what was said, under whose label, at which meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from store import history, search
from store.errors import Refused
from store.history import By, Change
from store.viewers import VISIBLE, Viewer

# The same words whether there is no such remark or it may not be seen.
NOT_FOUND = "その発言は見つかりません。取り消されたか、番号が違っています。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A remark, as kept."""

    id: int
    meeting_id: int
    label: str | None
    body: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRemark:
    """A remark not yet kept; where it came from a file, with the text printed around it."""

    block_id: int
    position: int
    body: str
    source: str = "minutes"
    lead: str | None = None
    indent: str | None = None
    tail: str | None = None
    permalink: str | None = None


def get(db: Database, remark_id: int, viewer: Viewer) -> Remark:
    """The remark of that id."""
    row = db.conn.execute(
        f"""select r.id, b.meeting_id, b.label, r.body, r.version
        from remarks r join blocks b on b.id = r.block_id join meetings m on m.id = b.meeting_id
        where r.id = :remark_id and r.withdrawn_at is null and {VISIBLE}""",
        {"remark_id": remark_id, **viewer.params()},
    ).fetchone()
    if row is None:
        raise Refused(NOT_FOUND)
    return Remark(id=row[0], meeting_id=row[1], label=row[2], body=row[3], version=row[4])


def add(db: Database, remarks: Iterable[NewRemark], by: By) -> list[int]:
    """Keep remarks with their search entries and their history, in the caller's transaction."""
    remarks = list(remarks)
    [last] = db.conn.execute("select coalesce(max(id), 0) from remarks").fetchone()
    ids = list(range(last + 1, last + 1 + len(remarks)))
    stamp = by.stamp
    db.conn.executemany(
        """insert into remarks (id, block_id, position, body, lead, indent, tail, source,
            permalink, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (remark_id, r.block_id, r.position, r.body, r.lead, r.indent, r.tail, r.source,
             r.permalink, stamp)
            for remark_id, r in zip(ids, remarks, strict=True)
        ],
    )  # fmt: skip
    search.enter(db, ids)
    history.record(
        db,
        by,
        (
            Change(noun="remarks", row_id=remark_id, deed="added", after=_facts(r))
            for remark_id, r in zip(ids, remarks, strict=True)
        ),
    )
    return ids


def edit(db: Database, remark_id: int, body: str, version: int, by: By) -> None:
    """Change what a remark says; refused if somebody else changed it since `version`."""
    before = db.conn.execute("select body from remarks where id = ?", (remark_id,)).fetchone()
    done = db.conn.execute(
        """update remarks set body = :body, version = version + 1
        where id = :id and version = :version and withdrawn_at is null""",
        {"id": remark_id, "body": body, "version": version},
    )
    if before is None or not done.rowcount:
        raise Refused("ほかの人がこの発言を先に直しています。新しい内容を確かめてください。")
    search.reenter(db, [remark_id])
    change = Change(
        noun="remarks", row_id=remark_id, deed="edited",
        before={"body": before[0]}, after={"body": body},
    )  # fmt: skip
    history.record(db, by, [change])


def withdraw(db: Database, remark_id: int, by: By) -> None:
    """Take a remark out of the minutes and the index; the history still knows it."""
    search.withdraw(db, [remark_id])
    db.conn.execute(
        "update remarks set withdrawn_at = ?, version = version + 1 where id = ?",
        (by.stamp, remark_id),
    )
    history.record(db, by, [Change(noun="remarks", row_id=remark_id, deed="withdrawn")])


def restore(db: Database, remark_id: int, by: By) -> None:
    """Put a withdrawn remark back where it stood."""
    db.conn.execute(
        "update remarks set withdrawn_at = null, version = version + 1 where id = ?", (remark_id,)
    )
    search.reenter(db, [remark_id])
    history.record(db, by, [Change(noun="remarks", row_id=remark_id, deed="restored")])


def _facts(remark: NewRemark) -> dict[str, Any]:
    return {"block_id": remark.block_id, "body": remark.body, "source": remark.source}
