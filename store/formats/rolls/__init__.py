"""The roll (出席者) as a council has it printed: values in, cells out."""

from store.formats.rolls.cells import cells, observers
from store.formats.rolls.order import in_order, reading_order, without_reading
from store.formats.rolls.values import RollCustom, RollPerson, person, unsettled

__all__ = [
    "RollCustom",
    "RollPerson",
    "cells",
    "in_order",
    "observers",
    "person",
    "reading_order",
    "unsettled",
    "without_reading",
]
