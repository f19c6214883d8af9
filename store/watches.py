"""Watches (通知): queries people keep, and the new remarks they are told about, each once.

A remark is new to a watch if its id came after the watch was set (or resumed). A remark that
was edited keeps its id and is not new; nor is one that a replaced import left in its place.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlite_utils import Database

from store import history, outbox, search
from store.errors import Refused
from store.history import By, Change
from store.outbox import NewLetter

KIND = "watch"
MOST = 50  # for one person

# Remarks recorded while a meeting goes on are gathered; minutes that are imported come whole.
GATHER = timedelta(minutes=10)
# A whole archive that is imported at once comes in one letter, not in hundreds.
MOST_LETTERS = 5

State = Literal["active", "paused"]
Found = Mapping[str, Mapping[int, Iterable[int]]]  # person -> meeting -> remarks


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A query somebody keeps, as it was typed; only remarks after `since` are new to it."""

    id: int
    user_id: str
    query: str
    state: State
    since: int


def keep(db: Database, user_id: str, query: str, key: str, by: By) -> tuple[Watch, bool]:
    """Keep a query; False if the person has it already, by its key."""
    known = _select(db, "w.user_id = :user_id and w.key = :key", user_id=user_id, key=key)
    if known:
        return known[0], False
    if len(list_of(db, user_id)) >= MOST:
        raise Refused(
            f"通知は、お一人{MOST}件までです。"
            "「/minutes watch」で一覧を開き、要らなくなったものを外してから、もう一度お試しください。"
        )
    [[watch_id]] = db.conn.execute(
        """insert into watches (user_id, query, key, since, created_at)
        values (?, ?, ?, (select coalesce(max(id), 0) from remarks), ?) returning id""",
        (user_id, query, key, by.stamp),
    ).fetchall()
    _note(db, by, watch_id, "added")
    return get(db, watch_id, user_id), True


def list_of(db: Database, user_id: str) -> list[Watch]:
    """What a person watches, in the order they set it."""
    return _select(db, "w.user_id = :user_id", user_id=user_id)


def get(db: Database, watch_id: int, user_id: str) -> Watch:
    """A person's own watch."""
    found = _select(db, "w.id = :id and w.user_id = :user_id", id=watch_id, user_id=user_id)
    if not found:
        raise Refused(
            "その通知は、もうありません。「/minutes watch」で今の一覧を確かめてください。"
        )
    return found[0]


def pause(db: Database, watch: Watch, by: By) -> None:
    """Tell the person nothing for now; what comes meanwhile is not told later either."""
    db.conn.execute("update watches set state = 'paused' where id = ?", (watch.id,))
    _note(db, by, watch.id, "paused")


def resume(db: Database, watch: Watch, by: By) -> None:
    """Tell the person again, from here on."""
    db.conn.execute(
        """update watches set state = 'active', since = (select coalesce(max(id), 0) from remarks)
        where id = ? and state = 'paused'""",
        (watch.id,),
    )
    _note(db, by, watch.id, "resumed")


def remove(db: Database, watch: Watch, by: By) -> None:
    """Forget a watch."""
    db.conn.execute("delete from watches where id = ?", (watch.id,))
    _note(db, by, watch.id, "removed")


# --- What is new


def progress(db: Database) -> int:
    """The last remark that was looked at."""
    [remark_id] = db.conn.execute("select remark_id from watch_progress").fetchone()
    return remark_id


def new_remarks(db: Database) -> list[int]:
    """The remarks nobody has looked at yet, in the order they were kept."""
    rows = db.conn.execute(
        """select id from remarks where id > (select remark_id from watch_progress)
        order by id"""
    )
    return [row[0] for row in rows]


def active(db: Database, user_id: str | None = None) -> list[Watch]:
    """The watches that are not paused, of one person or of all."""
    return _select(
        db, "w.state = 'active' and (:user_id is null or w.user_id = :user_id)", user_id=user_id
    )


def narrow(db: Database, remark_ids: Iterable[int]) -> None:
    """From here on, a search with this reader finds nothing but these remarks.

    An index of these and their meetings alone, in the reader's own memory, stands before the real
    one: a thousand queries over a thousand new remarks cost the same whether the record holds
    ten or a million.
    """
    db.conn.execute("pragma query_only = 0")  # for temp; the file itself was opened read-only
    remark_ids = list(remark_ids)
    for name in ("search_index", "search_entries", "meetings"):
        [statement] = db.conn.execute(
            "select sql from main.sqlite_master where name = ?", (name,)
        ).fetchone()
        head, rest = statement.split(name, 1)
        db.conn.execute(f"drop table if exists temp.{name}")
        db.conn.execute(f"{head}temp.{name}{rest}")
    db.conn.execute(
        """insert into temp.meetings select * from main.meetings where id in (
            select b.meeting_id from json_each(?) wanted
            join remarks r on r.id = wanted.value join blocks b on b.id = r.block_id)""",
        (json.dumps(remark_ids),),
    )
    search.enter(db, remark_ids)


def announce(db: Database, found: Found, looked_from: int, looked_to: int, now: datetime) -> None:
    """Put what was found into people's letters, and note how far was looked, in one go."""
    cursor = db.conn.execute(
        "update watch_progress set remark_id = :to where remark_id = :from",
        {"from": looked_from, "to": looked_to},
    )
    if not cursor.rowcount:
        return  # somebody else has looked at the same
    recorded = _recorded_live(db, looked_from)
    for user_id, meetings in found.items():
        if len(meetings) <= MOST_LETTERS:
            for meeting_id, remark_ids in meetings.items():
                wait = GATHER if meeting_id in recorded else timedelta()
                key = f"{KIND}:{user_id}:{meeting_id}:{looked_to}"
                letter_id = _open_letter(db, user_id, meeting_id) or _put(
                    db, user_id, key, now + wait
                )
                _add(db, user_id, meeting_id, remark_ids, letter_id)
        else:
            letter_id = _put(db, user_id, f"{KIND}:{user_id}:many:{looked_to}", now)
            for meeting_id, remark_ids in meetings.items():
                _add(db, user_id, meeting_id, remark_ids, letter_id)


def told_in(db: Database, letter_id: int) -> list[int]:
    """The remarks a letter is about."""
    rows = db.conn.execute(
        "select remark_id from alerts where outbox_id = ? order by remark_id", (letter_id,)
    )
    return [row[0] for row in rows]


def _recorded_live(db: Database, looked_from: int) -> set[int]:
    rows = db.conn.execute(
        """select distinct b.meeting_id from remarks r join blocks b on b.id = r.block_id
        where r.id > ? and r.source = 'slack'""",
        (looked_from,),
    )
    return {row[0] for row in rows}


def _open_letter(db: Database, user_id: str, meeting_id: int) -> int | None:
    row = db.conn.execute(
        """select o.id from outbox o
        where o.state = 'due' and o.kind = :kind and o.recipient = :user_id and exists (
            select 1 from alerts a where a.outbox_id = o.id and a.meeting_id = :meeting_id)
        order by o.id limit 1""",
        {"kind": KIND, "user_id": user_id, "meeting_id": meeting_id},
    ).fetchone()
    return row[0] if row else None


def _put(db: Database, user_id: str, key: str, due_at: datetime) -> int:
    letter_id = outbox.put(
        db, NewLetter(key=key, recipient=user_id, kind=KIND, due_at=due_at, refs={})
    )
    assert letter_id, "a stretch of remarks is looked at once"
    return letter_id


def _add(
    db: Database, user_id: str, meeting_id: int, remark_ids: Iterable[int], letter_id: int
) -> None:
    db.conn.execute(
        """insert into alerts (user_id, remark_id, meeting_id, outbox_id)
        select :user_id, value, :meeting_id, :outbox_id from json_each(:remark_ids) where true
        on conflict do nothing""",
        {
            "user_id": user_id,
            "meeting_id": meeting_id,
            "outbox_id": letter_id,
            "remark_ids": json.dumps(sorted(remark_ids)),
        },
    )


def _select(db: Database, condition: str, **holes: Any) -> list[Watch]:
    rows = db.query(
        f"""select w.id, w.user_id, w.query, w.state, w.since
        from watches w where {condition} order by w.id""",
        holes,
    )
    return [Watch(**row) for row in rows]


def _note(db: Database, by: By, watch_id: int, deed: str) -> None:
    # What a person looks for is their own; the history, which forgets nothing, knows the deed only.
    history.record(db, by, [Change(noun="watches", row_id=watch_id, deed=deed)])
