"""What the four have in common: for the secretariat only, and its files once."""

from datetime import date
from typing import Any

from slack_sdk import WebClient

from handlers import access
from handlers.errors import UserError
from handlers.parse import periods
from handlers.reply import send_file_once
from handlers.visit import Visit
from store import attended, councils
from store.councils import Council
from store.meetings import Meeting

Json = dict[str, Any]


def council_here(visit: Visit) -> Council:
    """The council of this channel, if the person may manage it."""
    return managed(access.council_here(visit).id, visit)


def managed(council_id: int, visit: Visit) -> Council:
    """The council, if the person may manage it."""
    council = councils.get(visit.db, council_id)
    access.require_manager(visit, council)
    return council


def period(typed: str, today: date) -> tuple[date | None, date | None]:
    """The period somebody typed; nothing: always."""
    if not typed:
        return None, None
    try:
        return periods.period(typed, today)
    except ValueError as error:
        raise UserError(f"{error}例: 令和8年度、今年度、2026-04..2026-09") from error


def latest_held(council: Council, visit: Visit) -> Meeting:
    """The meeting a council held last."""
    found = attended.latest_held(visit.db, council.id, visit.viewer)
    if found is None:
        raise UserError(
            "開催した会議がまだありません。会議録を取り込むか、「/meeting end」で閉会してからお試しください。"
        )
    return found


def send_once(
    key: str, name: str, content: bytes, comment: str, visit: Visit, client: WebClient
) -> bool:
    """Send a file to the person's own messages; False if the same press did so before."""
    pressed = f"attended:{key}:{visit.user_id}"
    return send_file_once(pressed, name, content, comment, visit, client)
