"""Misses (見つからなかった言葉): what people looked for in vain, so that the office may help.

Kept are the words and the day. Who looked for them is nobody's business, and after some weeks
neither are the words.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlite_utils import Database

from store import text
from store.queries import Expression, terms

KIND = "misses"  # of the letter that tells of a week, see store/outbox.py

KEPT = timedelta(weeks=8)
MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """Words that were looked for together and found nowhere, as they were last typed."""

    words: tuple[str, ...]
    times: int


def note(db: Database, wanted: Expression | None, today: date) -> None:
    """Note that a search for these words found nothing."""
    words = [term.text for term in terms(wanted) if text.fold(term.text)]
    if not words:
        return
    db.conn.execute(
        """insert into misses (day, folded, words) values (:day, :folded, :words)
        on conflict do update set times = times + 1, words = excluded.words""",
        {
            "day": today.isoformat(),
            "folded": " ".join(map(text.fold, words)),
            "words": " ".join("".join(word.split()) for word in words),
        },
    )
    db.conn.execute("delete from misses where day < ?", ((today - KEPT).isoformat(),))


def week(db: Database, today: date) -> tuple[Miss, ...]:
    """What was looked for in vain today and in the six days before, the most often first."""
    return between(db, today - timedelta(days=6), today)


def between(db: Database, first: date, last: date) -> tuple[Miss, ...]:
    """What was looked for in vain on these days, the most often first."""
    rows = db.conn.execute(
        """select words, sum(times) as times, max(day) from misses
        where day between :first and :last
        group by folded order by times desc, max(day) desc, folded limit :most""",
        {"first": first.isoformat(), "last": last.isoformat(), "most": MOST},
    )
    return tuple(Miss(words=tuple(row[0].split(" ")), times=row[1]) for row in rows)
