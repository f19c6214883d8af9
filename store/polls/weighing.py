"""Weighing (比較): what each option would mean for a meeting on it, and which is the best."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from store import members, rules
from store.polls.reading import Asked, Option, Poll, Reply
from store.roles import role_of
from store.rules import Rules
from store.viewers import PUBLIC

# met: those who can come suffice; perhaps: together with those who might; short: not even then.
Quorum = Literal["unknown", "met", "perhaps", "short"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was replied to an option, and what that means.

    `sure` and `possible` count members in office on the day; `needed` is their quorum, None where
    the council has none or not all of them are asked. `chairs` and `vice_chairs` are those who
    could preside.
    """

    option: Option
    yes: int
    maybe: int
    no: int
    unanswered: int
    needed: int | None
    sure: int
    possible: int
    chairs: tuple[Asked, ...]
    vice_chairs: tuple[Asked, ...]
    required: tuple[Asked, ...]

    @property
    def spare(self) -> int | None:
        """How many may still be absent; below zero, how many are missing."""
        return None if self.needed is None else self.sure - self.needed

    @property
    def quorum(self) -> Quorum:
        """Whether the quorum would be met."""
        if self.needed is None:
            return "unknown"
        elif self.sure >= self.needed:
            return "met"
        else:
            return "perhaps" if self.possible >= self.needed else "short"

    @property
    def is_refused(self) -> bool:
        """Whether everybody who answered said no."""
        return self.no > 0 and self.yes == self.maybe == 0

    @property
    def presides(self) -> Asked | None:
        """Who would preside: a chair who can come, else a vice chair who can."""
        return next((one for one in (*self.chairs, *self.vice_chairs) if self.can(one)), None)

    @property
    def missing(self) -> tuple[Asked, ...]:
        """Those who are required and cannot come."""
        return tuple(one for one in self.required if self.said(one) == "no")

    def can(self, one: Asked) -> bool:
        """Whether somebody said that they can come."""
        return self.said(one) == "yes"

    def said(self, one: Asked) -> Reply | None:
        """What somebody replied to this option; None: nothing yet."""
        return one.replies.get(self.option.id)


def weigh(db: Database, poll: Poll) -> tuple[Tally, ...]:
    """Every option of a poll, in the order of time."""
    laid = rules.of(db, poll.council_id)
    in_office: dict[str, set[int]] = {}
    tallies = []
    for option in poll.options:
        day = option.slot.day
        if day.isoformat() not in in_office:
            listed = members.roster(db, poll.council_id, PUBLIC, on=day)
            in_office[day.isoformat()] = {one.person_id for one in listed}
        tallies.append(_tally(poll, option, laid, in_office[day.isoformat()]))
    return tuple(tallies)


def best(tallies: tuple[Tally, ...]) -> Tally | None:
    """The option to recommend; None while nobody can come on any of them."""
    fit = [one for one in tallies if one.yes + one.maybe]
    return max(fit, key=_worth) if fit else None


def _tally(poll: Poll, option: Option, laid: Rules, in_office: set[int]) -> Tally:
    said = Counter(one.replies.get(option.id) for one in poll.asked)
    counted = Counter(
        one.replies.get(option.id)
        for one in poll.asked
        if one.part == "member" and one.person_id in in_office
    )
    return Tally(
        option=option,
        yes=said["yes"],
        maybe=said["maybe"],
        no=said["no"],
        unanswered=said[None],
        needed=rules.needed(laid, len(in_office)) if poll.asks_all else None,
        sure=counted["yes"],
        possible=counted["yes"] + counted["maybe"],
        chairs=_of_role(poll, "chair"),
        vice_chairs=_of_role(poll, "vice_chair"),
        required=tuple(one for one in poll.asked if one.is_required),
    )


def _of_role(poll: Poll, role: str) -> tuple[Asked, ...]:
    return tuple(one for one in poll.asked if one.part == "member" and role_of(one.title) == role)


def _worth(tally: Tally) -> tuple[int, ...]:
    """A quorum first, then those who are required, who presides, how many, and how many perhaps."""
    quorum = {"met": 2, "perhaps": 1, "short": 0, "unknown": 0}[tally.quorum]
    required = [_RANK[tally.said(one)] for one in tally.required]
    presiding = [_RANK[tally.said(one)] for one in (*tally.chairs, *tally.vice_chairs)]
    return (
        quorum,
        min(required, default=2),
        max(presiding, default=2),
        tally.yes,
        tally.maybe,
        -tally.option.slot.day.toordinal(),
    )


_RANK: dict[Reply | None, int] = {"yes": 2, "maybe": 1, None: 1, "no": 0}
