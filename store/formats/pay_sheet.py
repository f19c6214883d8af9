"""報酬等一覧 for accounting: one row for each person and meeting, as CSV or Excel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from store.formats.document import Status
from store.formats.tables import Column, Table, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one person is due for one meeting."""

    meeting: str
    held_on: date | None
    starts_at: time | None
    ends_at: time | None
    minutes: int
    name: str
    role: str
    status: Status
    stands_for: str | None
    fee: int
    travel: int


STATUS: dict[Status, str] = {
    "present": "出席",
    "online": "オンライン出席",
    "late": "遅参",
    "left_early": "早退",
    "proxy": "代理出席",
}


def table(council: str, rows: Sequence[Row]) -> Table:
    """A row for each; sums are left to whoever adds them up, so that no row is counted twice."""
    return Table(
        name="報酬等一覧",
        columns=(
            Column(name="会議体", width=28),
            Column(name="会議", width=20),
            Column(name="開催日", width=12),
            Column(name="開会", width=8),
            Column(name="閉会", width=8),
            Column(name="時間(分)", width=10),
            Column(name="氏名", width=18),
            Column(name="役職", width=12),
            Column(name="出欠", width=14),
            Column(name="備考", width=20),
            Column(name="報酬(円)", width=12, form="#,##0"),
            Column(name="費用弁償(円)", width=14, form="#,##0"),
            Column(name="計(円)", width=12, form="#,##0"),
        ),
        rows=[_row(council, row) for row in rows],
    )


def _row(council: str, row: Row) -> tuple[Value, ...]:
    return (
        council,
        row.meeting,
        row.held_on.isoformat() if row.held_on else None,
        f"{row.starts_at:%H:%M}" if row.starts_at else None,
        f"{row.ends_at:%H:%M}" if row.ends_at else None,
        row.minutes,
        row.name,
        row.role,
        STATUS.get(row.status, ""),
        f"{row.stands_for}委員の代理" if row.stands_for else None,
        row.fee,
        row.travel,
        row.fee + row.travel,
    )
