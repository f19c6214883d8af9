"""Search (検索): exact like LIKE, over bigrams of the folded text.

Every live remark has one entry. The entry's id is its place in the order of the record, so
that "newest first", a period and a meeting are ranges of the index itself.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from store import text
from store.viewers import VISIBLE, Viewer

# An entry's id, 63 bits: the day it was said, the meeting, the place in it counted from the
# end. Falling ids are then the newest meeting first and, inside a meeting, the printed order.
_MEETING_BITS = 21
_POSITION_BITS = 20
LAST_MEETING = 2**_MEETING_BITS - 1
LAST_POSITION = 2**_POSITION_BITS - 1

# What the index is asked for; more of a query than this is looked for in the text of what the
# index finds, so that ten thousand characters cost little more than thirty.
_LONGEST_WORD = 24
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: all the words in one remark, by any of the speakers."""

    words: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    text: str = ""  # as it was typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A remark that was found, and where it stands."""

    remark_id: int
    meeting_id: int
    council: str
    meeting: str
    held_on: date | None
    agenda_number: str | None  # its whole path: 2(1)
    agenda: str | None  # path and title
    speaker: str | None  # as printed; none: reported without a speaker
    body: str
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int
    offset: int


def find(db: Database, query: Query, viewer: Viewer, *, limit: int = 10, offset: int = 0) -> Page:
    """The remarks a viewer may see that answer a query, newest meeting first."""
    total = count(db, query, viewer)
    if total <= offset:
        return Page(hits=(), total=total, offset=offset)
    holes = {**_ask(query), "limit": limit, "offset": offset, **viewer.params()}
    hits = tuple(_hit(row) for row in db.query(_PAGE, holes))
    return Page(hits=hits, total=total, offset=offset)


def count(db: Database, query: Query, viewer: Viewer) -> int:
    """How many remarks a viewer may see answer a query."""
    asked = _ask(query)
    if not asked["match"]:
        return 0
    counting = _TOTAL if asked["unasked"] == "[]" else _TOTAL_CHECKED
    [total] = db.conn.execute(counting, {**asked, **viewer.params()}).fetchone()
    return total


def around(
    db: Database, remark_id: int, viewer: Viewer, before: int = 3, after: int = 3
) -> tuple[Hit, ...]:
    """A remark among its neighbours in the meeting, in printed order; empty if it may not be seen."""
    rows = db.query(
        _AROUND, {"remark_id": remark_id, "before": before, "after": after, **viewer.params()}
    )
    return tuple(_hit(row) for row in rows)


def match_expression(words: Iterable[str], speakers: Iterable[str] = ()) -> str:
    """The FTS5 expression for folded words (all of them) and speakers (any of them)."""
    wanted = [text.phrase(word) for word in words]
    names = [f'"{_speaker_token(name)}"' for name in speakers]
    if names:
        wanted.append(f"({' OR '.join(names)})")
    return " AND ".join(wanted)


def speaker_names(label: str | None) -> tuple[str, ...]:
    """The folded names a printed label answers to, whole ones only.

    事務局(鈴木主幹) answers to 事務局(鈴木主幹), 事務局, 鈴木主幹 and 鈴木: to all of it, to what is
    outside and inside its brackets, and to each of these without a title. 委員長 is not 委員.
    """
    whole = _speaker(label or "")
    parts = [whole, _BRACKETED.sub("", whole), *_BRACKETED.findall(whole)]
    untitled = [
        match["name"]
        for part in parts
        if not _TITLE.fullmatch(part) and (match := _NAME_AND_TITLE.fullmatch(part))
    ]
    return tuple(dict.fromkeys(name for name in parts + untitled if name))


# --- Writing: inside the transaction that changes the remark.


def enter(db: Database, remark_ids: Iterable[int]) -> None:
    """Give remarks their entries; withdrawn ones get none."""
    entries = [
        (entry_id(row[1], row[2], row[3]), row[0], _entry(row[4], row[5]))
        for row in db.conn.execute(_REMARKS, {"remark_ids": _json_ids(remark_ids)})
    ]
    db.conn.executemany(
        "insert into search_entries (id, remark_id, folded) values (?, ?, ?)", entries
    )
    db.conn.executemany(
        "insert into search_index (rowid, tokens) values (?, ?)",
        ((id_, _tokens(entry)) for id_, _, entry in entries),
    )


def withdraw(db: Database, remark_ids: Iterable[int]) -> None:
    """Take the entries of remarks out; one that has none is left alone."""
    entries = db.conn.execute(
        """select e.id, e.folded from json_each(:remark_ids) wanted
        cross join search_entries e on e.remark_id = wanted.value""",
        {"remark_ids": _json_ids(remark_ids)},
    ).fetchall()
    # A contentless index forgets an entry only when told the very tokens it was given.
    db.conn.executemany(
        "insert into search_index (search_index, rowid, tokens) values ('delete', ?, ?)",
        ((id_, _tokens(entry)) for id_, entry in entries),
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
    return (day << _MEETING_BITS | meeting_id) << _POSITION_BITS | (LAST_POSITION - position)


# --- Checking


def check(db: Database) -> list[str]:
    """Compare entries with remarks, and the index with entries; say what is wrong."""
    problems: list[str] = []
    terms: Counter[str] = Counter()
    for row in db.conn.execute(_ENTRIES_BESIDE_REMARKS):
        remark_id, held_on, meeting_id, position, label, body, live, found_id, found = row
        terms.update(_tokens(found or "").split())
        if not live and found is not None:
            problems.append(f"発言 {remark_id} は取り消されたのに、検索に残っています。")
        elif live and found is None:
            problems.append(f"発言 {remark_id} が検索の索引に入っていません。")
        elif live and found != _entry(label, body):
            problems.append(f"発言 {remark_id} の索引が、発言の内容と違っています。")
        elif live and found_id != entry_id(held_on, meeting_id, position):
            problems.append(f"発言 {remark_id} の索引が、会議の日付や順序と違っています。")
    return problems + _check_index(db, terms)


def _check_index(db: Database, terms: Counter[str]) -> list[str]:
    # FTS5's own integrity-check compares a contentless index with nothing at all; its list of
    # terms, counted, is compared with ours instead.
    [strays] = db.conn.execute(
        """select count(*) from (select id from search_index_docsize
        except select id from search_entries)"""
    ).fetchone()
    [missing] = db.conn.execute(
        """select count(*) from (select id from search_entries
        except select id from search_index_docsize)"""
    ).fetchone()
    wrong = sum(count != terms.pop(term, 0) for term, count in _index_terms(db)) + len(terms)
    if strays or missing or wrong:
        return [
            f"検索の索引が発言と合っていません（余り {strays} 件、不足 {missing} 件、違う語 {wrong} 件）。"
        ]
    else:
        return []


def _index_terms(db: Database) -> list[tuple[str, int]]:
    # A reader that was opened read-only may still make the temporary table this takes, once
    # query_only is out of the way.
    [query_only] = db.conn.execute("pragma query_only").fetchone()
    db.conn.execute("pragma query_only = 0")
    try:
        db.conn.execute(
            """create virtual table if not exists temp.search_terms
            using fts5vocab('main', 'search_index', 'row')"""
        )
        return db.conn.execute("select term, cnt from temp.search_terms").fetchall()
    finally:
        db.conn.execute("drop table if exists temp.search_terms")
        db.conn.execute(f"pragma query_only = {int(query_only)}")


# --- Asking


def _ask(query: Query) -> dict[str, str]:
    """What the index is asked for, and the words it is not asked for in full."""
    words = sorted({text.fold(word) for word in query.words} - {""}, key=_rarest_first)
    asked = [word[:_LONGEST_WORD] for word in words[:_MOST_WORDS]]
    unasked = [word for word in words if word not in asked]
    speakers = {_speaker(speaker) for speaker in query.speakers} - {""}
    return {
        "match": match_expression(dict.fromkeys(asked), sorted(speakers)),
        "unasked": json.dumps(unasked),
    }


def _rarest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _speaker(label: str) -> str:
    """A label without the mark printed before it: ○委員長."""
    return text.fold(label).strip("○◯●◎・")


# Folded, as the labels are.
_BRACKETED = re.compile(r"[(\[〔【<]([^(\[〔【<)\]〕】>]*)[)\]〕】>]")
_TITLE = re.compile(
    "(副|前|元)?(委員長|会長|座長|部会長|分科会長|議長|理事長)(職務)?(代理|代理者)?"
    "|(臨時|専門|特別|公募)?委員|おぶざーばー|参考人|部長|次長|局長|課長|室長|所長|係長|主幹|主査"
    "|主任|参事|教授|先生|氏|君|さん|様"
)
_NAME_AND_TITLE = re.compile(f"(?P<name>.+?)({_TITLE.pattern})")


# --- An entry: the folded text and, on further lines, the names its speaker answers to. Folding
# leaves no line ends, so the lines keep them apart.


def _entry(label: str | None, body: str) -> str:
    return "\n".join([text.fold(body), *speaker_names(label)])


def _tokens(entry: str) -> str:
    body, *names = entry.split("\n")
    return " ".join([text.tokens(body), *map(_speaker_token, names)])


def _speaker_token(name: str) -> str:
    # One token for the whole name, begun by a noncharacter, which no word can reach.
    return "\U0010fffe" + text.unsplit(name[:_LONGEST_NAME])


# FTS5 cuts tokens at 32 KB.
_LONGEST_NAME = 200

# --- The queries

_REMARKS = """select r.id, m.held_on, b.meeting_id, r.position, b.label, r.body
from json_each(:remark_ids) wanted
cross join remarks r on r.id = wanted.value
join blocks b on b.id = r.block_id join meetings m on m.id = b.meeting_id
where r.withdrawn_at is null"""

_ENTRIES_BESIDE_REMARKS = """select r.id, m.held_on, b.meeting_id, r.position, b.label, r.body,
  r.withdrawn_at is null, e.id, e.folded
from remarks r join blocks b on b.id = r.block_id join meetings m on m.id = b.meeting_id
left join search_entries e on e.remark_id = r.id order by r.id"""

# The words the index was not asked for in full, looked for in the entry's first line.
_HOLDS_UNASKED = """not exists (select 1 from json_each(:unasked) w
  where instr(substr(e.folded, 1, instr(e.folded || char(10), char(10)) - 1), w.value) = 0)"""

# Counted in the index alone: an entry's id tells its meeting, and the few meetings hidden from
# the viewer are left out by it.
_TOTAL = f"""with hidden (id) as (
  select m.id from meetings m
  where not :everything and m.disclosure = 'closed' and not {VISIBLE}
)
select case when exists (select 1 from hidden)
  then (select count(*) from search_index i where i.search_index match :match
    and (i.rowid >> {_POSITION_BITS} & {LAST_MEETING}) not in (select id from hidden))
  else (select count(*) from search_index where search_index match :match) end"""

_TOTAL_CHECKED = f"""select count(*) from search_index i
cross join search_entries e on e.id = i.rowid
cross join remarks r on r.id = e.remark_id
cross join blocks b on b.id = r.block_id
cross join meetings m on m.id = b.meeting_id
where i.search_index match :match and {_HOLDS_UNASKED} and {VISIBLE}"""

_HIT = """r.id as remark_id, m.id as meeting_id, c.name as council, m.title as meeting, m.held_on,
  b.label as speaker, r.body, m.disclosure = 'closed' as closed, a.title as agenda_title,
  (with recursive path (parent_id, number, height) as (
     select a.parent_id, a.number, 0
     union all
     select above.parent_id, above.number, height + 1
     from agenda_items above join path on above.id = path.parent_id
   )
   select group_concat(number, '') from (select number from path order by height desc)
  ) as agenda_number"""

# The joins are crossed so that the index is walked in its own order, and only as far as the page.
_PAGE = f"""select {_HIT}
from search_index i
cross join search_entries e on e.id = i.rowid
cross join remarks r on r.id = e.remark_id
cross join blocks b on b.id = r.block_id
cross join meetings m on m.id = b.meeting_id
cross join councils c on c.id = m.council_id
left join agenda_items a on a.id = b.agenda_item_id
where i.search_index match :match and {_HOLDS_UNASKED} and {VISIBLE}
order by i.rowid desc limit :limit offset :offset"""

_AROUND = f"""with own (id, first) as (
  select id, id >> {_POSITION_BITS} << {_POSITION_BITS} from search_entries
  where remark_id = :remark_id
), near (id) as (
  select id from (select e.id from own join search_entries e
    on e.id between own.id and own.first + {LAST_POSITION} order by e.id limit 1 + :before)
  union all
  select id from (select e.id from own join search_entries e
    on e.id >= own.first and e.id < own.id order by e.id desc limit :after)
)
select {_HIT}
from near join search_entries e on e.id = near.id
join remarks r on r.id = e.remark_id
join blocks b on b.id = r.block_id
join meetings m on m.id = b.meeting_id
join councils c on c.id = m.council_id
left join agenda_items a on a.id = b.agenda_item_id
where {VISIBLE}
order by e.id desc"""


def _hit(row: dict[str, Any]) -> Hit:
    number, title = row.pop("agenda_number"), row.pop("agenda_title")
    return Hit(
        **row
        | {
            "held_on": row["held_on"] and date.fromisoformat(row["held_on"]),
            "closed": bool(row["closed"]),
            "agenda_number": number,
            "agenda": f"{number} {title}".strip() if title is not None else None,
        }
    )


def _json_ids(remark_ids: Iterable[int]) -> str:
    # Each once: the index would lose its count if it were told twice to forget the same.
    return json.dumps(sorted(set(remark_ids)))
