"""Closed stays closed: to a person, a record is as if the meetings hidden from them had never been.

Two records are kept side by side. One holds everything; the other lacks the meetings that a
person may not see. Whatever that person asks, both have to answer alike, to the letter.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers import answers, minutes, watches
from handlers import search as search_room
from handlers.parse import query as parse
from handlers.views import export as export_views
from handlers.views import trend as trend_views
from handlers.visit import Visit
from store import (
    ladder,
    meetings,
    outbox,
    pairs,
    search,
    trends,
    vocabulary,
)
from store import minutes as kept_minutes
from store import watches as kept_watches
from store.db import Store, open_store
from store.errors import Refused
from store.formats import tables
from store.history import By
from store.viewers import Viewer

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
COUNCILS = {1: "人材委員会", 2: "防災会議"}
PEOPLE = ("U_BOTH", "U_ONE", "U_TWO", "U_NONE")
STAFF = {"U_BOTH": (1, 2), "U_ONE": (1,), "U_TWO": (2,), "U_NONE": ()}


@dataclass(frozen=True, slots=True)
class Said:
    """A remark."""

    id: int
    label: str | None
    body: str
    agenda: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting; what stands in `heading` and `venue` stands nowhere else."""

    id: int
    council: int
    held_on: str | None
    disclosure: str
    number: int
    heading: str
    venue: str
    said: tuple[Said, ...]

    @property
    def title(self) -> str:
        return f"令和3年度第{self.number}回"


# --- Keeping the same record twice


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    folder: Path = tmp_path_factory.mktemp("visibility")
    whole, seen = open_store(folder / "whole.db"), open_store(folder / "seen.db")
    for store in (whole, seen):
        with store.writing() as db:
            for council_id, name in COUNCILS.items():
                db.execute("insert into councils values (?, ?, '{}', '')", (council_id, name))
            for person, serves in STAFF.items():
                for council_id in serves:
                    db.execute("insert into secretariat values (?, ?, '')", (council_id, person))
    yield whole, seen
    whole.close()
    seen.close()


def keep(store: Store, sittings: list[Sitting]) -> None:
    """These meetings and no others."""
    with store.writing() as db:
        db.execute("pragma defer_foreign_keys = on")
        for table in _EMPTIED:
            db.execute(f"delete from {table}")
        db.execute("insert into search_index (search_index) values ('delete-all')")
        db.execute("update watch_progress set remark_id = 0")
        for sitting in sittings:
            _keep(db, sitting)
        search.enter(db, [said.id for sitting in sittings for said in sitting.said])


_EMPTIED = (
    "alerts",
    "outbox",
    "watches",
    "misses",
    "inbox",
    "search_entries",
    "remarks",
    "blocks",
    "materials",
    "agenda_items",
    "meetings",
)


def _keep(db: Database, sitting: Sitting) -> None:
    db.execute(
        """insert into meetings (id, council_id, title, fiscal_year, number, held_on, venue,
          disclosure, disclosure_ground, created_at)
        values (?, ?, ?, 2021, ?, ?, ?, ?, ?, '')""",
        (
            sitting.id,
            sitting.council,
            sitting.title,
            sitting.number,
            sitting.held_on,
            sitting.venue,
            sitting.disclosure,
            f"条例第{sitting.id}条",
        ),
    )
    for place in (1, 2):
        db.execute(
            """insert into agenda_items (id, meeting_id, position, depth, number, title)
            values (?, ?, ?, 1, ?, ?)""",
            (sitting.id * 10 + place, sitting.id, place, str(place), f"{sitting.heading}{place}"),
        )
    db.execute(
        "insert into materials (meeting_id, position, label, title) values (?, 1, '資料1', ?)",
        (sitting.id, f"{sitting.heading}の案"),
    )
    for place, said in enumerate(sitting.said, 10):
        db.execute(
            """insert into blocks (id, meeting_id, agenda_item_id, position, label)
            values (?, ?, ?, ?, ?)""",
            (said.id, sitting.id, sitting.id * 10 + said.agenda, place * 2, said.label),
        )
        db.execute(
            """insert into remarks (id, block_id, position, body, source, created_at)
            values (?, ?, ?, ?, 'minutes', '')""",
            (said.id, said.id, place * 2 + 1, said.body),
        )


# --- All that a person can ask


def learned(store: Store, person: str, typed: str, ids: tuple[list[int], list[int]]) -> list[str]:
    """Everything a person is told who asks one query and looks at every number there is."""
    meeting_ids, remark_ids = ids
    viewer = Viewer(person)
    told: list[str] = []

    def tell(what: str, ask: Callable[[], Any]) -> None:
        try:
            told.append(f"{what}: {ask()!r}")
        except Refused as refused:
            told.append(f"{what} refused: {refused.sentence}")

    with store.reading() as db:
        for remark_id in remark_ids:
            tell("around", lambda id_=remark_id: search.around(db, id_, viewer))
            tell("choices", lambda id_=remark_id: pairs.choices(db, id_, viewer))
        tell("hits", lambda: search.hits(db, remark_ids, viewer))
        tell("beside", lambda: pairs.beside(db, remark_ids, viewer))
        tell("materials", lambda: pairs.materials(db, remark_ids, viewer))
        for meeting_id in meeting_ids:
            tell("get", lambda id_=meeting_id: meetings.get(db, id_, viewer))
            tell("find", lambda id_=meeting_id: meetings.find(db, str(id_), viewer))
            tell("read", lambda id_=meeting_id: kept_minutes.read(db, id_, viewer))
        for words in (typed, "第1回", "人材", "会議", "令和3年度第3回"):
            tell("find", lambda words=words: meetings.find(db, words, viewer))
            tell("choose", lambda words=words: meetings.choose(db, words, viewer, 1))
        tell("named", lambda: meetings.named(db, meeting_ids, viewer))
        tell("recent", lambda: meetings.recent(db, viewer, limit=2, offset=1))
        tell("recent", lambda: meetings.recent(db, viewer, council_id=2, limit=-1))
        tell("count", lambda: [meetings.count(db, viewer, council) for council in (None, 1, 2)])
        _tell_query(db, viewer, typed, tell)
    _tell_rooms(store, person, typed, ids, tell)
    return told


def _tell_query(db: Database, viewer: Viewer, typed: str, tell: Callable[..., None]) -> None:
    query = parse.read(typed, TODAY)
    wide = replace(query, wanted=query.wanted and vocabulary.widen(db, query.wanted))
    for one in (query, wide):
        for sort in ("newest", "oldest"):
            ordered = replace(one, sort=sort)
            tell(sort, lambda q=ordered: search.find(db, q, viewer, limit=3, offset=1))
        # How rare a word is in the whole record weighs in the order, and in nothing else.
        best = search.find(db, replace(one, sort="relevance"), viewer, limit=1_000)
        tell("best", lambda page=best: (page.total, sorted(hit.remark_id for hit in page.hits)))
        tell("count", lambda q=one: search.count(db, q, viewer))
        tell("facets", lambda q=one: search.facets(db, q, viewer))
        tell("trend", lambda q=one: trends.by_meeting(db, q, viewer))
        tell("ladder", lambda q=one: ladder.steps(db, q, viewer))
        tell("ladder", lambda q=one: ladder.steps(db, q, viewer, 2))
    by_meeting = trends.by_meeting(db, query, viewer)
    if by_meeting:
        drawn = trend_views.by_meeting(typed, by_meeting)
        tell("trend drawn", lambda: trend_views.trend(drawn, is_sent=False))
        tell("trend in words", lambda: trend_views.alt_text(drawn))
        tell("trend table", lambda: tables.to_csv(export_views.by_meeting(typed, by_meeting).table))
    hits = search.find(db, replace(query, sort="newest"), viewer, limit=1_000).hits
    sheet = export_views.hits(typed, hits)
    tell("export", lambda: (export_views.file_name(sheet, "csv"), export_views.comment(sheet)))
    tell("csv", lambda: tables.to_csv(sheet.table).decode())


def _tell_rooms(
    store: Store,
    person: str,
    typed: str,
    ids: tuple[list[int], list[int]],
    tell: Callable[..., None],
) -> None:
    client = WebClient()  # asked for nothing here

    def said(room: Callable[..., object], words: str) -> str:
        answer: list[Any] = []
        with store.reading() as db:
            visit = Visit(
                user_id=person,
                channel_id="C1",
                trigger_id="1",
                now=NOW,
                db=db,
                store=store,
            )
            room(words, visit, lambda **message: answer.append(message), client)
        return json.dumps(answer, ensure_ascii=False)

    def share(words: str, visit: Visit, respond: Any, _: WebClient) -> None:
        pressed = {"value": json.dumps({"remark": int(words)})}
        message = {"container": {"message_ts": "1.1"}}
        search_room.share(lambda: None, pressed, message, visit, respond)

    tell("search", lambda: said(search_room.search, typed))
    tell("search", lambda: said(search_room.search, f"{typed} 並び:古い順"))
    tell("answers", lambda: said(answers.answers, typed))
    tell("recent", lambda: said(minutes.recent, ""))
    tell("show", lambda: said(minutes.show, ""))
    for meeting_id in ids[0]:
        tell("show", lambda id_=meeting_id: said(minutes.show, str(id_)))
    for remark_id in ids[1]:
        tell("cited", lambda id_=remark_id: said(minutes.show, f"kaigiroku:{id_}"))
        tell("shared", lambda id_=remark_id: said(share, str(id_)))


# --- At random

SHARED = ["人材", "担い手", "育成", "予算", "ボランティア"]
SECRET = ["極秘計画", "用地買収", "秘密保持"]
LABELS = ["事務局", "参加者", "委員長", "佐藤委員", None, "用地課長"]
TYPED = [
    *SHARED,
    *SECRET,
    "極秘計劃",  # nearly the word, for the spelling
    "ボランテイア",
    "極秘計画 人材",
    "人材 OR 用地買収",
    "人材 -極秘計画",
    "=人材",
    "担い手 NEAR 予算",
    "人材確保策について",
    "「極秘計画」",
    "発言者:用地課長",
    "発言者:事務局",
    "役割:事務局 育成",
    "区分:質問",
    "会議:令和3年度第1回",
    "会議:2 人材",
    "会議:極秘",
    "会議体:防災 予算",
    "議題:極秘計画",
    "議題:1",
    "年度:令和3",
    "期間:2021-05..",
    "宇宙 会議体:人材 年度:令和2",
]


@st.composite
def records(draw: st.DrawFn) -> list[Sitting]:
    sittings = []
    remark_id = 0
    for meeting_id in range(1, draw(st.integers(2, 5)) + 1):
        disclosure = draw(st.sampled_from(["open", "partly_closed", "closed", "closed"]))
        words = SHARED + SECRET if disclosure == "closed" else SHARED
        said = []
        for _ in range(draw(st.integers(1, 4))):
            remark_id += 1
            body = "と".join(draw(st.lists(st.sampled_from(words), min_size=1, max_size=3)))
            ending = draw(st.sampled_from(["。", "ですか。", "してほしい。", "を説明した。"]))
            labels = LABELS if disclosure == "closed" else LABELS[:-1]
            said.append(
                Said(
                    remark_id,
                    draw(st.sampled_from(labels)),
                    f"{body}{ending}",
                    draw(st.integers(1, 2)),
                )
            )
        sittings.append(
            Sitting(
                id=meeting_id,
                council=draw(st.sampled_from([1, 2])),
                held_on=draw(st.sampled_from([None, "2021-04-21", "2021-05-21", "2021-06-21"])),
                disclosure=disclosure,
                number=draw(st.integers(1, 3)),
                heading=draw(st.sampled_from(words)),
                venue=draw(st.sampled_from(["市民会館", "極秘の間"]))
                if disclosure == "closed"
                else "市民会館",
                said=tuple(said),
            )
        )
    return sittings


def may_see(person: str, sitting: Sitting) -> bool:
    return sitting.disclosure != "closed" or sitting.council in STAFF[person]


@given(
    records(),
    st.sampled_from(PEOPLE[1:]),
    st.lists(st.sampled_from(TYPED), min_size=4, max_size=4, unique=True),
)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_a_hidden_meeting_changes_nothing_of_what_a_person_is_told(
    stores: tuple[Store, Store], sittings: list[Sitting], person: str, queries: list[str]
) -> None:
    whole, seen = stores
    keep(whole, sittings)
    keep(seen, [sitting for sitting in sittings if may_see(person, sitting)])
    ids = (
        [*(sitting.id for sitting in sittings), 99],
        [*(said.id for sitting in sittings for said in sitting.said), 99],
    )
    for typed in queries:
        assert learned(whole, person, typed, ids) == learned(seen, person, typed, ids)
    assert told_of(whole, person, queries) == told_of(seen, person, queries)


def told_of(store: Store, person: str, queries: list[str]) -> list[str]:
    """The alerts a person gets who watched these queries before anything was said."""
    with store.writing() as db:
        for typed in queries:
            watch, _ = kept_watches.keep(db, person, typed, typed, By(f"slack:{person}", NOW))
            db.execute("update watches set since = 0 where id = ?", (watch.id,))
    watches.notice_new(store, WebClient(), NOW)
    told = []
    while True:
        with store.writing() as db:
            letter = outbox.claim_due(db, NOW + timedelta(hours=1))
        if letter is None:
            break
        message = watches.draw(store, letter, NOW)
        if message:
            told.append(json.dumps(message, ensure_ascii=False))
    return [re.sub(r'"watch": ?\d+|\\"watch\\": ?\d+', "", one) for one in told]


# --- The property would hold for nothing if nothing were told


RECORD = [
    Sitting(
        1,
        1,
        "2021-04-21",
        "open",
        1,
        "人材",
        "市民会館",
        (
            Said(1, "参加者", "人材の育成はどうか。", 1),
            Said(2, "事務局", "人材の育成は講座で進める。", 1),
        ),
    ),
    Sitting(
        2,
        1,
        "2021-05-21",
        "closed",
        5,
        "極秘計画",
        "極秘の間",
        (
            Said(3, "佐藤委員", "極秘計画と人材の話をしたい。", 1),
            Said(4, "用地課長", "用地買収の人材を答える。", 1),
        ),
    ),
]
SECRETS = ("極秘", "用地", "第5回", "date(2021, 5, 21)", "5月21日", "条例第2条")
IDS = ([1, 2], [1, 2, 3, 4])


@pytest.mark.parametrize(
    ("typed", "echoed"),
    [
        ("人材", "人材"),
        ("発言者:用地課長", "用地課長"),
        ("極秘計画", "極秘計画"),
        ("会議:2", "会議:2"),
        ("極秘計劃", "極秘計劃"),
    ],
)
def test_the_secretariat_is_told_and_an_outsider_learns_no_word(
    stores: tuple[Store, Store], typed: str, echoed: str
) -> None:
    whole, _ = stores
    keep(whole, RECORD)

    def told(person: str) -> str:
        return "\n".join(learned(whole, person, typed, IDS)).replace(echoed, "")

    outsider, neighbour, clerk = map(told, ("U_NONE", "U_TWO", "U_ONE"))
    assert [word for word in (*SECRETS, "2021-05-21") if word in outsider + neighbour] == []
    assert [word for word in SECRETS if word in clerk] == list(SECRETS)


def test_who_joins_the_secretariat_is_told_and_who_leaves_is_not(
    stores: tuple[Store, Store],
) -> None:
    whole, _ = stores
    keep(whole, RECORD)
    query = parse.read("人材", TODAY)

    def count() -> int:
        with whole.reading() as db:
            return search.count(db, query, Viewer("U_NONE"))

    assert count() == 2
    with whole.writing() as db:
        db.execute("insert into secretariat values (1, 'U_NONE', '')")
    try:
        assert count() == 4
    finally:
        with whole.writing() as db:
            db.execute("delete from secretariat where user_id = 'U_NONE'")
    assert count() == 2


def test_an_alert_is_said_only_to_who_may_see_what_it_tells(stores: tuple[Store, Store]) -> None:
    whole, _ = stores
    for person, meetings_told in (("U_NONE", 1), ("U_TWO", 1), ("U_ONE", 2)):
        keep(whole, RECORD)
        told = told_of(whole, person, ["人材"])
        assert len(told) == meetings_told
        assert ("第5回" in "".join(told)) == (person == "U_ONE")
        assert "用地買収" not in "".join(told), "closed words are not left lying in Slack"
