"""Confirmation (確定) and publication (公表) of minutes: from then on nobody changes them."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from store import history
from store.errors import Refused
from store.history import By, Change
from store.meetings import Meeting


@dataclass(frozen=True, slots=True)
class State:
    """When minutes were confirmed and published (UTC); None: they are not."""

    confirmed_at: datetime | None
    published_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the minutes may still be put right."""
        return self.confirmed_at is None and self.published_at is None


def state(db: Database, meeting_id: int) -> State:
    """Whether a meeting's minutes are confirmed and published."""
    row = db.conn.execute(
        "select confirmed_at, published_at from meetings where id = ?", (meeting_id,)
    ).fetchone()
    return State(*(at and datetime.fromisoformat(at) for at in row or (None, None)))


def confirm(db: Database, meeting: Meeting, by: By) -> bool:
    """Note that the minutes stand as they are; False if they are confirmed already."""
    require_confirmable(meeting)
    if state(db, meeting.id).confirmed_at:
        return False
    _mark(db, meeting.id, "confirmed_at", by)
    _note(db, meeting.id, "confirmed", by)
    return True


def publish(db: Database, meeting: Meeting, by: By) -> bool:
    """Note that the minutes are open to the public; False if they are already."""
    require_publishable(db, meeting)
    if state(db, meeting.id).published_at:
        return False
    _mark(db, meeting.id, "published_at", by)
    _note(db, meeting.id, "published", by)
    return True


def reopen(db: Database, meeting_id: int, by: By) -> bool:
    """Let the minutes be put right again; False if they are open."""
    if state(db, meeting_id).is_open:
        return False
    db.conn.execute(
        "update meetings set confirmed_at = null, published_at = null where id = ?", (meeting_id,)
    )
    _note(db, meeting_id, "reopened", by)
    return True


def require_confirmable(meeting: Meeting) -> None:
    """Refuse to confirm the minutes of a meeting that is not over."""
    if meeting.status != "held":
        raise Refused(_NOT_OVER[meeting.status].format(name=meeting.name))
    if not meeting.remarks:
        raise Refused(
            f"{meeting.name}には発言が一つも記録されていないため、会議録を確定できません。"
        )


def require_publishable(db: Database, meeting: Meeting) -> None:
    """Refuse to publish what is closed, or may still change."""
    if meeting.disclosure == "closed":
        raise Refused(
            f"{meeting.name}は非公開の会議のため、会議録を公表したと記録することはできません。"
        )
    if not state(db, meeting.id).confirmed_at:
        raise Refused(
            f"{meeting.name}の会議録は、まだ確定していません。"
            "「/minutes confirm」で確定してから公表してください。"
        )


_NOT_OVER = {
    "scheduled": "{name}はまだ開かれていないため、会議録を確定できません。",
    "in_session": "{name}は開会中です。「/meeting end」で閉会してから、会議録を確定してください。",
    "cancelled": "{name}は中止されているため、確定する会議録がありません。",
}


def _mark(db: Database, meeting_id: int, column: str, by: By) -> None:
    db.conn.execute(f"update meetings set {column} = ? where id = ?", (by.stamp, meeting_id))


def _note(db: Database, meeting_id: int, deed: str, by: By) -> None:
    history.record(db, by, [Change(noun="meetings", row_id=meeting_id, deed=deed)])
