"""Asking (照会): a poll begins, with its candidates, its deadline and those who are asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlite_utils import Database

from store import eras, history, members, outbox
from store.errors import Refused
from store.history import By, Change
from store.outbox import NewLetter
from store.polls.boards import KIND, board_key
from store.polls.reading import Part
from store.roles import role_of
from store.rows import insert
from store.slots import JAPAN, Slot
from store.viewers import PUBLIC

# As many as Slack's grid has columns, and as one can still weigh against each other.
MOST_OPTIONS = 20

Group = Literal["members", "leaders", "officers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoll:
    """A poll not yet begun; `slots` in the order of time, `required` are people's ids.

    `groups` says who is asked: all members (委員), only 会長 and 副会長, officers (職員).
    """

    council_id: int
    channel_id: str
    title: str
    slots: tuple[Slot, ...]
    deadline_at: datetime
    groups: frozenset[Group] = frozenset({"members"})
    required: frozenset[int] = frozenset()
    venue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody who would be asked."""

    person_id: int
    name: str
    title: str
    part: Part


class Unfit(Refused):
    """A poll that cannot be begun so; `field` tells which part of it is in the way."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def ask(db: Database, new: NewPoll, by: By) -> int:
    """Begin a poll, with the letter of its message; refused where it cannot end well."""
    invited = check(db, new, by.at)
    poll_id = insert(
        db,
        """insert into polls (council_id, title, venue, deadline_at, asks_all, channel_id,
            created_by, created_at)
        values (:council_id, :title, :venue, :deadline_at, :asks_all, :channel_id, :by, :at)""",
        council_id=new.council_id,
        title=new.title,
        venue=new.venue,
        deadline_at=stamp(new.deadline_at),
        asks_all="members" in new.groups,
        channel_id=new.channel_id,
        by=by.actor,
        at=by.stamp,
    )
    _keep_options(db, poll_id, new.slots)
    db.conn.executemany(
        """insert into poll_people (poll_id, person_id, position, part, title, is_required)
        values (?, ?, ?, ?, ?, ?)""",
        [
            (poll_id, one.person_id, nth, one.part, one.title, one.person_id in new.required)
            for nth, one in enumerate(invited, start=1)
        ],
    )
    outbox.put(
        db,
        NewLetter(
            key=board_key(poll_id, 1),
            recipient=new.channel_id,
            kind=KIND,
            due_at=by.at,
            refs={"poll": poll_id, "says": "board"},
        ),
    )
    after = {"council_id": new.council_id, "options": len(new.slots), "asked": len(invited)}
    history.record(db, by, [Change(noun="polls", row_id=poll_id, deed="asked", after=after)])
    return poll_id


def check(db: Database, new: NewPoll, now: datetime) -> list[Invited]:
    """Whom the poll would ask; refused where its days, deadline or people do not fit."""
    if not 1 <= len(new.slots) <= MOST_OPTIONS:
        raise Unfit("candidates", f"候補日は1件から{MOST_OPTIONS}件までにしてください。")
    first = new.slots[0]
    if first.begins <= now:
        raise Unfit(
            "candidates", "過ぎた日時が候補に入っています。これから先の日時だけにしてください。"
        )
    require_deadline(new.deadline_at, first, now)
    invited = _whom(db, new.council_id, new.slots, new.groups)
    if not invited:
        raise Unfit(
            "groups",
            "候補日に在任の方が名簿にいません。「/council members」で名簿を確かめるか、"
            "尋ねる相手を変えてください。",
        )
    if not new.required.issubset(one.person_id for one in invited):
        raise Unfit(
            "required",
            "必ず出席してほしい方に、尋ねる相手に入っていない方がいます。選び直してください。",
        )
    return invited


def require_deadline(at: datetime, first: Slot, now: datetime) -> None:
    """Refuse a deadline that is over, or after the first of the days."""
    if at <= now:
        raise Unfit("deadline", "締切が過ぎた時刻です。これから先の時刻にしてください。")
    if at > first.begins:
        day = eras.long_date(at.astimezone(JAPAN).date())
        raise Unfit(
            "deadline",
            f"締切（{day}）が、最初の候補日（{eras.long_date(first.day)}）より後になっています。"
            "最初の候補日より前にしてください。",
        )


def _whom(
    db: Database, council_id: int, slots: Iterable[Slot], groups: Iterable[Group]
) -> list[Invited]:
    """Those of these groups who are in office on the first of the days.

    Whom only minutes behind closed doors name is not named to the council's channel.
    """
    day, groups = min(slot.day for slot in slots), set(groups)
    found: dict[int, Invited] = {}
    if groups & {"members", "leaders"}:
        for one in members.roster(db, council_id, PUBLIC, on=day):
            if "members" in groups or role_of(one.role) in ("chair", "vice_chair"):
                found[one.person_id] = Invited(
                    person_id=one.person_id, name=one.name, title=one.role, part="member"
                )
    if "officers" in groups:
        for one in members.officers(db, council_id, PUBLIC, on=day):
            found.setdefault(
                one.person_id,
                Invited(person_id=one.person_id, name=one.name, title=one.title, part="officer"),
            )
    return sorted(found.values(), key=_rank)


def _rank(one: Invited) -> int:
    """会長, 副会長, members in 五十音順, officers."""
    if one.part == "officer":
        return 3
    return {"chair": 0, "vice_chair": 1}.get(role_of(one.title) or "", 2)


def _keep_options(db: Database, poll_id: int, slots: Iterable[Slot]) -> None:
    db.conn.executemany(
        """insert into poll_options (poll_id, position, day, starts_at, ends_at)
        values (?, ?, ?, ?, ?)""",
        [
            (
                poll_id,
                nth,
                slot.day.isoformat(),
                f"{slot.starts_at:%H:%M}" if slot.starts_at else None,
                f"{slot.ends_at:%H:%M}" if slot.ends_at else None,
            )
            for nth, slot in enumerate(slots, start=1)
        ],
    )


def stamp(at: datetime) -> str:
    """A moment as it is kept."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
