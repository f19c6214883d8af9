"""Search (検索): exact like LIKE, over bigrams of the folded text.

Every live remark has one entry. The entry's id is its place in the order of the record, so
that "newest first", a period and a meeting are ranges of the index itself.
"""

from store.queries import Query
from store.search.asking import match_expression
from store.search.checking import check
from store.search.entries import (
    LAST_MEETING,
    LAST_POSITION,
    RULES,
    enter,
    entry_id,
    rebuild,
    reenter,
    withdraw,
)
from store.search.facets import Facets, MeetingCount, YearCount, facets
from store.search.finding import Hit, Page, around, count, find, hits
from store.search.labels import speaker_names
from store.search.settling import settle

__all__ = [
    "LAST_MEETING",
    "LAST_POSITION",
    "RULES",
    "Facets",
    "Hit",
    "MeetingCount",
    "Page",
    "Query",
    "YearCount",
    "around",
    "check",
    "count",
    "enter",
    "entry_id",
    "facets",
    "find",
    "hits",
    "match_expression",
    "rebuild",
    "reenter",
    "settle",
    "speaker_names",
    "withdraw",
]
