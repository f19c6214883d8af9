"""The day that is recommended: why, and what one absence would do."""

from dataclasses import replace
from datetime import date

from handlers.views import polls as views
from store.polls import Option, Tally
from store.slots import Slot

DAY = Tally(
    option=Option(id=1, slot=Slot(day=date(2026, 12, 14))),
    yes=3, maybe=1, no=2, unanswered=0, needed=None, sure=3, possible=4,
    chairs=(), vice_chairs=(), required=(),
)  # fmt: skip
WORSE = replace(DAY, yes=2, option=Option(id=2, slot=Slot(day=date(2026, 12, 15))))


def reason(tally, tallies):
    return views.recommended(tally, tallies).split("です。", 1)[1]


def test_the_reason_compares_the_days():
    assert reason(DAY, [DAY, WORSE]) == "○が3名と最も多く、ほかの日より条件がよいためです。"


def test_a_quorum_is_told_with_what_an_absence_would_do():
    assert reason(replace(DAY, needed=3), [DAY, WORSE]) == (
        "○が3名と最も多く、定足数（3名）を満たし、ほかの日より条件がよいためです。"
        "1名でも欠席すると、定足数に届きません。"
    )
    assert reason(replace(DAY, needed=4), [DAY, WORSE]) == (
        "○が3名と最も多く、△の方も出席すれば定足数（4名）に届き、ほかの日より条件がよいためです。"
        "定足数には、△の方のうち1名の出席が要ります。"
    )


def test_the_only_candidate_is_not_compared():
    assert reason(DAY, [DAY]) == "○が3名で、ほかに候補がないためです。"


def test_where_nobody_is_sure_those_who_might_are_counted():
    perhaps = replace(DAY, yes=0, maybe=4)
    other = replace(WORSE, yes=0, maybe=1)
    assert reason(perhaps, [perhaps, other]) == (
        "△が4名と最も多く、ほかの日より条件がよいためです。"
    )
