"""The lines of a recording: what was typed, and what each line became."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from store import memos, passages, remarks
from store.history import By

Kind = Literal["remark", "decision", "task", "information", "memo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line to be written down.

    `begins`: its speaker is named, so that another person speaks from here on; without it, the
    speaker before goes on. `real_name` is for the secretariat alone.
    """

    body: str
    kind: Kind = "remark"
    label: str | None = None
    begins: bool = False
    real_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """A line and the row it became: `row_id` is a remark's, a passage's or a memo's.

    `version` is the remark's when this recording last wrote it, `newest` what it is now.
    """

    recording_id: int
    line: int
    kind: Kind
    row_id: int
    body: str
    label: str | None
    begins: bool
    version: int
    newest: int
    stands: bool


def kept_lines(db: Database, recording_id: int) -> tuple[KeptLine, ...]:
    """What a recording wrote, in its order."""
    rows = db.query(
        """select l.recording_id, l.line, l.begins, l.version,
            case when l.remark_id is not null then 'remark'
                when l.memo_id is not null then 'memo' else p.kind end as kind,
            coalesce(l.remark_id, l.passage_id, l.memo_id) as row_id,
            coalesce(r.body, p.body, m.body) as body,
            b.label, coalesce(r.version, l.version) as newest,
            coalesce(r.withdrawn_at, p.withdrawn_at, m.withdrawn_at) is null as stands
        from recorded_lines l
        left join remarks r on r.id = l.remark_id left join blocks b on b.id = r.block_id
        left join passages p on p.id = l.passage_id left join memos m on m.id = l.memo_id
        where l.recording_id = :recording_id
            and coalesce(l.remark_id, l.passage_id, l.memo_id) is not null
        order by l.line""",
        {"recording_id": recording_id},
    )
    return tuple(
        KeptLine(begins=bool(row.pop("begins")), stands=bool(row.pop("stands")), **row)
        for row in rows
    )


def put_away(db: Database, lines: Iterable[KeptLine], by: By) -> None:
    """Withdraw what lines became, where it still stands."""
    for line in lines:
        if line.stands:
            _noun(line).withdraw(db, line.row_id, by)
            _follow(db, line)


def take_out(db: Database, lines: Iterable[KeptLine], by: By) -> None:
    """Restore what lines became."""
    for line in lines:
        if not line.stands:
            _noun(line).restore(db, line.row_id, by)
            _follow(db, line)


def _noun(line: KeptLine):
    if line.kind == "remark":
        return remarks
    elif line.kind == "memo":
        return memos
    else:
        return passages


def _follow(db: Database, line: KeptLine) -> None:
    """What the recording itself did to a remark is not somebody else's correction of it."""
    if line.kind == "remark" and line.version == line.newest:
        db.conn.execute(
            """update recorded_lines set version = version + 1
            where recording_id = ? and line = ?""",
            (line.recording_id, line.line),
        )
