"""Queries that are kept, as people type them twice."""

import unicodedata
from datetime import date
from typing import NamedTuple

from handlers.parse import query


class Kept(NamedTuple):
    """A query as it was typed, on one line, and what makes another one the same."""

    text: str
    key: str


def kept(typed: str, today: date) -> Kept:
    """A query somebody wants to keep; refused here if it cannot be read."""
    meant = query.write(query.read(typed, today))
    return Kept(" ".join(typed.split()), unicodedata.normalize("NFKC", meant).casefold())
