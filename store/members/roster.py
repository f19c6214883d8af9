"""The roster (名簿): who is a member of a council, in 五十音順, without a word on how to reach them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlite_utils import Database

from store import readings
from store.errors import Refused
from store.viewers import VISIBLE, Viewer

ReachedBy = Literal["phone", "fax", "mail", "slack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member, in one term; `id` is the term's. From minutes: the office registered nothing yet."""

    id: int
    person_id: int
    council_id: int
    name: str
    reading: str
    mark: str
    role: str
    category: str
    affiliation: str
    term_from: date | None
    term_to: date | None
    proxy_allowed: bool
    slack_user: str | None
    reached_by: ReachedBy | None
    is_from_minutes: bool
    version: int


def roster(
    db: Database, council_id: int, viewer: Viewer, *, on: date | None = None
) -> list[Member]:
    """Who is in office on a day, in 五十音順; without a day everybody, in their latest term."""
    found = _select(
        db,
        """c.council_id = :council_id and (:on is null
            or (coalesce(c.term_from, :on) <= :on and coalesce(c.term_to, :on) >= :on))""",
        viewer,
        council_id=council_id,
        on=on and on.isoformat(),
    )
    latest = {member.person_id: member for member in found}
    return sorted(latest.values(), key=lambda m: (readings.order(m.reading, m.name), m.id))


def get(db: Database, member_id: int, viewer: Viewer) -> Member:
    """The member of that id."""
    found = _select(db, "c.id = :member_id", viewer, member_id=member_id)
    if not found:
        raise Refused(
            "その委員は名簿にありません。「/council members」で名簿を表示し直してください。"
        )
    return found[0]


# Whom the office registered may be named; whom only minutes name, where the minutes are seen.
# To stand in a where-clause over `people p`, with the parameters of Viewer.params().
PRINTED = f"""exists (select 1 from attendance a join meetings m on m.id = a.meeting_id
    where a.person_id = p.id and {VISIBLE})"""


def _select(db: Database, condition: str, viewer: Viewer, **holes: Any) -> list[Member]:
    """Terms, an earlier one before a later one of the same person."""
    rows = db.query(
        f"""select c.id, c.person_id, c.council_id, p.name, coalesce(p.reading, '') as reading,
            p.mark, c.role, c.category, c.affiliation, c.term_from, c.term_to, c.proxy_allowed,
            c.slack_user, c.reached_by, c.source = 'minutes' as is_from_minutes, p.version
        from members c join people p on p.id = c.person_id
        where ({condition}) and c.withdrawn_at is null and p.merged_into is null
            and (c.source = 'roster' or :everything or {PRINTED})
        order by c.person_id, c.term_from nulls first, c.id""",
        {**holes, **viewer.params()},
    )
    return [_member(row) for row in rows]


def _member(row: dict[str, Any]) -> Member:
    term_from, term_to = row["term_from"], row["term_to"]
    return Member(
        **row
        | {
            "term_from": date.fromisoformat(term_from) if term_from else None,
            "term_to": date.fromisoformat(term_to) if term_to else None,
            "proxy_allowed": bool(row["proxy_allowed"]),
            "is_from_minutes": bool(row["is_from_minutes"]),
        }
    )
