"""Merging (統合): two names of one person, as minutes print them; never merged without being asked."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlite_utils import Database

from store import text
from store.errors import Refused
from store.history import By
from store.members.people import note
from store.members.roster import PRINTED
from store.viewers import VISIBLE, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One of two who may be the same: their name, and what tells who they are."""

    person_id: int
    name: str
    affiliation: str
    is_registered: bool
    last_seen: str | None  # the title of the last meeting whose minutes print them


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Two people who may be one; `keep` is whom the office registered, or else the older."""

    keep: Known
    gone: Known


def likely_same(db: Database, council_id: int, viewer: Viewer) -> list[Likeness]:
    """People of a council whose names are spelled alike (広岡, 廣岡), unless staff said otherwise.

    Two on the roll of one meeting are two.
    """
    alike: dict[str, list[Known]] = defaultdict(list)
    for known in _people(db, council_id, viewer):
        alike[text.fold(known.name)].append(known)
    return [
        Likeness(keep=one, gone=other)
        for group in alike.values()
        for one, other in combinations(group, 2)
        if not _are_two(db, one.person_id, other.person_id)
    ]


def merge(db: Database, keep_id: int, gone_id: int, by: By) -> None:
    """Let everything that is known of one person be another's; the old name leads to them."""
    names = dict(
        db.conn.execute(
            """select a.id, a.name from people a join people b on b.council_id = a.council_id
            where a.merged_into is null and b.merged_into is null
                and (a.id, b.id) in (values (:keep, :gone), (:gone, :keep))""",
            {"keep": keep_id, "gone": gone_id},
        )
    )
    if len(names) < 2:
        raise Refused("すでにまとめられています。名簿を表示し直してください。")
    if _met(db, keep_id, gone_id):
        raise Refused(
            f"「{names[keep_id]}」さんと「{names[gone_id]}」さんは、同じ会議の出席者に並んでいるため、"
            "同じ人としてまとめられません。"
        )
    for statement in _STATEMENTS:
        db.conn.execute(statement, {"keep": keep_id, "gone": gone_id})
    note(
        db, by, "people", keep_id, "merged",
        before={"person_id": gone_id, "name": names[gone_id]}, after={"name": names[keep_id]},
    )  # fmt: skip


def keep_apart(db: Database, one_id: int, other_id: int, by: By) -> None:
    """Remember that two people of like names are two."""
    first, second = sorted((one_id, other_id))
    told = db.conn.execute(
        "insert into different_people values (?, ?) on conflict do nothing", (first, second)
    )
    if told.rowcount:
        note(db, by, "people", first, "told apart", after={"person_id": second})


# The tables that speak of a person. One that is added to the schema is added here.
MOVED = (
    "attendance", "members", "appointments", "contacts", "different_people", "excuses",
    "written_opinions", "item_absences", "poll_people", "travel_costs",
)  # fmt: skip

# A term the minutes gave says less than one the office registered; of two equal terms, and of
# two numbers of a kind, the kept person's stands.
_STATEMENTS = (
    "update attendance set person_id = :keep where person_id = :gone",
    """delete from members where source = 'minutes' and person_id = :gone
        and exists (select 1 from members where person_id = :keep and withdrawn_at is null)""",
    """delete from members where source = 'minutes' and person_id = :keep
        and exists (select 1 from members where person_id = :gone)""",
    """delete from members where person_id = :gone and exists (select 1 from members k
        where k.person_id = :keep and k.term_from is members.term_from)""",
    "update members set person_id = :keep where person_id = :gone",
    "update or ignore excuses set person_id = :keep where person_id = :gone",
    "delete from excuses where person_id = :gone",
    "update or ignore written_opinions set person_id = :keep where person_id = :gone",
    "delete from written_opinions where person_id = :gone",
    "update or ignore item_absences set person_id = :keep where person_id = :gone",
    "delete from item_absences where person_id = :gone",
    "update or ignore appointments set person_id = :keep where person_id = :gone",
    "delete from appointments where person_id = :gone",
    "update or ignore contacts set person_id = :keep where person_id = :gone",
    "delete from contacts where person_id = :gone",
    "update or ignore travel_costs set person_id = :keep where person_id = :gone",
    "delete from travel_costs where person_id = :gone",
    "delete from different_people where :gone in (person_id, other_id)",
    # Of two who were asked in one poll, the one who answered stands.
    """delete from poll_people where person_id = :keep and replied_at is null
        and exists (select 1 from poll_people g where g.poll_id = poll_people.poll_id
            and g.person_id = :gone and g.replied_at is not null)""",
    "update or ignore poll_people set person_id = :keep where person_id = :gone",
    "delete from poll_people where person_id = :gone",
    """update people set reading = coalesce(reading, (select reading from people where id = :gone)),
        mark = iif(mark = '', (select mark from people where id = :gone), mark),
        version = version + 1 where id = :keep""",
    "update people set merged_into = :keep where :gone in (id, merged_into)",
)


def _are_two(db: Database, one_id: int, other_id: int) -> bool:
    """Whether staff said that they are two, or they met."""
    told = db.conn.execute(
        "select 1 from different_people where (person_id, other_id) = (min(?1, ?2), max(?1, ?2))",
        (one_id, other_id),
    ).fetchone()
    return told is not None or _met(db, one_id, other_id)


def _met(db: Database, one_id: int, other_id: int) -> bool:
    """Whether both stand on the roll of one meeting."""
    row = db.conn.execute(
        """select 1 from attendance a join attendance b on b.meeting_id = a.meeting_id
        where a.person_id = ? and b.person_id = ?""",
        (one_id, other_id),
    ).fetchone()
    return row is not None


def _people(db: Database, council_id: int, viewer: Viewer) -> list[Known]:
    """Everybody the viewer may know of; whom the office registered first."""
    rows = db.query(
        f"""with known as (
            select p.id, p.name,
                (select c.affiliation from members c where c.person_id = p.id
                    and c.withdrawn_at is null order by c.id desc limit 1) as affiliation,
                exists (select 1 from members c where c.person_id = p.id
                    and c.source = 'roster' and c.withdrawn_at is null)
                    or exists (select 1 from appointments d where d.person_id = p.id)
                    as is_registered,
                (select m.title from attendance a join meetings m on m.id = a.meeting_id
                    where a.person_id = p.id and {VISIBLE}
                    order by m.held_on desc limit 1) as last_seen
            from people p
            where p.council_id = :council_id and p.merged_into is null
        ) select id as person_id, name, coalesce(affiliation, '') as affiliation, is_registered,
            last_seen
        from known p where is_registered or {PRINTED} order by is_registered desc, id""",
        {"council_id": council_id, **viewer.params()},
    )
    return [
        Known(is_registered=bool(row.pop("is_registered")), **row)
        for row in map(dict[str, Any], rows)
    ]
