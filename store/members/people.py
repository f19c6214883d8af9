"""The people of a council: whom a printed name means, and what is true of them in every term."""

from typing import Any

from sqlite_utils import Database

from store import history
from store.errors import Refused
from store.history import By, Change

# A name without its blanks: 浅野 和子 is also printed 浅野和子. The index is over these words.
CALLED = "replace(replace(name, ' ', ''), '　', '')"


def known_as(db: Database, council_id: int, name: str, kind: str) -> int:
    """The id of the person this council knows by this name; new if it knows none.

    Whoever was merged is found under the old name too. 廣岡 and 広岡 may be two people, and two
    councils may each have a 佐藤 翔. Somebody printed as a member becomes one, if nothing was
    known of that; when the term began and ends is not known from minutes.
    """
    row = db.conn.execute(
        f"""select coalesce(merged_into, id) from people
        where council_id = :council_id and {CALLED} = :called
        order by name <> :name, :kind = 'member' and not exists (
            select 1 from members where person_id = coalesce(people.merged_into, people.id)), id
        limit 1""",
        {"council_id": council_id, "name": name, "called": called(name), "kind": kind},
    ).fetchone()
    person_id = row[0] if row else new(db, council_id, name)
    if kind == "member":
        db.conn.execute(
            """insert into members (council_id, person_id) select :council_id, :person_id
            where not exists (select 1 from members
                where council_id = :council_id and person_id = :person_id)""",
            {"council_id": council_id, "person_id": person_id},
        )
    return person_id


def namesakes(db: Database, council_id: int, name: str) -> list[int]:
    """Everybody of a council who has this name, blanks apart."""
    rows = db.conn.execute(
        f"""select id from people where council_id = :council_id and {CALLED} = :called
            and merged_into is null order by id""",
        {"council_id": council_id, "called": called(name)},
    )
    return [row[0] for row in rows]


def new(db: Database, council_id: int, name: str, reading: str = "", mark: str = "") -> int:
    """Keep a person."""
    [[person_id]] = db.conn.execute(
        """insert into people (council_id, name, reading, mark)
        values (?, ?, nullif(?, ''), ?) returning id""",
        (council_id, name, reading, mark),
    ).fetchall()
    return person_id


def called(name: str) -> str:
    """A name without its blanks."""
    return name.replace(" ", "").replace("　", "")


def expect(db: Database, person_id: int, version: int) -> None:
    """Refuse to change a person somebody else has changed in the meantime; count the change."""
    changed = db.conn.execute(
        """update people set version = version + 1
        where id = ? and version = ? and merged_into is null""",
        (person_id, version),
    )
    if not changed.rowcount:
        raise Refused(
            "ほかの人が先に直しています。名簿を表示し直し、今の内容を確かめてから直してください。"
        )


def rename(db: Database, person_id: int, name: str, reading: str, mark: str, by: By) -> None:
    """Let a person be called so from now on; what was printed of them stays as it was."""
    facts = {"name": name, "reading": reading, "mark": mark}
    [before] = db.query(
        "select name, coalesce(reading, '') as reading, mark from people where id = :id",
        {"id": person_id},
    )
    if before != facts:
        db.conn.execute(
            """update people set name = :name, reading = nullif(:reading, ''), mark = :mark
            where id = :id""",
            {"id": person_id, **facts},
        )
        note(db, by, "people", person_id, "renamed", before=before, after=facts)


def read_as(db: Database, person_id: int, reading: str, version: int, by: By) -> None:
    """Keep how a person's name is read."""
    expect(db, person_id, version)
    [name, mark] = db.conn.execute(
        "select name, mark from people where id = ?", (person_id,)
    ).fetchone()
    rename(db, person_id, name, reading, mark, by)


def known_readings(db: Database) -> list[tuple[str, str]]:
    """Names with their readings, of which one may be proposed for another of the name."""
    return list(
        db.conn.execute(
            """select distinct name, reading from people
            where reading is not null and merged_into is null order by id"""
        )
    )


def note(
    db: Database,
    by: By,
    noun: str,
    row_id: int,
    deed: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Note a change of somebody."""
    change = Change(noun=noun, row_id=row_id, deed=deed, before=before, after=after)
    history.record(db, by, [change])
