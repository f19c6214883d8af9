"""Appointments (発令): which title an officer has from which day; older meetings keep the older one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from store import readings
from store.errors import Refused
from store.history import By
from store.members.people import expect, namesakes, new, note, rename
from store.viewers import OPERATOR, VISIBLE, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """An officer with the title of one day; without `since` it is what minutes print."""

    person_id: int
    council_id: int
    name: str
    reading: str
    department: str
    section: str
    unit: str
    post: str
    title: str
    since: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOfficer:
    """An officer with a title from a day on; without any title they are one no longer."""

    name: str
    reading: str = ""
    department: str = ""
    section: str = ""
    unit: str = ""
    post: str = ""
    since: date


def officers(db: Database, council_id: int, viewer: Viewer, *, on: date) -> list[Officer]:
    """The officers of a council on a day, in order of rank."""
    return sorted(
        _select(db, "p.council_id = :council_id", viewer, on, council_id=council_id),
        key=lambda one: (_rank(one.post), *readings.order(one.reading, one.name), one.person_id),
    )


def get_officer(db: Database, person_id: int, viewer: Viewer, *, on: date) -> Officer:
    """The officer of that id."""
    found = _select(db, "p.id = :person_id", viewer, on, person_id=person_id)
    if not found:
        raise Refused(
            "その職員は名簿にありません。「/council members」で名簿を表示し直してください。"
        )
    return found[0]


def appoint(
    db: Database,
    council_id: int,
    wanted: NewOfficer,
    by: By,
    *,
    person_id: int | None = None,
    version: int = 0,
) -> int:
    """Give an officer a title from a day on; without `person_id` it is one new to the roster.

    Who is known from minutes by the same name, or was an officer before, is the one.
    """
    if person_id is not None:
        expect(db, person_id, version)
        rename(db, person_id, wanted.name, wanted.reading, _mark(db, person_id), by)
    else:
        person_id = _known_by_name(db, council_id, wanted.name)
        if person_id is None:
            person_id = new(db, council_id, wanted.name, wanted.reading)
        else:
            rename(db, person_id, wanted.name, wanted.reading, _mark(db, person_id), by)
    facts = {name: getattr(wanted, name) for name in ("department", "section", "unit", "post")}
    db.conn.execute(
        """insert into appointments (person_id, since, department, section, unit, post)
        values (:person_id, :since, :department, :section, :unit, :post)
        on conflict (person_id, since) do update set department = excluded.department,
            section = excluded.section, unit = excluded.unit, post = excluded.post""",
        {"person_id": person_id, "since": wanted.since.isoformat(), **facts},
    )
    after = {"name": wanted.name, "since": wanted.since.isoformat(), **facts}
    note(db, by, "people", person_id, "appointed", after=after)
    return person_id


def title(department: str, section: str, unit: str, post: str) -> str:
    """福祉部福祉課主査; who heads a place takes its last sign with them: 福祉部 + 部長 is 福祉部長."""
    place = f"{department}{section}{unit}"
    return place.removesuffix(post[0]) + post if post in _HEADS else place + post


_HEADS = ("部長", "局長", "課長", "室長", "係長", "班長")


def _known_by_name(db: Database, council_id: int, name: str) -> int | None:
    """The officer of that name whom only minutes know, or who left; one with a title is refused."""
    for person_id in namesakes(db, council_id, name):
        known = _select(db, "p.id = :person_id", OPERATOR, date.max, person_id=person_id)
        if known and known[0].since:
            raise Refused(
                f"「{name}」という職員は、すでに名簿にあります。職員の一覧で「直す」を押してください。"
            )
        if known or _had_a_title(db, person_id):
            return person_id
    return None


def _had_a_title(db: Database, person_id: int) -> bool:
    row = db.conn.execute("select 1 from appointments where person_id = ?", (person_id,)).fetchone()
    return row is not None


def _mark(db: Database, person_id: int) -> str:
    [mark] = db.conn.execute("select mark from people where id = ?", (person_id,)).fetchone()
    return mark


def _rank(post: str) -> int:
    return _RANKS.index(post) if post in _RANKS else len(_RANKS)


_RANKS = (
    "市長", "町長", "村長", "区長", "副市長", "副町長", "副村長", "副区長", "教育長", "局長", "部長", "次長", "副部長", "審議官",
    "参事", "所長", "館長", "センター長", "課長", "室長", "副参事", "主幹", "課長補佐", "室長補佐", "副所長", "補佐",
    "係長", "班長", "専門官", "副主幹", "主査", "主任", "主任主事", "主任技師", "主事", "技師", "係員",
)  # fmt: skip


def _select(db: Database, condition: str, viewer: Viewer, on: date, **holes: Any) -> list[Officer]:
    """People with the title registered for the day; else with the last one printed until then."""
    rows = db.query(
        f"""select p.id as person_id, p.council_id, p.name, coalesce(p.reading, '') as reading,
            p.version, d.id as appointment, d.since,
            coalesce(d.department, a.department, '') as department,
            coalesce(d.section, a.section, '') as section,
            coalesce(d.unit, a.unit, '') as unit,
            coalesce(d.post, a.post, '') as post,
            a.title as printed
        from people p
        left join appointments d on d.id = (select id from appointments
            where person_id = p.id and since <= :on order by since desc limit 1)
        left join attendance a on d.id is null and a.id = (select a.id from attendance a
            join meetings m on m.id = a.meeting_id
            where a.person_id = p.id and a.kind = 'officer'
                and coalesce(m.held_on, '') <= :on and {VISIBLE}
            order by m.held_on desc, a.id desc limit 1)
        where ({condition}) and p.merged_into is null
            and (a.id is not null
                or d.department || d.section || d.unit || d.post <> '')""",
        {"on": on.isoformat(), **holes, **viewer.params()},
    )
    return [_officer(row) for row in rows]


def _officer(row: dict[str, Any]) -> Officer:
    is_registered = row.pop("appointment") is not None
    printed = row.pop("printed") or ""
    composed = title(row["department"], row["section"], row["unit"], row["post"])
    since = row["since"]
    return Officer(
        **row
        | {
            "title": composed if is_registered else printed or composed,
            "since": date.fromisoformat(since) if since else None,
        }
    )
