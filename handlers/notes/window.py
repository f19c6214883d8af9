"""What the window of the note form shows: to begin with, and after each recording."""

from typing import Any

from sqlite_utils import Database

from handlers.notes import where
from handlers.parse import notes as parse
from handlers.parse.notes import Message, NoteForm, Words
from handlers.views import notes as views
from handlers.visit import Visit
from store import labels, minutes, recordings
from store.labels import Customs
from store.meetings import Meeting
from store.minutes import Minutes

Json = dict[str, Any]


def first(
    visit: Visit, meeting: Meeting, typed: str, message: Message | None, turn: int = 0
) -> Json:
    """The form as it opens: where somebody was last, and with the speaker the words name."""
    shown = minutes.read(visit.db, meeting.id, visit.viewer)
    customs = labels.customs(visit.db, meeting.council_id, visit.viewer)
    words = parse.apart(typed, customs) if typed else Words()
    habit = recordings.habit(visit.db, meeting.id, visit.by.actor)
    item = where.item(visit.db, meeting, visit.by.actor)
    label = words.label or (habit.label if habit and not habit.goes_on else None)
    return views.form(
        views.Asked(
            meeting=meeting,
            items=shown.agenda,
            labels=_labels(shown, customs, label),
            asks_real_name=customs.anonymous,
            item_id=item.id if item else None,
            label=label,
            typed=words.typed,
            real_name=words.real_name,
            turn=turn,
            message=message,
        )
    )


def chosen(visit: Visit, meeting: Meeting, form: NoteForm) -> Json:
    """The form of the meeting that was just chosen, with what is typed already."""
    # Another turn: its fields are new ones, or Slack would keep what stood in the old.
    return first(visit, meeting, form.typed, form.message, form.turn + 1)


def again(db: Database, visit: Visit, form: NoteForm, view: Json, told: str = "") -> Json:
    """The form as somebody left it, below what was recorded in its window."""
    assert form.meeting_id is not None
    shown = minutes.read(db, form.meeting_id, visit.viewer)
    customs = labels.customs(db, shown.meeting.council_id, visit.viewer)
    window = parse.window(view)
    return views.form(
        views.Asked(
            meeting=shown.meeting,
            items=shown.agenda,
            labels=_labels(shown, customs, form.label),
            asks_real_name=customs.anonymous,
            item_id=form.item_id,
            label=form.label,
            typed=form.typed,
            real_name=form.real_name,
            turn=form.turn,
            message=form.message,
            kept=recordings.latest_from(db, window, views.LISTED),
            total=recordings.count_from(db, window),
            told=told,
        )
    )


def _labels(shown: Minutes, customs: Customs, label: str | None) -> list[str]:
    """Who may be chosen: those everybody has, those of this meeting, those the council prints."""
    usual = [customs.participant, customs.secretariat]
    chair = [] if customs.anonymous else ["会長"]
    here = [turn.label for turn in shown.turns if turn.label]
    people = [known.speaker.label for known in customs.people]
    wanted = [*usual, *([label] if label else []), *here, *customs.labels, *people, *chair]
    return [one for one in dict.fromkeys(wanted) if len(one) <= views.NAME]
