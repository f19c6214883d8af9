"""The schedule (会議の予定): meetings yet to come, put into it, moved, called off.

Whoever changes it calls reminders.follow() and announce() in the same transaction.
"""

from store.schedule.drafts import Draft, keep_draft, look_draft, take_draft
from store.schedule.ideas import Idea, absentees, ideas, last_held
from store.schedule.letters import (
    KIND,
    Moved,
    announce,
    claim_file,
    moved_from,
    said_without_file,
    unclaim_file,
)
from store.schedule.planning import (
    OVERTAKEN,
    NewMaterial,
    NewMeeting,
    add,
    cancel,
    change,
)
from store.schedule.problems import problems
from store.schedule.upcoming import Scheduled, get, next_meeting, numbered, overdue, uid, upcoming

__all__ = [
    "KIND",
    "OVERTAKEN",
    "Draft",
    "Idea",
    "Moved",
    "NewMaterial",
    "NewMeeting",
    "Scheduled",
    "absentees",
    "add",
    "announce",
    "cancel",
    "change",
    "claim_file",
    "get",
    "ideas",
    "keep_draft",
    "last_held",
    "look_draft",
    "moved_from",
    "next_meeting",
    "numbered",
    "overdue",
    "problems",
    "said_without_file",
    "take_draft",
    "uid",
    "unclaim_file",
    "upcoming",
]
