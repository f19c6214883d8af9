"""When meetings are (日時), as people type it; every ambiguity is told or refused, never guessed.

    one       令和8年12月16日(水) 18:25～19:30 市民文化会館     a meeting, and its venue
    many      12/14-18 の午後                                  the candidates of a poll
    deadline  12/10(木) 17時まで                               when a poll closes
    before    3日前 17:00                                      when somebody is reminded
    series    毎月第2火曜 18:30から1時間半                       meetings that come again

How days are read stands in days.py, how times are in clocks.py.
"""

from handlers.parse.slots.before import before
from handlers.parse.slots.mistakes import SeveralDays, WrongWeekday, check_weekday
from handlers.parse.slots.reading import (
    MOST_CANDIDATES,
    Candidates,
    Deadline,
    Understood,
    deadline,
    many,
    one,
)
from handlers.parse.slots.series import MOST_IN_SERIES, Series, series

__all__ = [
    "MOST_CANDIDATES",
    "MOST_IN_SERIES",
    "Candidates",
    "Deadline",
    "Series",
    "SeveralDays",
    "Understood",
    "WrongWeekday",
    "before",
    "check_weekday",
    "deadline",
    "many",
    "one",
    "series",
]
