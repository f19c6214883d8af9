"""`/minutes trend`: how often something was said, as a chart with the table beside it."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from handlers.commands import Subcommand
from handlers.errors import NotDrawn
from handlers.parse import buttons
from handlers.parse import query as parse
from handlers.views import trend as views
from handlers.views.trend import Trend
from handlers.visit import Visit
from store import inbox, trends
from store.trends import MeetingRow
from store.viewers import PUBLIC

Json = dict[str, Any]
Answer = Callable[..., Any]  # respond(), or respond() in the place of an older message

log = logging.getLogger("kaigiroku")


def trend(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`trend 人材`: year by year; where there is one year only, meeting by meeting."""
    query = " ".join(typed.split())
    counted, has_words = _counted(query, visit)
    by_year = trends.years(counted)
    if not counted:
        respond(**views.nothing(query))
    elif len(by_year) > 1:
        drawn = views.by_year(query, by_year, has_words=has_words)
        _answer(drawn, visit, respond, client)
    else:
        drawn = views.by_meeting(query, counted, has_words=has_words)
        _answer(drawn, visit, respond, client)


def by_year(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """年度ごと under a trend."""
    ack()
    [query] = buttons.values(action, q=str)
    counted, has_words = _counted(query, visit)
    drawn = views.by_year(query, trends.years(counted), has_words=has_words)
    _turn(drawn, body, visit, respond, client)


def by_meeting(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """会議ごと under a trend."""
    ack()
    [query] = buttons.values(action, q=str)
    counted, has_words = _counted(query, visit)
    drawn = views.by_meeting(query, counted, has_words=has_words)
    _turn(drawn, body, visit, respond, client)


def _counted(typed: str, visit: Visit) -> tuple[list[MeetingRow], bool]:
    """What was counted, and whether words were looked for; those that mean the same were not.

    A chart of 「人材」 shows when 人材 itself was said.
    """
    query = parse.read(typed, visit.today)
    # The chart is a file, and what was said behind closed doors goes into none.
    return trends.by_meeting(visit.db, query, PUBLIC), query.wanted is not None


def _turn(drawn: Trend, body: Json, visit: Visit, respond: Respond, client: WebClient) -> None:
    """The other way round, in the place of the first; a chart sent before is not sent again."""
    turned = partial(respond, replace_original=True)
    if not drawn.lines:
        turned(**views.nothing(drawn.query))
        return
    pressed = f"trend:{body['container']['message_ts']}:{visit.user_id}:{drawn.by}:{drawn.query}"
    with visit.store.writing() as db:
        first = inbox.first_time(db, pressed, visit.by)
    if first:
        _answer(drawn, visit, turned, client)
    else:
        turned(**views.trend(drawn, is_sent=True))


def _answer(drawn: Trend, visit: Visit, respond: Answer, client: WebClient) -> None:
    """The table is the answer; the chart stands in it where Slack lets it."""
    file_id = _send_picture(drawn, visit, client)
    if file_id is None:
        respond(**views.trend(drawn, is_sent=False))
        return
    with_chart = views.trend(drawn, image=file_id, is_sent=True)
    try:
        respond(**with_chart)
    except NotDrawn:
        # Slack still looks through a fresh file, and until then will not show it in a message.
        # The person has it in their direct messages all the same.
        respond(**views.trend(drawn, is_sent=True))


def _send_picture(drawn: Trend, visit: Visit, client: WebClient) -> str | None:
    """Send the chart to the person's direct messages; without it, the table must still arrive."""
    # Shared with the person, for nobody sees a file in Slack that was not shared with them: an
    # ephemeral message shares nothing.
    try:
        opened = client.conversations_open(users=visit.user_id)
        sent = client.files_upload_v2(
            channel=opened.get("channel", {})["id"],
            filename="推移.png",
            title=drawn.title,
            content=views.picture(drawn),
            alt_txt=views.alt_text(drawn),
        )
    except (SlackClientError, OSError):
        log.exception("could not send the chart of a trend")
        return None
    return sent.get("file", {})["id"]


TREND = Subcommand(
    names=("trend", "推移"),
    answer=trend,
    example="trend 人材",
    purpose="その言葉を含む発言の数を、年度ごと・会議ごとの図と表で示します。",
)
