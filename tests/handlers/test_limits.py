"""What is drawn stays inside what Slack takes, however much there is to draw."""

from datetime import date

import pytest

from bot.workspace import blocks as slack_limits
from handlers.parse import query as parse
from handlers.views import councils as council_views
from handlers.views import minutes as minutes_views
from handlers.views import parts
from handlers.views import search as search_views
from store.councils import Council
from store.formats.document import Attendee, Material
from store.meetings import Meeting
from store.minutes import AgendaItem, Minutes, Remark, Turn
from store.search import Facets, Hit, MeetingCount, Page, YearCount

LONG = "とても長い名前" * 40


def meeting(number: int = 1, name: str = LONG) -> Meeting:
    return Meeting(
        id=number,
        council_id=1,
        council=name,
        title=f"令和7年度第{number}回",
        fiscal_year=2025,
        number=number,
        status="held",
        held_on=date(2025, 8, 6),
        starts_at=None,
        ends_at=None,
        venue=LONG,
        disclosure="open",
        disclosure_ground=None,
        observers=None,
        observer_count=None,
        remarks=1_000,
    )


def hit(number: int) -> Hit:
    return Hit(
        remark_id=number,
        meeting_id=1,
        council=LONG,
        meeting=LONG,
        held_on=None,
        agenda_number="2(1)",
        agenda=LONG,
        speaker=LONG,
        body="人材" * 20_000,
        closed=False,
    )


def minutes(turns: tuple[Turn, ...]) -> Minutes:
    return Minutes(
        meeting=meeting(),
        materials=tuple(Material(label=f"資料{n}", title=LONG) for n in range(60)),
        roll=tuple(Attendee(kind="member", name=f"{n}番 太郎") for n in range(300)),
        agenda=(),
        turns=turns,
        warnings=(),
    )


def texts(value) -> list[str]:
    """Every text in blocks."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for part in value.values() for text in texts(part)]
    return [text for part in value for text in texts(part)] if isinstance(value, list) else []


def problems(message: dict) -> list:
    return slack_limits.problems_of_message(message["blocks"])


def test_three_hundred_members_and_sixty_materials_fit():
    drawn = minutes_views.minutes(minutes(()), 1)
    assert problems(drawn) == []
    assert len(drawn["text"]) <= 3_000


def test_fifty_agenda_items_with_a_remark_each_are_paged():
    item = [AgendaItem(id=n, number=f"2({n})", title=LONG, position=n) for n in range(50)]
    turns = tuple(
        Turn(agenda=item[n], label=LONG, remarks=(Remark(id=n, body="はい。", version=1),))
        for n in range(50)
    )
    for page in range(1, 5):
        assert problems(minutes_views.minutes(minutes(turns), page)) == []


def test_a_page_beyond_the_last_is_the_last():
    turns = (Turn(agenda=None, label="委員", remarks=(Remark(id=1, body="はい。", version=1),)),)
    assert "1／1ページ" in minutes_views.minutes(minutes(turns), 99)["text"]


def test_hits_of_forty_thousand_characters_fit():
    hits = tuple(map(hit, range(search_views.HITS)))
    query = parse.read("人材 " + "長" * 290, date(2026, 11, 23))
    found = search_views.Found(
        query=query,
        widened=query.wanted,
        added=tuple(f"言い換え{n}" for n in range(12)),
        off=tuple(f"外した{n}" for n in range(12)),
        page=Page(hits=hits, total=99_999, offset=0),
        number=2,
        facets=Facets(
            total=99_999,
            years=tuple(YearCount(fiscal_year=year, hits=9) for year in range(2025, 1975, -1)),
            meetings=tuple(
                MeetingCount(meeting_id=n, name=LONG, fiscal_year=2025, held_on=None, hits=9)
                for n in range(300)
            ),
        ),
        beside={one.remark_id: tuple(map(hit, range(100, 130))) for one in hits},
    )
    drawn = search_views.results(found)
    assert problems(drawn) == []
    assert sum(len(text) for text in texts(drawn["blocks"])) < 13_000


def test_neighbours_of_forty_thousand_characters_fit_a_window():
    view = search_views.around([hit(n) for n in range(7)], 3)
    assert slack_limits.problems_of_view(view) == []


def test_a_hundred_councils_fit():
    some = [Council(id=n, name=f"{n}{LONG}") for n in range(100)]
    drawings = [
        council_views.councils([(council, ["C1", "C2"]) for council in some]),
        council_views.unbound(some),
        council_views.which(some),
        council_views.staff(some[0], [f"U{n}" for n in range(100)], may_manage=True),
    ]
    for drawn in drawings:
        assert problems(drawn) == []


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [("会議録", 3, "会議録"), ("会議録", 2, "会…"), ("", 5, "")],
)
def test_cut(text, limit, expected):
    assert parts.cut(text, limit) == expected


def test_escape_makes_mentions_harmless():
    assert parts.escape("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
