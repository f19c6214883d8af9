"""Drafts (下書き): what was understood and shown, until somebody says yes to it."""

import json
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlite_utils import Database

from store.errors import Refused
from store.history import By
from store.rows import insert
from store.schedule.planning import NewMaterial
from store.slots import Slot

# Nobody says yes to what they were shown longer ago.
KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to put into the schedule, or (`meeting_id`) to change there.

    Without an agenda, or materials, these stay as they are.
    """

    council_id: int
    slots: tuple[Slot, ...]
    venue: str | None = None
    agenda: tuple[str, ...] | None = None
    materials: tuple[NewMaterial, ...] | None = None
    meeting_id: int | None = None
    version: int | None = None
    notices: tuple[str, ...] = ()


def keep_draft(db: Database, draft: Draft, user_id: str, by: By) -> int:
    """Keep a draft of that person's; old ones go."""
    gone = (by.at - KEPT).strftime("%Y-%m-%dT%H:%M:%SZ")
    # The newest stays, so that no number is given twice: a button may still name it.
    db.conn.execute(
        """delete from meeting_drafts
        where created_at < ? and id < (select max(id) from meeting_drafts)""",
        (gone,),
    )
    return insert(
        db,
        """insert into meeting_drafts (council_id, user_id, body, created_at)
        values (:council_id, :user_id, :body, :now)""",
        council_id=draft.council_id,
        user_id=user_id,
        body=json.dumps(_written(draft), ensure_ascii=False),
        now=by.stamp,
    )


def look_draft(db: Database, draft_id: int, user_id: str) -> Draft:
    """A person's own draft, as long as they have not said yes to it."""
    row = db.conn.execute(
        """select council_id, body from meeting_drafts
        where id = ? and user_id = ? and taken_at is null""",
        (draft_id, user_id),
    ).fetchone()
    if row is None:
        raise Refused(
            "この内容は、すでに登録したか、確認の画面が古くなっています。"
            "「/meeting list」で予定を確かめてください。"
        )
    return _read(row[0], json.loads(row[1]))


def take_draft(db: Database, draft_id: int, user_id: str, by: By) -> Draft:
    """A person's own draft, once: they said yes."""
    draft = look_draft(db, draft_id, user_id)
    db.conn.execute("update meeting_drafts set taken_at = ? where id = ?", (by.stamp, draft_id))
    return draft


def _written(draft: Draft) -> dict[str, Any]:
    return {
        "slots": [
            [
                one.day.isoformat(),
                *(
                    at.isoformat() if at is not None else None
                    for at in (one.starts_at, one.ends_at)
                ),
            ]
            for one in draft.slots
        ],
        "venue": draft.venue,
        "agenda": draft.agenda,
        "materials": None
        if draft.materials is None
        else [[one.label, one.title, one.permalink] for one in draft.materials],
        "meeting_id": draft.meeting_id,
        "version": draft.version,
        "notices": draft.notices,
    }


def _read(council_id: int, kept: dict[str, Any]) -> Draft:
    agenda, materials = kept["agenda"], kept["materials"]
    return Draft(
        council_id=council_id,
        slots=tuple(
            Slot(day=date.fromisoformat(day), starts_at=_time(starts), ends_at=_time(ends))
            for day, starts, ends in kept["slots"]
        ),
        venue=kept["venue"],
        agenda=None if agenda is None else tuple(agenda),
        materials=None
        if materials is None
        else tuple(NewMaterial(label=m[0], title=m[1], permalink=m[2]) for m in materials),
        meeting_id=kept["meeting_id"],
        version=kept["version"],
        notices=tuple(kept["notices"]),
    )


def _time(kept: str | None) -> time | None:
    return time.fromisoformat(kept) if kept else None
