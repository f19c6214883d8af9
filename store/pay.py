"""Pay (報酬・費用弁償): what members are due for the meetings they attended, by a council's rules.

A council pays by how long a meeting took from 開会 to 閉会, breaks included; one amount up to so
many hours, another beyond. Rules.pay holds it as Pay.to_dict() gives it:

    {"hours": 2, "short": 8000, "long": 12000, "roles": {"会長": [9500, 14000]}, "proxies": false}

What somebody's journey costs is kept with the person (travel_costs), for it is nobody else's.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from store import attended, history, meetings, rules
from store.errors import Refused
from store.formats.document import Status
from store.history import By, Change
from store.meetings import Meeting
from store.slots import Slot
from store.viewers import VISIBLE, Viewer

MOST_YEN = 1_000_000  # for one sitting; more is a slip of the hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """A council's rule for pay: yen up to `hours` and beyond, for some roles other amounts.

    `proxies`: who comes in a member's place is paid as they would be.
    """

    hours: float = 2
    short: int = 0
    long: int = 0
    roles: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    proxies: bool = False

    def fee(self, role: str, lasted: timedelta) -> int:
        """What one sitting is paid."""
        short, long = self.roles.get(role, (self.short, self.long))
        return short if lasted <= timedelta(hours=self.hours) else long

    def to_dict(self) -> dict[str, Any]:
        """As the council's rules keep it."""
        return {**asdict(self), "roles": {role: list(both) for role, both in self.roles.items()}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one person is due for one meeting; `stands_for`: the member a proxy came for."""

    meeting: Meeting
    minutes: int
    person_id: int
    name: str
    role: str
    status: Status
    fee: int
    travel: int
    stands_for: str | None = None

    @property
    def total(self) -> int:
        """All of it, in yen."""
        return self.fee + self.travel


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a council's members are due; and what keeps it from being all, in sentences."""

    lines: tuple[Line, ...]
    problems: tuple[str, ...]

    @property
    def total(self) -> int:
        """In yen."""
        return sum(line.total for line in self.lines)


def rule(db: Database, council_id: int) -> Pay | None:
    """A council's rule for pay; None where none was laid down."""
    kept = rules.of(db, council_id).pay
    if not {"short", "long"} <= set(kept):
        return None
    return Pay(
        hours=kept.get("hours", 2),
        short=kept["short"],
        long=kept["long"],
        roles={role: (short, long) for role, (short, long) in kept.get("roles", {}).items()},
        proxies=kept.get("proxies", False),
    )


def lay_down(db: Database, council_id: int, wanted: Pay, by: By) -> None:
    """Keep a council's rule for pay."""
    before = rules.of(db, council_id)
    rules.lay_down(db, council_id, replace(before, pay=wanted.to_dict()), by)


def travel(db: Database, council_id: int) -> dict[int, int]:
    """What the journey of each costs, in yen, as far as it was given."""
    return dict(
        db.conn.execute(
            """select t.person_id, t.yen from travel_costs t join people p on p.id = t.person_id
            where p.council_id = ?""",
            (council_id,),
        )
    )


def keep_travel(db: Database, council_id: int, costs: Mapping[int, int], by: By) -> None:
    """Keep what the journeys of these people cost; no yen: forgotten. The history tells no sums."""
    before = travel(db, council_id)
    changed = {one: yen for one, yen in costs.items() if before.get(one, 0) != yen}
    for person_id, yen in changed.items():
        db.conn.execute("delete from travel_costs where person_id = ?", (person_id,))
        if yen:
            db.conn.execute("insert into travel_costs values (?, ?)", (person_id, yen))
    history.record(
        db, by, [Change(noun="people", row_id=one, deed="travel kept") for one in changed]
    )


def due(
    db: Database, council_id: int, viewer: Viewer, *, since: date | None, until: date | None
) -> Due:
    """What is due for the meetings held in a period, one after the other."""
    rows = db.conn.execute(
        f"""select m.id from meetings m where m.council_id = :council_id and m.status = 'held'
            and m.held_on between :since and :until and {VISIBLE}""",
        {
            "council_id": council_id,
            "since": (since or date.min).isoformat(),
            "until": (until or date.max).isoformat(),
            **viewer.params(),
        },
    ).fetchall()
    return due_for(db, council_id, [row[0] for row in rows], viewer)


def due_for(db: Database, council_id: int, meeting_ids: list[int], viewer: Viewer) -> Due:
    """What is due for these meetings."""
    laid = rule(db, council_id)
    if laid is None:
        raise Refused(
            "この会議体の報酬の決まりが、まだ入力されていません。"
            "「/attendance pay」の「報酬の決まりを変える」で入力してください。"
        )
    known = _Known(
        laid=laid, travel=travel(db, council_id), terms=attended.terms(db, council_id, viewer)
    )
    lines: list[Line] = []
    problems: list[str] = []
    for meeting in meetings.named(db, meeting_ids, viewer)[::-1]:
        lasted = _lasted(meeting)
        roll = _roll(db, meeting.id)
        if lasted is None:
            problems.append(f"{meeting.title}は、開会か閉会の時刻がないため計算していません。")
        elif not roll:
            problems.append(f"{meeting.title}は、出席した委員の記録がないため計算していません。")
        else:
            lines += [known.line(meeting, lasted, row) for row in roll if known.is_paid(row)]
            problems += known.doubts(meeting, roll)
    return Due(lines=tuple(lines), problems=tuple(problems))


@dataclass(frozen=True, slots=True)
class _Known:
    laid: Pay
    travel: Mapping[int, int]
    terms: list[attended.Term]

    def is_paid(self, row: dict[str, Any]) -> bool:
        return row["status"] in attended.ATTENDED or (
            row["status"] == "proxy" and self.laid.proxies
        )

    def line(self, meeting: Meeting, lasted: timedelta, row: dict[str, Any]) -> Line:
        """Whoever stayed at home, or came for somebody else, has no journey we know of."""
        term = self._term(meeting, row)
        role = term.role if term else "委員"
        came_for = row["status"] == "proxy"
        journeys = row["status"] in ("present", "late", "left_early")
        return Line(
            meeting=meeting,
            minutes=int(lasted.total_seconds() // 60),
            person_id=row["person_id"],
            name=row["proxy_name"] or f"{row['name']}の代理者" if came_for else row["name"],
            role=role,
            status=row["status"],
            fee=self.laid.fee(role, lasted),
            travel=self.travel.get(row["person_id"], 0) if journeys else 0,
            stands_for=row["name"] if came_for else None,
        )

    def doubts(self, meeting: Meeting, roll: list[dict[str, Any]]) -> list[str]:
        unanswered = [row["name"] for row in roll if row["status"] == "unanswered"]
        outside = [
            row["name"] for row in roll if self.is_paid(row) and self._term(meeting, row) is None
        ]
        found = []
        if unanswered:
            found.append(
                f"{meeting.title}の{'、'.join(unanswered)}さんは、出欠が未回答のため入れていません。"
            )
        if outside:
            found.append(
                f"{meeting.title}の{'、'.join(outside)}さんは、名簿ではその日に任期がありません。"
                "「委員」の額で入れています。"
            )
        return found

    def _term(self, meeting: Meeting, row: dict[str, Any]) -> attended.Term | None:
        theirs = [term for term in self.terms if term.person_id == row["person_id"]]
        assert meeting.held_on
        return attended.term_on(theirs, meeting.held_on, meeting.held_on)


def _lasted(meeting: Meeting) -> timedelta | None:
    """From 開会 to 閉会; None where one of them is not known."""
    if not (meeting.held_on and meeting.starts_at and meeting.ends_at):
        return None
    try:
        slot = Slot(day=meeting.held_on, starts_at=meeting.starts_at, ends_at=meeting.ends_at)
    except ValueError:  # it ends before it begins
        return None
    ends: datetime | None = slot.ends
    return ends - slot.begins if ends else None


def _roll(db: Database, meeting_id: int) -> list[dict[str, Any]]:
    return list(
        db.query(
            """select person_id, name, status, proxy_name from attendance
            where meeting_id = :meeting_id and kind = 'member' order by position""",
            {"meeting_id": meeting_id},
        )
    )
