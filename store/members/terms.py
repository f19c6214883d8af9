"""Terms (任期) of members: begun, put right, renewed, ended."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from store.errors import Refused
from store.history import By
from store.members.people import expect, namesakes, new, note, rename
from store.members.roster import Member, ReachedBy, get
from store.viewers import OPERATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """A member as the office wants them on the roster."""

    name: str
    reading: str = ""
    mark: str = ""
    role: str = "委員"
    category: str = ""
    affiliation: str = ""
    term_from: date | None = None
    term_to: date | None = None
    proxy_allowed: bool = False
    slack_user: str | None = None
    reached_by: ReachedBy | None = None


def add(db: Database, council_id: int, wanted: NewMember, by: By) -> Member:
    """Put somebody on the roster; who is known from minutes by the same name becomes registered.

    Somebody of a name that is on the roster already is another person, told apart by affiliation
    or mark; without that it is refused.
    """
    _check_days(wanted)
    known = _terms_of_namesakes(db, council_id, wanted.name) or _restored(
        db, council_id, wanted.name, by
    )
    _refuse_twins(wanted, known)
    printed = [member for member in known if member.is_from_minutes]
    if printed and len(printed) == len(known):
        change(db, printed[0].id, wanted, printed[0].version, by)
        return get(db, printed[0].id, OPERATOR)
    person_id = new(db, council_id, wanted.name, wanted.reading, wanted.mark)
    for member in known:
        db.conn.execute(
            "insert or ignore into different_people values (?, ?)", (member.person_id, person_id)
        )
    return get(db, _begin(db, council_id, person_id, wanted, "added", by), OPERATOR)


def change(db: Database, member_id: int, wanted: NewMember, version: int, by: By) -> None:
    """Put right what is said of a member in this term, name and reading too."""
    _check_days(wanted)
    before = get(db, member_id, OPERATOR)
    others = _terms_of_namesakes(db, before.council_id, wanted.name)
    _refuse_twins(wanted, [one for one in others if one.person_id != before.person_id])
    expect(db, before.person_id, version)
    _refuse_same_beginning(db, before, wanted.term_from, but=member_id)
    rename(db, before.person_id, wanted.name, wanted.reading, wanted.mark, by)
    db.conn.execute(
        """update members set role = :role, category = :category, affiliation = :affiliation,
            term_from = :term_from, term_to = :term_to, proxy_allowed = :proxy_allowed,
            slack_user = :slack_user, reached_by = :reached_by, source = 'roster'
        where id = :id""",
        {"id": member_id, **_facts(wanted)},
    )
    if (old := _facts(before)) != _facts(wanted) or before.is_from_minutes:
        deed = "registered" if before.is_from_minutes else "changed"
        note(db, by, "members", member_id, deed, before=old, after=_facts(wanted))


def reappoint(db: Database, member_id: int, wanted: NewMember, version: int, by: By) -> int:
    """Begin another term (再任); the one before ends, at the latest, on the day before."""
    _check_days(wanted)
    before = get(db, member_id, OPERATOR)
    begins = wanted.term_from
    if begins is None or (before.term_from and begins <= before.term_from):
        raise Refused("再任の任期の始めは、今の任期の始めより後の日にしてください。")
    expect(db, before.person_id, version)
    _refuse_same_beginning(db, before, begins, but=member_id)
    if before.term_to is None or before.term_to >= begins:
        _end(db, before, begins - timedelta(days=1), by)
    rename(db, before.person_id, wanted.name, wanted.reading, wanted.mark, by)
    return _begin(db, before.council_id, before.person_id, wanted, "reappointed", by)


def end_term(db: Database, member_id: int, on: date, version: int, by: By) -> None:
    """End a term early (辞任・退任): that day is its last."""
    before = get(db, member_id, OPERATOR)
    if before.term_from and on < before.term_from:
        raise Refused("退任の日が、任期の始めより前です。日付を確かめてください。")
    expect(db, before.person_id, version)
    _end(db, before, on, by)


def withdraw(db: Database, member_id: int, version: int, by: By) -> None:
    """Take off the roster what never was a member; what the minutes print stays."""
    before = get(db, member_id, OPERATOR)
    expect(db, before.person_id, version)
    db.conn.execute("update members set withdrawn_at = ? where id = ?", (by.stamp, member_id))
    note(db, by, "members", member_id, "withdrawn", before=_facts(before))


def _check_days(wanted: NewMember) -> None:
    if wanted.term_from and wanted.term_to and wanted.term_from > wanted.term_to:
        raise Refused("任期の終わりが始めより前です。日付を確かめてください。")


def _terms_of_namesakes(db: Database, council_id: int, name: str) -> list[Member]:
    """The latest term of everybody of that name who is, or was, a member."""
    rows = db.conn.execute(
        """select max(id) from members where withdrawn_at is null and person_id in (
            select value from json_each(?)) group by person_id order by person_id""",
        (str(namesakes(db, council_id, name)),),
    ).fetchall()
    return [get(db, row[0], OPERATOR) for row in rows]


def _restored(db: Database, council_id: int, name: str, by: By) -> list[Member]:
    """Somebody of that name who was taken off the roster, on it again as minutes know them."""
    rows = db.conn.execute(
        """update members set withdrawn_at = null, source = 'minutes' where id = (
            select max(id) from members where withdrawn_at is not null and person_id in (
                select value from json_each(?))) returning id""",
        (str(namesakes(db, council_id, name)),),
    ).fetchall()
    for (member_id,) in rows:
        note(db, by, "members", member_id, "restored")
    return [get(db, member_id, OPERATOR) for (member_id,) in rows]


def _refuse_twins(wanted: NewMember, known: list[Member]) -> None:
    """Two on the roster may share a name, but then nothing else that tells them apart."""
    for member in known:
        told_apart = (member.affiliation, member.mark) != (wanted.affiliation, wanted.mark)
        if not told_apart and not member.is_from_minutes:
            raise Refused(
                f"「{wanted.name}」という方は、すでに名簿にあります。同じ方なら、名簿で「直す」を押してください。"
                "別の方なら、所属か区別を書き分けてください。"
            )


def _refuse_same_beginning(db: Database, member: Member, begins: date | None, *, but: int) -> None:
    taken = db.conn.execute(
        """select 1 from members
        where council_id = ? and person_id = ? and term_from = ? and id <> ?""",
        (member.council_id, member.person_id, _iso(begins), but),
    ).fetchone()
    if taken:
        raise Refused("その日に始まる任期が、すでにあります。任期の始めを確かめてください。")


def _begin(
    db: Database, council_id: int, person_id: int, wanted: NewMember, deed: str, by: By
) -> int:
    facts = _facts(wanted)
    [[member_id]] = db.conn.execute(
        """insert into members (council_id, person_id, role, category, affiliation, term_from,
            term_to, proxy_allowed, slack_user, reached_by, source)
        values (:council_id, :person_id, :role, :category, :affiliation, :term_from, :term_to,
            :proxy_allowed, :slack_user, :reached_by, 'roster') returning id""",
        {"council_id": council_id, "person_id": person_id, **facts},
    ).fetchall()
    after = {"council_id": council_id, "person_id": person_id, "name": wanted.name, **facts}
    note(db, by, "members", member_id, deed, after=after)
    return member_id


def _end(db: Database, member: Member, on: date, by: By) -> None:
    db.conn.execute(
        "update members set term_to = ?, source = 'roster' where id = ?", (_iso(on), member.id)
    )
    note(
        db, by, "members", member.id, "ended",
        before={"term_to": _iso(member.term_to)}, after={"term_to": _iso(on)},
    )  # fmt: skip


def _facts(member: NewMember | Member) -> dict[str, Any]:
    """What is kept of a term."""
    kept = ("role", "category", "affiliation", "proxy_allowed", "slack_user", "reached_by")
    facts = {name: value for name, value in asdict(member).items() if name in kept}
    return facts | {"term_from": _iso(member.term_from), "term_to": _iso(member.term_to)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
