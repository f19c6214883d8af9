"""Attendance (出欠): the roll of a meeting, who came and went when, and whether the quorum holds.

Why somebody is excused is told to nobody by roll(); excuses_of() does, for those whose right to it
was checked.
"""

from store.attendance.boards import (
    KIND,
    Board,
    board,
    boards_to_watch,
    finish,
    forget,
    mark_drawn,
    post,
    put_off,
    smear,
    start,
    take_brush,
)
from store.attendance.excuses import Excuse, excuse, excuses_of, note_opinion, withdraw_excuse
from store.attendance.marking import (
    Mark,
    NotMarked,
    mark,
    mark_all,
    name_proxy,
    set_aside,
    take_back_set_aside,
)
from store.attendance.quorum import Loss, Standing, losses, quorum, running, settle
from store.attendance.rolls import Entry, call, entry, meant, officers, put_officers, roll

__all__ = [
    "KIND",
    "Board",
    "Entry",
    "Excuse",
    "Loss",
    "Mark",
    "NotMarked",
    "Standing",
    "board",
    "boards_to_watch",
    "call",
    "entry",
    "excuse",
    "excuses_of",
    "finish",
    "forget",
    "losses",
    "mark",
    "mark_all",
    "mark_drawn",
    "meant",
    "name_proxy",
    "note_opinion",
    "officers",
    "post",
    "put_off",
    "put_officers",
    "quorum",
    "roll",
    "running",
    "set_aside",
    "settle",
    "smear",
    "start",
    "take_back_set_aside",
    "take_brush",
    "withdraw_excuse",
]
