"""What a program may read: meetings, hits and minutes as plain values, ISO days and times."""

from collections import Counter
from datetime import date, time
from typing import Any

from store import search as index
from store.formats.document import AgendaItem, Block, Disclosure, Document, Remark
from store.meetings import Meeting
from store.minutes import Minutes

DISCLOSURES: dict[Disclosure, str | None] = {
    "open": "公開",
    "partly_closed": "一部非公開",
    "closed": "非公開",
    "not_checked": None,
}


def meeting(listed: Meeting) -> dict[str, Any]:
    """A meeting in a list."""
    return {
        "id": listed.id,
        "council": listed.council,
        "title": listed.title,
        "held_on": iso(listed.held_on),
        "remarks": listed.remarks,
    }


def hit(found: index.Hit) -> dict[str, Any]:
    """A remark that was found."""
    return {
        "id": found.remark_id,
        "council": found.council,
        "meeting": found.meeting,
        "held_on": iso(found.held_on),
        "agenda": found.agenda,
        "speaker": found.speaker,
        "text": found.body,
    }


def minutes(shown: Minutes) -> dict[str, Any]:
    """The minutes of a meeting, whole."""
    meeting = shown.meeting
    return {
        "id": meeting.id,
        "council": meeting.council,
        "title": meeting.title,
        "held_on": iso(meeting.held_on),
        "starts_at": iso(meeting.starts_at),
        "ends_at": iso(meeting.ends_at),
        "venue": meeting.venue,
        "disclosure": DISCLOSURES[meeting.disclosure],
        "disclosure_ground": meeting.disclosure_ground,
        "observers": meeting.observers,
        "observer_count": meeting.observer_count,
        "materials": [{"label": m.label, "title": m.title} for m in shown.materials],
        "attendance": [
            {"name": p.name, "kind": p.kind, "title": p.title, "status": p.status}
            for p in shown.roll
        ],
        "agenda": [{"number": item.number, "title": item.title} for item in shown.agenda],
        "blocks": [
            {
                "agenda": turn.agenda.number if turn.agenda else None,
                "label": turn.label,
                "remarks": [remark.body for remark in turn.remarks],
            }
            for turn in shown.turns
        ],
        "warnings": list(shown.warnings),
    }


def document(read: Document) -> dict[str, Any]:
    """What a file says, before it is stored."""
    speakers: Counter[str] = Counter()
    label = ""
    for element in read.elements:
        if isinstance(element, Block):
            label = element.label or "記載なし"
        elif isinstance(element, Remark):
            speakers[label or "記載なし"] += 1
    return {
        "council": read.council,
        "title": read.title,
        "held_on": iso(read.held_on),
        "starts_at": iso(read.starts_at),
        "ends_at": iso(read.ends_at),
        "venue": read.venue,
        "disclosure": DISCLOSURES[read.disclosure],
        "observers": read.observers,
        "materials": [{"label": m.label, "title": m.title} for m in read.materials],
        "roll": [{"name": p.name, "kind": p.kind, "title": p.title} for p in read.roll],
        "agenda": [
            {"number": item.number, "title": item.title}
            for item in read.elements
            if isinstance(item, AgendaItem)
        ],
        "speakers": dict(speakers),
    }


def iso(value: date | time | None) -> str | None:
    """An ISO day, or an ISO time to the minute."""
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if value else None
