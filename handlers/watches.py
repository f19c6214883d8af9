"""`/minutes watch`: queries that are kept, and the alert when a new remark answers one.

The clock rings here twice: notice_new() looks at the remarks that came since it last looked,
whoever brought them; draw() says what a person is told, with the rights they have by then.
"""

import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers.commands import Subcommand
from handlers.parse import buttons, query
from handlers.parse import watches as parse
from handlers.views import minutes as minutes_views
from handlers.views import watches as views
from handlers.views.parts import Message
from handlers.views.watches import Told
from handlers.visit import Visit
from store import meetings, minutes, search, vocabulary, watches
from store.db import Store
from store.errors import Refused
from store.outbox import Letter
from store.queries import Query, spellings
from store.search import Hit
from store.slots import JAPAN
from store.viewers import OPERATOR, Viewer
from store.watches import Watch

Answer = Callable[..., object]  # respond(), or respond() in the place of an older message

log = logging.getLogger("kaigiroku")


def watch(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`watch 人材`: keep the query; without words, what the person watches."""
    if typed:
        asked = parse.kept(typed, visit.today)
        with visit.store.writing() as db:
            kept, is_new = watches.keep(db, visit.user_id, asked.text, asked.key, visit.by)
        meant = _read(visit.db, kept.query, visit.today)
        also = vocabulary.added(meant.wanted) if meant else ()
        respond(**views.kept(kept, also, is_new=is_new))
    else:
        _answer_list(1, visit, respond)


def turn_list(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """次へ and 前へ under the list of watches."""
    ack()
    [page] = buttons.values(action, page=int)
    _answer_list(max(1, page), visit, partial(respond, replace_original=True))


def pause(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """一時停止"""
    ack()
    _change(action, visit, respond, watches.pause, views.paused)


def resume(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """再開する"""
    ack()
    _change(action, visit, respond, watches.resume, views.resumed)


def stop(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """通知をやめる"""
    ack()
    _change(action, visit, respond, watches.remove, views.removed)


def show(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """会議録を表示 in an alert: beside it, for the alert is still needed."""
    ack()
    [meeting_id] = buttons.values(action, meeting=int)
    shown = minutes.read(visit.db, meeting_id, visit.viewer)
    respond(**minutes_views.minutes(shown, 1), replace_original=False)


def notice_new(store: Store, client: WebClient, now: datetime) -> None:
    """Look at the remarks that came since the last look, and put what was found into letters."""
    with store.reading() as db:
        looked_from, new = watches.progress(db), watches.new_remarks(db)
        if not new:
            return
        found = _found(db, watches.active(db), new, _day(now))
    with store.writing() as db:
        watches.announce(db, found, looked_from, new[-1], now)


def draw(store: Store, letter: Letter, now: datetime) -> Message | None:
    """An alert as its reader may see it now; nothing, if it is not wanted or not seen any more."""
    viewer = Viewer(letter.recipient)
    with store.reading() as db:
        remark_ids = watches.told_in(db, letter.id)
        watches.narrow(db, remark_ids)
        asking: list[Watch] = []
        words: list[str] = []
        hits: dict[int, Hit] = {}
        for kept in watches.active(db, letter.recipient):
            asked = _read(db, kept.query, _day(now))
            found = _matches(db, asked, viewer, kept.since)
            if asked and found:
                asking.append(kept)
                words += spellings(asked.wanted)
                hits |= {hit.remark_id: hit for hit in found}
        told = [
            Told(
                meeting=meetings.get(db, meeting_id, viewer),
                hits=tuple(hits[n] for n in sorted(hits) if hits[n].meeting_id == meeting_id),
            )
            for meeting_id in dict.fromkeys(hit.meeting_id for hit in hits.values())
        ]
    return views.alert(told, asking, words) if told else None


def _found(
    db: Database, active: list[Watch], new: list[int], today: date
) -> dict[str, dict[int, set[int]]]:
    """For each person the new remarks that answer a watch of theirs, by meeting.

    Rights are left to draw(): they count when the alert is said, not when the remark came.
    """
    watches.narrow(db, new)
    found: dict[str, dict[int, set[int]]] = {}
    hits_of: dict[str, list[Hit]] = {}
    for kept in active:
        if kept.query not in hits_of:
            hits_of[kept.query] = _answers(db, kept, new[0] - 1, today)
        for hit in hits_of[kept.query]:
            if hit.remark_id > kept.since:
                theirs = found.setdefault(kept.user_id, {})
                theirs.setdefault(hit.meeting_id, set()).add(hit.remark_id)
    return found


def _answers(db: Database, kept: Watch, after_id: int, today: date) -> list[Hit]:
    try:
        return _matches(db, _read(db, kept.query, today), OPERATOR, after_id)
    except Exception:
        # A fault in one person's query must not keep everybody else from being told.
        log.exception("受付番号 %s: watch %s", secrets.token_hex(4), kept.id)
        return []


def _matches(db: Database, asked: Query | None, viewer: Viewer, after_id: int) -> list[Hit]:
    """Which of the remarks the reader was narrowed to are newer than that, and answer a query."""
    if asked is None:
        return []
    page = search.find(db, replace(asked, sort="newest"), viewer, limit=_ALL)
    return [hit for hit in page.hits if hit.remark_id > after_id]


def _read(db: Database, kept: str, today: date) -> Query | None:
    """A query that was kept as text, as a search would understand it today.

    Nothing, where the language has moved on since: its owner still has it in the list.
    """
    try:
        asked = query.read(kept, today)
    except Refused:
        log.warning("a watch that was kept cannot be read any more")
        return None
    if asked.wanted is None:
        return asked
    return replace(asked, wanted=vocabulary.widen(db, asked.wanted))


def _day(now: datetime) -> date:
    return now.astimezone(JAPAN).date()


# More remarks than can be new at once.
_ALL = 1_000_000


def _change(
    action: dict[str, Any],
    visit: Visit,
    respond: Respond,
    change: Callable[..., None],
    told: Callable[[Watch], Message],
) -> None:
    """Change a watch of one's own; pressed in the list, the list is drawn anew in its place."""
    watch_id, page = buttons.values(action, watch=int, page=int)
    with visit.store.writing() as db:
        kept = watches.get(db, watch_id, visit.user_id)
        change(db, kept, visit.by)
    if page:
        _answer_list(page, visit, partial(respond, replace_original=True))
    else:
        respond(**told(kept), replace_original=False)


def _answer_list(page: int, visit: Visit, respond: Answer) -> None:
    with visit.store.reading() as db:  # after a change, the listener's own reader is behind
        kept = watches.list_of(db, visit.user_id)
    respond(**views.watches(kept, page))


WATCH = Subcommand(
    names=("watch", "通知"),
    answer=watch,
    example="watch 人材",
    purpose="この言葉に合う発言が新しく記録されたら、ダイレクトメッセージで知らせます。言葉を書かないと、設定した通知の一覧を表示します。",
)
