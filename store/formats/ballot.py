"""Date polls (日程調整) as a table for Excel: the replies of everybody, or a sheet to write them on."""

from collections.abc import Sequence
from dataclasses import dataclass

from store.formats.tables import Column, Table, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """A row of the ballot: who it is, a mark for each option, and what is said of them."""

    name: str
    title: str
    marks: Sequence[str]
    entered: str = ""
    comment: str = ""


def replies(name: str, options: Sequence[str], voters: Sequence[Voter]) -> Table:
    """Who replied what (○ △ ×), with the sums of each option under it."""
    rows: list[tuple[Value, ...]] = [
        (one.title, one.name, *one.marks, one.entered, one.comment) for one in voters
    ]
    for sign in ("○", "△", "×", "未回答"):
        sums = [sum(one.marks[nth] == sign for one in voters) for nth in range(len(options))]
        rows.append(("計", sign, *sums, None, None))
    return Table(
        name=name,
        columns=(
            *_WHO,
            *_days(options),
            Column(name="記入", width=26),
            Column(name="備考", width=30),
        ),
        rows=rows,
    )


def to_write_on(name: str, options: Sequence[str], voters: Sequence[Voter]) -> Table:
    """Those who have not replied, with empty cells to write on while one telephones."""
    empty = ("",) * len(options)
    return Table(
        name=name,
        columns=(
            *_WHO,
            Column(name="連絡", width=10),
            *_days(options),
            Column(name="備考", width=30),
        ),
        rows=[(one.title, one.name, one.entered, *empty, "") for one in voters],
    )


_WHO = (Column(name="役職", width=12), Column(name="氏名", width=18))


def _days(options: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(name=option, width=13) for option in options)
