"""A poll as it stands: its options, who is asked, and what they have replied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from sqlite_utils import Database

from store import members
from store.errors import Refused
from store.slots import Slot
from store.viewers import PUBLIC

State = Literal["open", "closed", "decided", "cancelled"]
Reply = Literal["yes", "maybe", "no"]
Part = Literal["member", "officer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A day (候補日) that may be decided on."""

    id: int
    slot: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody who is asked, and what they replied to each option; nothing: 未回答.

    `is_here`: still on the roster for these days. `replied_by` is whose hand entered it, and
    `on_behalf` (代理入力) that it was the secretariat's.
    """

    id: int
    person_id: int
    name: str
    title: str
    part: Part
    slack_user: str | None
    is_required: bool
    is_here: bool
    comment: str
    replied_by: str | None
    replied_at: datetime | None
    on_behalf: bool
    version: int
    replies: Mapping[int, Reply]

    @property
    def has_replied(self) -> bool:
        """Whether there is an answer of theirs."""
        return self.replied_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A poll; `people` are all who were asked, `asked` those of them who still are on the roster.

    `asks_all`: all members are asked, so that a quorum can be told. `ts`: where its message is.
    """

    id: int
    council_id: int
    council: str
    title: str
    venue: str
    state: State
    deadline_at: datetime
    asks_all: bool
    channel_id: str
    letter: int
    ts: str | None
    revision: int
    drawn: int
    option_id: int | None
    meeting_id: int | None
    options: tuple[Option, ...]
    people: tuple[Asked, ...]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Whose answers count."""
        return tuple(one for one in self.people if one.is_here)

    @property
    def unanswered(self) -> tuple[Asked, ...]:
        """Whose answer is waited for (未回答)."""
        return tuple(one for one in self.asked if not one.has_replied)

    def takes_replies(self, now: datetime) -> bool:
        """Whether people may answer; the clock closes a poll a little after its deadline."""
        return self.state == "open" and now < self.deadline_at

    def option(self, option_id: int) -> Option:
        """The option of that id; buttons and forms may be forged."""
        for one in self.options:
            if one.id == option_id:
                return one
        raise Refused("その候補日は、この日程調整にありません。表示し直してください。")

    def person(self, asked_id: int) -> Asked:
        """Somebody who is asked and still on the roster."""
        for one in self.people:
            if one.id == asked_id and one.is_here:
                return one
            elif one.id == asked_id:
                raise Refused(
                    f"「{one.name}」さんは、候補日の時点で名簿にいない（任期が終わったか、外された）ため、"
                    "回答できません。「/council members」で名簿を確かめてください。"
                )
        raise Refused("その方は、この日程調整の対象ではありません。表示し直してください。")


def get(db: Database, poll_id: int) -> Poll:
    """The poll of that id."""
    rows = list(
        db.query(
            """select p.id, p.council_id, c.name as council, p.title, p.venue, p.state,
                p.deadline_at, p.asks_all, p.channel_id, p.letter, o.ts, p.revision, p.drawn,
                p.option_id, p.meeting_id
            from polls p join councils c on c.id = p.council_id
                left join outbox o on o.key = 'poll:' || p.id || ':' || p.letter
            where p.id = :poll_id""",
            {"poll_id": poll_id},
        )
    )
    if not rows:
        raise Refused("その日程調整は見つかりません。「/meeting poll」で確かめてください。")
    options = _options(db, poll_id)
    return Poll(
        **rows[0]
        | {
            "deadline_at": datetime.fromisoformat(rows[0]["deadline_at"]),
            "asks_all": bool(rows[0]["asks_all"]),
        },
        options=options,
        people=_people(db, poll_id, rows[0]["council_id"], options),
    )


def undecided(db: Database, council_id: int) -> int | None:
    """The latest poll of a council on which nothing is decided yet."""
    row = db.conn.execute(
        """select id from polls where council_id = ? and state in ('open', 'closed')
        order by id desc limit 1""",
        (council_id,),
    ).fetchone()
    return row[0] if row else None


def asked_as(poll: Poll, user_id: str) -> Asked | None:
    """The one who is asked and is this person in Slack."""
    return next((one for one in poll.asked if one.slack_user == user_id), None)


def _options(db: Database, poll_id: int) -> tuple[Option, ...]:
    rows = db.conn.execute(
        "select id, day, starts_at, ends_at from poll_options where poll_id = ? order by position",
        (poll_id,),
    )
    return tuple(
        Option(
            id=option_id,
            slot=Slot(
                day=date.fromisoformat(day),
                starts_at=time.fromisoformat(starts_at) if starts_at else None,
                ends_at=time.fromisoformat(ends_at) if ends_at else None,
            ),
        )
        for option_id, day, starts_at, ends_at in rows
    )


def _people(
    db: Database, poll_id: int, council_id: int, options: tuple[Option, ...]
) -> tuple[Asked, ...]:
    first, last = options[0].slot.day, options[-1].slot.day
    replies: dict[int, dict[int, Reply]] = {}
    for asked_id, option_id, said in db.conn.execute(
        """select r.asked_id, r.option_id, r.reply from poll_replies r
        join poll_people a on a.id = r.asked_id where a.poll_id = ?""",
        (poll_id,),
    ):
        replies.setdefault(asked_id, {})[option_id] = said
    rows = list(
        db.query(
            """select a.id, a.person_id, p.name, a.title, a.part, a.is_required, a.comment,
                a.replied_by, a.replied_at, a.on_behalf, a.version,
                (select c.slack_user from members c where c.person_id = a.person_id
                    and c.council_id = :council_id and c.withdrawn_at is null
                    and c.slack_user is not null order by c.term_from desc limit 1) as slack_user,
                exists (select 1 from members c where c.person_id = a.person_id
                    and c.council_id = :council_id and c.withdrawn_at is null
                    and coalesce(c.term_from, :last) <= :last
                    and coalesce(c.term_to, :first) >= :first) as is_here
            from poll_people a join people p on p.id = a.person_id
            where a.poll_id = :poll_id order by a.position""",
            {
                "poll_id": poll_id,
                "council_id": council_id,
                "first": first.isoformat(),
                "last": last.isoformat(),
            },
        )
    )
    officers = set()
    if any(row["part"] == "officer" for row in rows):
        officers = {one.person_id for one in members.officers(db, council_id, PUBLIC, on=first)}
    return tuple(_asked(row, officers, replies.get(row["id"], {})) for row in rows)


def _asked(row: dict[str, Any], officers: set[int], replies: Mapping[int, Reply]) -> Asked:
    is_officer = row["part"] == "officer"
    return Asked(
        **row
        | {
            "is_here": row["person_id"] in officers if is_officer else bool(row["is_here"]),
            "is_required": bool(row["is_required"]),
            "on_behalf": bool(row["on_behalf"]),
            "replied_at": datetime.fromisoformat(row["replied_at"]) if row["replied_at"] else None,
        },
        replies=replies,
    )
