"""Reminders (お知らせ): what is said before a meeting and before a deadline, once.

planned ──► told          in letters, which the outbox says (store/outbox.py)
│  ▲
▼  │                   passed: its moment was over when it was planned
paused, stopped           expired: it could not be said before its occasion was over
called_off: its occasion is off
"""

from store.reminders.by_hand import add, pause, resume, stop
from store.reminders.meant import (
    deadline_of,
    meeting_without_minutes,
    meetings_ahead,
    next_meeting,
    open_poll,
    title,
)
from store.reminders.occasions import Occasion, Subject, Towards, minutes_due, occasion
from store.reminders.planning import ended, follow, follow_council, follow_ended, follow_poll
from store.reminders.plans import Audience, Reminder, ahead, get, planned
from store.reminders.telling import (
    KIND,
    MISSED,
    Telling,
    agenda,
    come_due,
    expire,
    is_due,
    missed,
    read,
)
from store.reminders.waiting import Waiting, waited_for

__all__ = [
    "KIND",
    "MISSED",
    "Audience",
    "Occasion",
    "Reminder",
    "Subject",
    "Telling",
    "Towards",
    "Waiting",
    "add",
    "agenda",
    "ahead",
    "come_due",
    "deadline_of",
    "ended",
    "expire",
    "follow",
    "follow_council",
    "follow_ended",
    "follow_poll",
    "get",
    "is_due",
    "meeting_without_minutes",
    "meetings_ahead",
    "minutes_due",
    "missed",
    "next_meeting",
    "occasion",
    "open_poll",
    "pause",
    "planned",
    "read",
    "resume",
    "stop",
    "title",
    "waited_for",
]
