"""`/minutes search`: the remarks that say it, found, looked around and shared."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers.commands import Subcommand
from handlers.errors import UserError
from handlers.parse import buttons
from handlers.parse import query as parse
from handlers.views import search as views
from handlers.visit import Visit
from store import inbox, remarks
from store import search as index

Answer = Callable[..., object]  # respond(), or respond() in the place of an older message


def search(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`search 人材`: the remarks that say it, newest first."""
    _answer_search(typed, 1, visit, respond)


def turn_results(ack: Ack, action: dict[str, Any], visit: Visit, respond: Respond) -> None:
    """次へ and 前へ under search results."""
    ack()
    typed, page = buttons.values(action, q=str, page=int)
    _answer_search(typed, max(1, page), visit, partial(respond, replace_original=True))


def look_around(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], visit: Visit, client: WebClient
) -> None:
    """前後を見る: the remark with its neighbours, in a window of its own."""
    ack()
    [remark_id] = buttons.values(action, remark=int)
    neighbours = index.around(visit.db, remark_id, visit.viewer)
    if not neighbours:
        raise UserError(remarks.NOT_FOUND)
    client.views_open(trigger_id=body["trigger_id"], view=views.around(neighbours, remark_id))


def share(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], visit: Visit, respond: Respond
) -> None:
    """共有: the remark for everybody in the channel, with the name of who shared it."""
    ack()
    [remark_id] = buttons.values(action, remark=int)
    [hit] = index.around(visit.db, remark_id, visit.viewer, before=0, after=0) or [None]
    if hit is None:
        raise UserError(remarks.NOT_FOUND)
    if hit.closed:
        raise UserError("非公開の会議の発言は、チャンネルに共有できません。")
    # Pressed twice, shared once: Slack may repeat, and so may an impatient finger.
    pressed = f"share:{body['container']['message_ts']}:{visit.user_id}:{remark_id}"
    with visit.store.writing() as db:
        first = inbox.first_time(db, pressed, visit.by)
    if first:
        respond(**views.shared(hit, visit.user_id))
    else:
        respond(**views.shared_already())


def _answer_search(typed: str, page: int, visit: Visit, respond: Answer) -> None:
    query = parse.search_query(typed)
    found = index.find(
        visit.db,
        query,
        visit.viewer,
        limit=views.HITS,
        offset=(page - 1) * views.HITS,
    )
    respond(**views.results(query, found, page))


SEARCH = Subcommand(
    names=("search", "検索", "s"),
    answer=search,
    example="search 人材",
    purpose="発言を探します。言葉を並べると、すべてを含む発言を探します。「発言者:事務局」を加えると発言者で絞ります。",
)
