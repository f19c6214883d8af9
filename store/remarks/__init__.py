"""Remarks (発言): what was said, under whose label, at which meeting; kept, and put right."""

from store.remarks.arranging import change_speaker, join_previous, move, move_from_here, split
from store.remarks.keeping import (
    NOT_FOUND,
    NewRemark,
    Remark,
    add,
    edit,
    get,
    withdraw,
)
from store.remarks.places import (
    LastChange,
    Neighbour,
    Place,
    Scope,
    Withdrawn,
    last_change,
    look,
    neighbours,
    withdrawn,
)
from store.remarks.restoring import restore

__all__ = [
    "NOT_FOUND",
    "LastChange",
    "Neighbour",
    "NewRemark",
    "Place",
    "Remark",
    "Scope",
    "Withdrawn",
    "add",
    "change_speaker",
    "edit",
    "get",
    "join_previous",
    "last_change",
    "look",
    "move",
    "move_from_here",
    "neighbours",
    "restore",
    "split",
    "withdraw",
    "withdrawn",
]
