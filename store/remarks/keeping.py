"""Remarks kept, edited and withdrawn, each with its search entry and its history."""

from collections.abc import Iterable, Sequence
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
    ids = write(db, remarks, by)
    history.record(
        db,
        by,
        (
            Change(noun="remarks", row_id=remark_id, deed="added", after=_facts(r))
            for remark_id, r in zip(ids, remarks, strict=True)
        ),
    )
    return ids


def write(db: Database, remarks: Sequence[NewRemark], by: By) -> list[int]:
    """Write remarks with their search entries; what their history says is the caller's."""
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
    return ids


def edit(db: Database, remark_id: int, body: str, version: int, by: By) -> None:
    """Change what a remark says; refused if somebody else changed it since `version`."""
    before = db.conn.execute("select body from remarks where id = ?", (remark_id,)).fetchone()
    if before is None or not rewrite(db, remark_id, body, version):
        raise Refused("ほかの人がこの発言を先に直しています。新しい内容を確かめてください。")
    change = Change(
        noun="remarks", row_id=remark_id, deed="edited",
        before={"body": before[0]}, after={"body": body},
    )  # fmt: skip
    history.record(db, by, [change])


def rewrite(db: Database, remark_id: int, body: str, version: int) -> bool:
    """Let a remark say something else; False if it changed since `version`, or was withdrawn."""
    # A remark that was one line was printed without an indent; its new lines need one.
    done = db.conn.execute(
        """update remarks set body = :body, version = version + 1,
            indent = case when indent = '' and instr(body, char(10)) = 0
                and instr(:body, char(10)) > 0 then null else indent end
        where id = :id and version = :version and withdrawn_at is null""",
        {"id": remark_id, "body": body, "version": version},
    )
    search.reenter(db, [remark_id])
    return bool(done.rowcount)


def withdraw(db: Database, remark_id: int, by: By) -> None:
    """Take a remark out of the minutes and the index; the history still knows it."""
    if take_out(db, remark_id, by):
        history.record(db, by, [Change(noun="remarks", row_id=remark_id, deed="withdrawn")])


def take_out(db: Database, remark_id: int, by: By) -> bool:
    """Let a remark stand no longer; False if it does not stand."""
    done = db.conn.execute(
        """update remarks set withdrawn_at = ?, version = version + 1
        where id = ? and withdrawn_at is null""",
        (by.stamp, remark_id),
    )
    search.withdraw(db, [remark_id])
    return bool(done.rowcount)


def _facts(remark: NewRemark) -> dict[str, Any]:
    return {"block_id": remark.block_id, "body": remark.body, "source": remark.source}
