"""Councils (会議体): the bodies whose meetings are kept, their channels and their secretariat."""

from dataclasses import dataclass

from sqlite_utils import Database

from store import history
from store.errors import Refused
from store.history import By, Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """A council, as kept."""

    id: int
    name: str


def add(db: Database, name: str, by: By) -> Council:
    """Keep a new council; a name is taken once."""
    if find(db, name):
        raise Refused(f"会議体「{name}」は、すでに登録されています。")
    cursor = db.conn.execute(
        "insert into councils (name, created_at) values (?, ?)", (name, by.stamp)
    )
    council = Council(id=cursor.lastrowid or 0, name=name)
    _note(db, by, council.id, "added", after={"name": name})
    return council


def get(db: Database, council_id: int) -> Council:
    """The council of that id."""
    row = db.conn.execute("select id, name from councils where id = ?", (council_id,)).fetchone()
    if row is None:
        raise Refused("その会議体は登録されていません。")
    return Council(id=row[0], name=row[1])


def find(db: Database, name: str) -> Council | None:
    """The council of exactly that name, if there is one."""
    row = db.conn.execute("select id, name from councils where name = ?", (name,)).fetchone()
    return Council(id=row[0], name=row[1]) if row else None


def list_all(db: Database) -> list[Council]:
    """Every council, in the order they were registered."""
    rows = db.conn.execute("select id, name from councils order by id")
    return [Council(id=row[0], name=row[1]) for row in rows]


def bind(db: Database, council_id: int, channel_id: str, by: By) -> None:
    """Make a channel the council's; a channel belongs to one council, the latest bound."""
    before = of_channel(db, channel_id)
    db.conn.execute(
        """insert into council_channels (channel_id, council_id, bound_at) values (?, ?, ?)
        on conflict (channel_id) do update
        set council_id = excluded.council_id, bound_at = excluded.bound_at""",
        (channel_id, council_id, by.stamp),
    )
    _note(
        db, by, council_id, "bound",
        before={"channel_id": channel_id, "council_id": before.id} if before else None,
        after={"channel_id": channel_id, "council_id": council_id},
    )  # fmt: skip


def of_channel(db: Database, channel_id: str) -> Council | None:
    """The council a channel is bound to."""
    row = db.conn.execute(
        """select c.id, c.name from councils c
        join council_channels b on b.council_id = c.id where b.channel_id = ?""",
        (channel_id,),
    ).fetchone()
    return Council(id=row[0], name=row[1]) if row else None


def channels(db: Database, council_id: int) -> list[str]:
    """The channels bound to a council."""
    rows = db.conn.execute(
        "select channel_id from council_channels where council_id = ? order by bound_at",
        (council_id,),
    )
    return [row[0] for row in rows]


def appoint(db: Database, council_id: int, user_id: str, by: By) -> bool:
    """Take a person into the council's secretariat; False if they were in it already."""
    cursor = db.conn.execute(
        """insert into secretariat (council_id, user_id, added_at) values (?, ?, ?)
        on conflict do nothing""",
        (council_id, user_id, by.stamp),
    )
    if cursor.rowcount:
        _note(db, by, council_id, "appointed", after={"user_id": user_id})
    return bool(cursor.rowcount)


def dismiss(db: Database, council_id: int, user_id: str, by: By) -> bool:
    """Take a person out of the council's secretariat; False if they were not in it."""
    cursor = db.conn.execute(
        "delete from secretariat where council_id = ? and user_id = ?", (council_id, user_id)
    )
    if cursor.rowcount:
        _note(db, by, council_id, "dismissed", before={"user_id": user_id})
    return bool(cursor.rowcount)


def secretariat(db: Database, council_id: int) -> list[str]:
    """Who belongs to a council's secretariat, in the order they came."""
    rows = db.conn.execute(
        "select user_id from secretariat where council_id = ? order by added_at, user_id",
        (council_id,),
    )
    return [row[0] for row in rows]


def serves(db: Database, user_id: str) -> bool:
    """Whether somebody belongs to the secretariat of any council."""
    row = db.conn.execute("select 1 from secretariat where user_id = ?", (user_id,)).fetchone()
    return row is not None


def served_by(db: Database, user_id: str) -> list[Council]:
    """The councils to whose secretariat somebody belongs, in the order they were registered."""
    rows = db.conn.execute(
        """select c.id, c.name from councils c join secretariat s on s.council_id = c.id
        where s.user_id = ? order by c.id""",
        (user_id,),
    )
    return [Council(id=row[0], name=row[1]) for row in rows]


def _note(
    db: Database,
    by: By,
    council_id: int,
    deed: str,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    change = Change(noun="councils", row_id=council_id, deed=deed, before=before, after=after)
    history.record(db, by, [change])
