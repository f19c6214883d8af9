"""Search entries: what the index knows of a remark, written with the remark itself."""

import json
from collections.abc import Iterable
from datetime import date

from sqlite_utils import Database

from store import kinds, text
from store.search import labels

# Raised when what is kept of a remark changes: an older file's index is then made anew.
RULES = 3

# An entry's id, 63 bits: the day it was said, the meeting, the place in it counted from the
# end. Falling ids are then the newest meeting first and, inside a meeting, the printed order.
MEETING_BITS = 21
POSITION_BITS = 20
LAST_MEETING = 2**MEETING_BITS - 1
LAST_POSITION = 2**POSITION_BITS - 1


def enter(db: Database, remark_ids: Iterable[int]) -> None:
    """Give remarks their entries; withdrawn ones get none."""
    # By rising id: FTS5 writes its memory to disk whenever an id is lower than the one before.
    entries = sorted(
        (entry_id(row[1], row[2], row[3]), row[0], entry(row[4], row[5]))
        for row in db.conn.execute(_REMARKS, {"remark_ids": _json_ids(remark_ids)})
    )
    db.conn.executemany(
        "insert into search_entries (id, remark_id, folded) values (?, ?, ?)", entries
    )
    db.conn.executemany(
        "insert into search_index (rowid, tokens) values (?, ?)",
        ((id_, tokens(written)) for id_, _, written in entries),
    )


def withdraw(db: Database, remark_ids: Iterable[int]) -> None:
    """Take the entries of remarks out; one that has none is left alone."""
    entries = db.conn.execute(
        """select e.id, e.folded from json_each(:remark_ids) wanted
        cross join search_entries e on e.remark_id = wanted.value order by e.id""",
        {"remark_ids": _json_ids(remark_ids)},
    ).fetchall()
    # A contentless index forgets an entry only when told the very tokens it was given.
    db.conn.executemany(
        "insert into search_index (search_index, rowid, tokens) values ('delete', ?, ?)",
        ((id_, tokens(written)) for id_, written in entries),
    )
    db.conn.executemany("delete from search_entries where id = ?", ((id_,) for id_, _ in entries))


def reenter(db: Database, remark_ids: Iterable[int]) -> None:
    """Renew the entries of remarks whose words, place or label changed, or their meeting's day.

    Remarks that change places are to be given together: no two entries may have one place.
    """
    remark_ids = list(remark_ids)
    withdraw(db, remark_ids)
    enter(db, remark_ids)


def rebuild(db: Database) -> None:
    """Make the whole index anew from the remarks."""
    db.conn.execute("insert into search_index (search_index) values ('delete-all')")
    db.conn.execute("delete from search_entries")
    enter(db, [row[0] for row in db.conn.execute("select id from remarks order by id")])


def entry_id(held_on: str | None, meeting_id: int, position: int) -> int:
    """Where a remark stands in the record; an unknown day comes before all days."""
    day = date.fromisoformat(held_on).toordinal() if held_on else 0
    if meeting_id > LAST_MEETING or not 0 <= position <= LAST_POSITION:
        raise ValueError(f"no place in the index for meeting {meeting_id}, position {position}")
    return (day << MEETING_BITS | meeting_id) << POSITION_BITS | (LAST_POSITION - position)


# --- An entry: the folded text, then a line for each name its speaker answers to, then a line
# for each property. Folding leaves no line ends, so the lines keep them apart.


def entry(label: str | None, body: str) -> str:
    """What is kept of a remark for the index."""
    properties = (f"{_PROPERTY}{name}" for name in kinds.properties(label, body))
    return "\n".join([text.fold(body), *labels.speaker_names(label), *properties])


def tokens(written: str) -> str:
    """What FTS5 is given for an entry."""
    if not written:
        return ""
    body, *lines = written.split("\n")
    names = (
        property_token(line[1:]) if line.startswith(_PROPERTY) else speaker_token(line)
        for line in lines
    )
    return " ".join([text.tokens(body), *names, EVERY])


def speaker_token(name: str) -> str:
    """One token for a whole name, begun by a noncharacter, which no word can reach."""
    return "\U0010fffe" + text.unsplit(name[:_LONGEST_NAME])


def property_token(name: str) -> str:
    """One token for a role or a kind: `role:secretariat`."""
    return "\U0010ffff" + text.unsplit(name)


# Every entry has this token: what is said without words, or only by leaving out, begins here.
EVERY = "\U0010ffffevery"
_PROPERTY = "\ufdd0"  # a noncharacter, which no folded name begins with
_LONGEST_NAME = 200  # FTS5 cuts tokens at 32 KB

_REMARKS = """select r.id, m.held_on, b.meeting_id, r.position, b.label, r.body
from json_each(:remark_ids) wanted
cross join remarks r on r.id = wanted.value
join blocks b on b.id = r.block_id join meetings m on m.id = b.meeting_id
where r.withdrawn_at is null"""


def _json_ids(remark_ids: Iterable[int]) -> str:
    # Each once: the index would lose its count if it were told twice to forget the same.
    return json.dumps(sorted(set(remark_ids)))
