"""Rosters (名簿) taken in and handed out: a whole file in one transaction, or nothing of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any, Literal, TypeVar

from sqlite_utils import Database

from store import eras, members
from store.db import Store
from store.errors import Refused
from store.formats import rosters as files
from store.formats.rosters import CONTACTS, REACHED, BadRows, Row, heading
from store.formats.tables import Table
from store.history import By
from store.members import ContactKind, Member, NewMember, NewOfficer, Officer
from store.viewers import OPERATOR, Viewer

Became = Literal["added", "changed", "renewed", "unchanged"]
Person = TypeVar("Person", Member, Officer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What became of a row; `changes` say what, and never a number or an address."""

    line: int
    name: str
    became: Became
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a roster; `absent`: members in office whom it does not name."""

    entries: tuple[Entry, ...]
    likenesses: tuple[str, ...]
    absent: int

    @property
    def counts(self) -> Counter[Became]:
        """How many rows became what."""
        return Counter(entry.became for entry in self.entries)

    @property
    def seal(self) -> str:
        """The same for the same outcome: what was shown is what is done."""
        return sha256(repr(self).encode()).hexdigest()[:16]


def rehearse(
    store: Store, council_id: int, rows: Sequence[Row], by: By, viewer: Viewer, today: date
) -> Outcome:
    """What taking a roster in would do; nothing of it is kept."""
    try:
        with store.writing() as db:
            raise _Rehearsed(take_in(db, council_id, rows, by, viewer, today))
    except _Rehearsed as rehearsed:
        return rehearsed.outcome


def take_in(
    db: Database, council_id: int, rows: Sequence[Row], by: By, viewer: Viewer, today: date
) -> Outcome:
    """Add and change people as the rows say; whoever they do not name stays as they are."""
    known = _by_name(members.roster(db, council_id, OPERATOR))
    serving = _by_name(members.officers(db, council_id, OPERATOR, on=date.max))
    named = Counter((row.kind, _called(row.name)) for row in rows)
    entries: list[Entry] = []
    problems: list[str] = []
    for row in rows:
        called = _called(row.name)
        try:
            if row.kind == "member":
                member = _meant(row, known[called], named[row.kind, called])
                entries.append(_take_member(db, council_id, row, member, by))
            else:
                entries.append(_take_officer(db, council_id, row, serving[called], by))
        except Refused as refusal:
            problems.append(f"{row.line}行目: {refusal.sentence}")
    if problems:
        raise BadRows(problems)
    return Outcome(
        entries=tuple(entries),
        likenesses=_likenesses(db, council_id, named, viewer),
        absent=_absent(db, council_id, named, viewer, today),
    )


def as_table(
    db: Database, council_id: int, viewer: Viewer, *, on: date, with_contacts: bool
) -> Table:
    """Everybody on the roster, ended terms too, as a table that can be taken in again.

    With contacts only for those whose right to them was checked, and never into Slack.
    """
    reachable = members.reachable(db, council_id) if with_contacts else {}
    people: list[dict[str, Any]] = [
        {"kind": "member", **asdict(member), **reachable.get(member.person_id, {})}
        for member in members.roster(db, council_id, viewer)
    ]
    people += [
        {"kind": "officer", **asdict(officer), **reachable.get(officer.person_id, {})}
        for officer in members.officers(db, council_id, viewer, on=on)
    ]
    return files.table(people, with_contacts=with_contacts)


class _Rehearsed(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def _by_name(people: Sequence[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        found[_called(person.name)].append(person)
    return found


def _called(name: str) -> str:
    return "".join(name.split())


def _meant(row: Row, known: list[Member], rows: int) -> Member | None:
    """Which of the members of a name a row means; nobody: it is another one."""
    if len(known) == rows == 1 or not known:
        return known[0] if known else None
    same = [
        member
        for member in known
        if all(
            row.given.get(field, getattr(member, field)) == getattr(member, field)
            for field in ("affiliation", "mark")
        )
    ]
    if len(same) == 1:
        return same[0]
    if not same and rows > len(known):
        return None
    raise Refused(
        f"「{row.name}」という方が名簿に{len(known)}名います。"
        "どの方か分かるように、所属か区別を名簿のとおりに書いてください。"
    )


def _take_member(db: Database, council_id: int, row: Row, member: Member | None, by: By) -> Entry:
    given = {field: value for field, value in row.given.items() if field in _TERM}
    if member is None:
        added = members.add(db, council_id, NewMember(**given), by)
        _keep_contacts(db, added.person_id, row, by)
        return Entry(line=row.line, name=row.name, became="added", changes=_told(added))
    wanted = NewMember(**{field: getattr(member, field) for field in _TERM} | given)
    changes = _differences(member, asdict(wanted))
    is_renewed = bool(wanted.term_from and member.term_to and wanted.term_from > member.term_to)
    if is_renewed:
        members.reappoint(db, member.id, wanted, member.version, by)
    elif changes or member.is_from_minutes:
        members.change(db, member.id, wanted, member.version, by)
    changes += _keep_contacts(db, member.person_id, row, by)
    if member.is_from_minutes:
        told = _told(wanted)
        return Entry(line=row.line, name=row.name, became="added", changes=told)
    became: Became = "renewed" if is_renewed else "changed" if changes else "unchanged"
    return Entry(line=row.line, name=row.name, became=became, changes=tuple(changes))


_TERM = tuple(field.name for field in fields(NewMember))


def _take_officer(db: Database, council_id: int, row: Row, known: list[Officer], by: By) -> Entry:
    if len(known) > 1:
        raise Refused(
            f"「{row.name}」という職員が名簿に{len(known)}名います。Slackの名簿で一人ずつ直してください。"
        )
    given = {field: row.given.get(field, "") for field in files.OFFICERS}
    before = known[0] if known else None
    title = members.title(*(given[field] for field in files.OFFICERS[:-1]))
    reading = row.given.get("reading") or (before.reading if before else "")
    is_same = before is not None and (before.title, before.reading) == (title, reading)
    if before and is_same and given["since"] in (None, before.since):
        changes = _keep_contacts(db, before.person_id, row, by)
        became: Became = "changed" if changes else "unchanged"
        return Entry(line=row.line, name=row.name, became=became, changes=tuple(changes))
    if not given["since"]:
        raise Refused("職員には、その職に就いた日（発令日）が要ります。例: 令和8年4月1日")
    if not title:
        raise Refused("職員には、部・課・係・職のどれかが要ります。")
    wanted = NewOfficer(**{"name": row.name, "reading": reading, **given})
    person_id = members.appoint(
        db, council_id, wanted, by,
        person_id=before and before.person_id, version=before.version if before else 0,
    )  # fmt: skip
    told = f"{eras.long_date(wanted.since)}から {title}"
    changes = [told, *_keep_contacts(db, person_id, row, by)]
    is_new = before is None or before.since is None
    return Entry(
        line=row.line,
        name=row.name,
        became="added" if is_new else "changed",
        changes=tuple(changes),
    )


def _keep_contacts(db: Database, person_id: int, row: Row, by: By) -> list[str]:
    """Keep the numbers a row gives; say which kinds changed, not how."""
    before = members.contacts_of(db, person_id)
    given: dict[ContactKind, str] = {
        kind: row.given[kind] for kind in CONTACTS if kind in row.given
    }
    members.keep_contacts(db, person_id, given, by)
    told: list[str] = []
    for kind, value in given.items():
        if value != before.get(kind, ""):
            deed = "削除" if not value else "変更" if kind in before else "登録"
            told.append(f"{heading(kind)}を{deed}")
    return told


def _told(added: Member | NewMember) -> tuple[str, ...]:
    return tuple(filter(None, (added.role, added.affiliation)))


def _differences(member: Member, wanted: Mapping[str, Any]) -> list[str]:
    return [
        f"{heading(field)}: {_shown(before)} → {_shown(wanted[field])}"
        for field in _TERM
        if (before := getattr(member, field)) != wanted[field]
    ]


def _shown(value: Any) -> str:
    match value:
        case date():
            return eras.long_date(value)
        case bool():
            return "○" if value else "なし"
        case _:
            return REACHED.get(value, value) or "なし"


def _likenesses(
    db: Database, council_id: int, named: Counter[tuple[str, str]], viewer: Viewer
) -> tuple[str, ...]:
    """Of the people named, those whose name is spelled like another's."""
    called = {name for _, name in named}
    return tuple(
        f"「{alike.gone.name}」と「{alike.keep.name}」"
        for alike in members.likely_same(db, council_id, viewer)
        if {_called(alike.keep.name), _called(alike.gone.name)} & called
    )


def _absent(
    db: Database, council_id: int, named: Counter[tuple[str, str]], viewer: Viewer, today: date
) -> int:
    """How many members in office today were not named; none where only officers were."""
    if not any(kind == "member" for kind, _ in named):
        return 0
    in_office = members.roster(db, council_id, viewer, on=today)
    return sum(("member", _called(member.name)) not in named for member in in_office)
