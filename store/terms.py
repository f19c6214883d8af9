"""Terms (任期) that end: who has to be appointed anew, and who may not be (再任の限度).

The secretariat is told ahead, once for each term and each span of time. A term that another one
follows is nobody's worry any more.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlite_utils import Database

from store import councils, outbox, readings, rules
from store.history import By
from store.outbox import NewLetter
from store.slots import JAPAN

KIND = "terms"  # of the letter that tells of terms, see store/outbox.py

MONTHS_AHEAD = (6, 1)  # when it is told: half a year is what a public call for members takes
TOLD_AT = time(9)
# A term that ran out and was never renewed is an oversight; after so long it was meant.
JUST_OVER = timedelta(days=92)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A term that ends with none after it; the nth of that person, as far as the roster knows.

    `is_last`: the council's rules allow no other.
    """

    member_id: int
    name: str
    role: str
    affiliation: str
    begins: date | None
    ends: date
    nth: int
    is_last: bool


def most_terms(db: Database, council_id: int) -> int | None:
    """How many terms a council lets one person serve; None: as many as they like."""
    return rules.of(db, council_id).most_terms


def limit(db: Database, council_id: int, most: int | None, by: By) -> None:
    """Lay down how many terms one person may serve."""
    rules.lay_down(db, council_id, replace(rules.of(db, council_id), most_terms=most), by)


def ending(db: Database, council_id: int, today: date) -> list[Ending]:
    """The terms that end, the soonest first; those just over and not followed by another, too."""
    return _select(db, council_id, "c.term_to >= :since", since=(today - JUST_OVER).isoformat())


def without_end(db: Database, council_id: int) -> int:
    """How many are on the roster whose term ends nobody knows when."""
    [count] = db.conn.execute(
        """select count(distinct c.person_id) from members c join people p on p.id = c.person_id
        where c.council_id = ? and c.source = 'roster' and c.term_to is null
            and c.withdrawn_at is null and p.merged_into is null""",
        (council_id,),
    ).fetchone()
    return count


def is_time_to_warn(db: Database, today: date) -> bool:
    """Whether there may be anybody to tell of."""
    return any(_unwarned(db, council_id, today) for council_id in _with_secretariat(db))


def warn(db: Database, today: date) -> None:
    """Let the secretariats be told, once for each term and span, what ends in half a year."""
    for council_id in _with_secretariat(db):
        for months, endings in _unwarned(db, council_id, today).items():
            for one in endings:
                # Whom the nearer span tells of, the farther one need not.
                for span in MONTHS_AHEAD:
                    if span >= months:
                        db.conn.execute(
                            "insert or ignore into term_warnings values (?, ?, ?)",
                            (one.member_id, one.ends.isoformat(), span),
                        )
            told = [one.member_id for one in endings]
            until = endings[0].ends.isoformat()
            for user_id in councils.secretariat(db, council_id):
                outbox.put(
                    db,
                    NewLetter(
                        key=f"{KIND}:{council_id}:{told[0]}:{until}:{months}:{user_id}",
                        recipient=user_id,
                        kind=KIND,
                        due_at=datetime.combine(today, TOLD_AT, JAPAN),
                        refs={"council": council_id, "members": told},
                    ),
                )


def told_of(db: Database, council_id: int, member_ids: Sequence[int]) -> list[Ending]:
    """Of the terms a letter is about, those that still end with none after them."""
    return _select(
        db,
        council_id,
        "c.id in (select value from json_each(:ids))",
        ids=json.dumps(list(member_ids)),
    )


def _with_secretariat(db: Database) -> list[int]:
    rows = db.conn.execute("select distinct council_id from secretariat order by council_id")
    return [council_id for (council_id,) in rows]


def _unwarned(db: Database, council_id: int, today: date) -> dict[int, list[Ending]]:
    """By span, the terms that end within it and were not told of; each in its nearest span only."""
    known = {
        (member_id, ends, months)
        for member_id, ends, months in db.conn.execute("select * from term_warnings")
    }
    found: dict[int, list[Ending]] = {}
    for one in ending(db, council_id, today):
        spans = [
            months for months in MONTHS_AHEAD if today >= one.ends - relativedelta(months=months)
        ]
        if one.ends < today or not spans:
            continue
        nearest = min(spans)
        if (one.member_id, one.ends.isoformat(), nearest) not in known:
            found.setdefault(nearest, []).append(one)
    return found


def _select(db: Database, council_id: int, condition: str, **holes: Any) -> list[Ending]:
    """Of the office's own roster; whom only minutes name has no term that is known."""
    most = most_terms(db, council_id)
    rows = db.conn.execute(
        f"""select c.id, p.name || iif(p.mark = '', '', '(' || p.mark || ')'),
            coalesce(p.reading, ''), c.role, c.affiliation, c.term_from, c.term_to,
            (select count(*) from members e where e.person_id = c.person_id
                and e.withdrawn_at is null and e.term_from is not null
                and coalesce(e.term_from < c.term_from, 0)) + 1
        from members c join people p on p.id = c.person_id
        where c.council_id = :council_id and c.term_to is not null and c.withdrawn_at is null
            and p.merged_into is null and ({condition})
            and not exists (select 1 from members later where later.person_id = c.person_id
                and later.withdrawn_at is null and later.id <> c.id
                and (later.term_from > c.term_from or later.term_from > c.term_to
                    or later.term_to > c.term_to))""",
        {"council_id": council_id, **holes},
    ).fetchall()
    rows.sort(key=lambda row: (row[6], readings.order(row[2], row[1]), row[0]))
    return [
        Ending(
            member_id=member_id,
            name=name,
            role=role,
            affiliation=affiliation,
            begins=date.fromisoformat(begins) if begins else None,
            ends=date.fromisoformat(ends),
            nth=nth,
            is_last=most is not None and nth >= most,
        )
        for member_id, name, _, role, affiliation, begins, ends, nth in rows
    ]
