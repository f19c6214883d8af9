"""The roll (出席者) as a council has it printed: values in, cells out."""

from store.formats.rolls.cells import ABSENT, cells, observers
from store.formats.rolls.order import in_order, reading_order, without_reading
from store.formats.rolls.values import RollCustom, RollPerson, people, person, unsettled

__all__ = [
    "ABSENT",
    "RollCustom",
    "RollPerson",
    "cells",
    "in_order",
    "observers",
    "people",
    "person",
    "reading_order",
    "unsettled",
    "without_reading",
]
