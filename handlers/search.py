"""`/minutes search`: the remarks that say it, found, narrowed, looked around and shared."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers import access
from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.parse import query as parse
from handlers.parse import search as parse_search
from handlers.parse.meetings import cited
from handlers.reply import Say, in_place
from handlers.views import parts, windows
from handlers.views import remarks as remark_views
from handlers.views import search as views
from handlers.visit import Visit
from store import councils, inbox, ladder, meetings, misses, pairs, remarks, vocabulary
from store import search as index
from store.errors import Refused
from store.queries import Query

Json = dict[str, Any]


def search(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`search 人材`: the remarks that say it, newest first."""
    answer(typed, visit, respond)


def answer(
    typed: str, visit: Visit, say: Say, *, number: int = 1, off: tuple[str, ...] = ()
) -> None:
    """Say what was found, or what else could be; `off`: words not to be looked for too."""
    try:
        query = parse.read(typed, visit.today)
    except parse.QueryError as error:
        say(**views.mistake(error.sentence, error.corrected))
        return
    widened = _widen(visit, query, off)
    asked = replace(query, wanted=widened)
    facets = index.facets(visit.db, asked, visit.viewer)
    if not facets.total:
        _say_nothing_was_found(query, visit, say)
        return
    start = (number - 1) * views.HITS
    page = index.find(
        visit.db, asked, visit.viewer, limit=views.HITS, offset=start, total=facets.total
    )
    found = views.Found(
        query=query,
        widened=widened,
        added=vocabulary.added(widened),
        off=off,
        page=page,
        number=number,
        facets=facets,
        beside=pairs.beside(visit.db, [hit.remark_id for hit in page.hits], visit.viewer),
    )
    say(**views.results(found))


def _say_nothing_was_found(query: Query, visit: Visit, say: Say) -> None:
    council = councils.of_channel(visit.db, visit.channel_id)
    steps = ladder.steps(visit.db, query, visit.viewer, council.id if council else None)
    say(**views.nothing(query, steps))
    # Filters or a word switched off hide what is there; that is not looked for in vain.
    if not any(step.kind in ("filters", "synonyms") for step in steps):
        # A search is answered also where nothing can be written.
        with suppress(Refused), visit.store.writing() as db:
            misses.note(db, query.wanted, visit.today)


def turn_page(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """次へ and 前へ under search results."""
    ack()
    typed, off, number = buttons.values(action, q=str, off=str, page=int)
    answer(typed, visit, in_place(body, respond, client), number=max(1, number), off=_words(off))


def switch_word(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """「人手」を外す and 「人手」を戻す: look again without the word, or with it."""
    ack()
    typed, off = buttons.values(action, q=str, off=str)
    answer(typed, visit, in_place(body, respond, client), off=_words(off))


def narrow_to_year(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """令和7年度 5件: only that year's."""
    ack()
    typed, off, year = buttons.values(action, q=str, off=str, year=int)
    _narrow(typed, off, visit, in_place(body, respond, client), fiscal_years=(year,))


def narrow_to_meeting(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """会議で絞る: only that meeting's."""
    ack()
    meeting_id, off, typed = parse_search.chosen_meeting(action)
    _narrow(typed, off, visit, in_place(body, respond, client), meetings=(meeting_id,))


def search_again(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """A query offered as a button: a corrected one, a step of the ladder, all the years."""
    ack()
    [typed] = buttons.values(action, q=str)
    answer(typed, visit, in_place(body, respond, client))


def open_form(ack: Ack, action: Json, visit: Visit, client: WebClient) -> None:
    """条件を変える: the query as a form."""
    ack()
    [typed] = buttons.values(action, q=str)
    _open_form(typed, visit, client)


def open_empty_form(ack: Ack, visit: Visit, client: WebClient) -> None:
    """The global shortcut 会議録を検索."""
    ack()
    _open_form("", visit, client)


def send_form(ack: Ack, view: Json, visit: Visit) -> None:
    """The form was sent: the answer takes its place in the window."""
    typed = parse_search.form(view)
    answer(
        typed,
        visit,
        lambda **message: ack(
            response_action="update", view=windows.window("会議録を検索", message)
        ),
    )


def mentioned(event: Json, visit: Visit, client: WebClient) -> None:
    """`@会議録 人材` in a channel: answered in its thread, to that person alone."""
    typed = re.sub(r"<@[A-Z0-9_]+>", " ", event["text"]).strip()
    where = {"channel": event["channel"], "thread_ts": event.get("thread_ts") or event["ts"]}
    _answer_event(typed, event, visit, partial(_whisper, client, where, visit.user_id))


def written_to(event: Json, visit: Visit, client: WebClient) -> None:
    """Words in a direct message to the bot are a search too."""
    if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id"):
        return
    where = {"channel": event["channel"], "thread_ts": event.get("thread_ts") or event["ts"]}
    _answer_event(event["text"], event, visit, partial(_post, client, where))


def look_around(ack: Ack, action: Json, body: Json, visit: Visit, client: WebClient) -> None:
    """前後を見る: the remark with its neighbours, in a window of its own."""
    ack()
    [remark_id] = buttons.values(action, remark=int)
    neighbours = index.around(visit.db, remark_id, visit.viewer)
    if not neighbours:
        raise UserError(remarks.NOT_FOUND)
    window = views.around(neighbours, remark_id)
    place = remarks.look(visit.db, remark_id, visit.viewer)
    if access.may_manage(visit, councils.get(visit.db, place.council_id)):
        window["blocks"].append(parts.buttons([remark_views.correct_button(remark_id)]))
    if "view" in body:
        client.views_push(trigger_id=visit.trigger_id, view=window)
    else:
        client.views_open(trigger_id=visit.trigger_id, view=window)


def share(ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond) -> None:
    """共有: the remark for everybody in the channel, with the name of who shared it."""
    ack()
    [remark_id] = buttons.values(action, remark=int)
    hit = index.hits(visit.db, [remark_id], visit.viewer).get(remark_id)
    if hit is None:
        raise UserError(remarks.NOT_FOUND)
    if hit.closed:
        raise UserError("非公開の会議の発言は、チャンネルに共有できません。")
    if "view" in body:
        raise UserError("共有は、チャンネルで「/minutes search」を使ったときの返事からできます。")
    # Pressed twice, shared once: Slack may repeat, and so may an impatient finger.
    pressed = f"share:{body['container']['message_ts']}:{visit.user_id}:{remark_id}"
    with visit.store.writing() as db:
        first = inbox.first_time(db, pressed, visit.by)
    if first:
        respond(**views.shared(hit, visit.user_id))
    else:
        respond(**views.shared_already())


def _narrow(typed: str, off: str, visit: Visit, say: Say, **filters: Any) -> None:
    query = parse.read(typed, visit.today)
    narrowed = replace(query, filters=replace(query.filters, **filters))
    answer(parse.write(narrowed), visit, say, off=_words(off))


def _widen(visit: Visit, query: Query, off: Iterable[str]) -> Any:
    if query.wanted is None:
        return None
    return vocabulary.widen(visit.db, query.wanted, off)


def _open_form(typed: str, visit: Visit, client: WebClient) -> None:
    seen = meetings.recent(visit.db, visit.viewer, limit=-1)
    years = sorted({m.fiscal_year for m in seen if m.fiscal_year is not None}, reverse=True)
    form = views.form(typed, councils.list_all(visit.db), years)
    client.views_open(trigger_id=visit.trigger_id, view=form)


def _answer_event(typed: str, event: Json, visit: Visit, say: Say) -> None:
    with visit.store.writing() as db:
        key = f"message:{event['channel']}:{event['ts']}"
        if not inbox.first_time(db, key, visit.by):
            return
    words = parse_search.typed_in_message(typed)
    if remark_id := cited(words):
        neighbours = index.around(visit.db, remark_id, visit.viewer)
        if not neighbours:
            raise UserError(remarks.NOT_FOUND)
        say(**views.cited(neighbours, remark_id))
    else:
        answer(words, visit, say)


def _whisper(client: WebClient, where: Json, user_id: str, **message: Any) -> None:
    client.chat_postEphemeral(**where, user=user_id, text=message["text"], blocks=message["blocks"])


def _post(client: WebClient, where: Json, **message: Any) -> None:
    client.chat_postMessage(
        **where,
        text=message["text"],
        blocks=message["blocks"],
        unfurl_links=False,
        unfurl_media=False,
    )


def _words(off: str) -> tuple[str, ...]:
    return tuple(filter(None, off.split("、")))


SEARCH = Subcommand(
    names=("search", "検索", "s"),
    answer=search,
    example="search 人材",
    purpose=(
        "発言を探します。言葉を並べると、すべてを含む発言を探します。"
        "「発言者:事務局」「年度:令和7」「期間:今年度」などで絞れます。"
    ),
)
