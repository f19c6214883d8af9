"""Date polls (日程調整): which of some days suits those who are asked, and which is decided on.

open ──► closed ──► decided     closed: by its deadline or by hand; nobody but the secretariat
│                                 enters a reply any more
└──────► cancelled              decided and cancelled: nothing is entered any more
"""

from store.polls.asking import MOST_OPTIONS, Group, NewPoll, Unfit, ask, check
from store.polls.boards import (
    KIND,
    board_key,
    claim_drawing,
    mark_drawn,
    mark_gone,
    rest,
    stale,
    tell_secretariat,
    tell_unanswered,
)
from store.polls.closing import (
    cancel,
    close,
    close_due,
    decide,
    due_to_close,
    keep_meeting,
    move_deadline,
)
from store.polls.reading import Asked, Option, Part, Poll, Reply, State, asked_as, get, undecided
from store.polls.replying import NewReply, Overwriting, reply
from store.polls.weighing import Tally, best, weigh

__all__ = [
    "KIND",
    "MOST_OPTIONS",
    "Asked",
    "Group",
    "NewPoll",
    "NewReply",
    "Option",
    "Overwriting",
    "Part",
    "Poll",
    "Reply",
    "State",
    "Tally",
    "Unfit",
    "ask",
    "asked_as",
    "best",
    "board_key",
    "cancel",
    "check",
    "claim_drawing",
    "close",
    "close_due",
    "decide",
    "due_to_close",
    "get",
    "keep_meeting",
    "mark_drawn",
    "mark_gone",
    "move_deadline",
    "reply",
    "rest",
    "stale",
    "tell_secretariat",
    "tell_unanswered",
    "undecided",
    "weigh",
]
