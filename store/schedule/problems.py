"""What speaks against a day: told to the clerk before anything is kept, and no more than told."""

from collections.abc import Iterable
from datetime import date, time

from sqlite_utils import Database

from store import eras, meetings, members, text, workdays
from store.meetings import Meeting
from store.rules import Rules
from store.slots import Slot
from store.viewers import PUBLIC, VISIBLE, Viewer


def problems(
    db: Database,
    council_id: int,
    slot: Slot,
    venue: str | None,
    rules: Rules,
    today: date,
    *,
    viewer: Viewer = PUBLIC,
    besides: int | None = None,
) -> tuple[str, ...]:
    """Sentences about a slot; `besides` is the meeting itself, where it is moved."""
    return (
        *_of_the_day(slot, rules, today),
        *_of_the_notice(slot, rules, today),
        *_clashes(db, council_id, slot, venue, viewer, besides),
    )


def _of_the_day(slot: Slot, rules: Rules, today: date) -> Iterable[str]:
    if slot.day < today:
        yield f"{_day(slot.day)}は、過ぎた日です。"
    closed = workdays.why_closed(slot.day, rules.closing_days)
    if closed:
        yield f"{_day(slot.day)}は{closed}です。"


def _of_the_notice(slot: Slot, rules: Rules, today: date) -> Iterable[str]:
    if rules.notice_days is None or slot.day < today:
        return
    closing = rules.closing_days if rules.in_working_days else None
    last = workdays.move(slot.day, -rules.notice_days, closing)
    if last < today:
        counted = "開庁日で" if rules.in_working_days else ""
        yield (
            f"開催通知は会議の{counted}{rules.notice_days}日前（{_day(last)}）までに"
            "送る決まりですが、その日を過ぎています。"
        )


def _clashes(
    db: Database,
    council_id: int,
    slot: Slot,
    venue: str | None,
    viewer: Viewer,
    besides: int | None,
) -> Iterable[str]:
    ours: set[str] | None = None
    for other in _on(db, slot.day, viewer, besides):
        overlaps = slot.clashes_with(_slot(other))
        when = f"{other.name}（{_times(other)}）"
        if other.council_id == council_id:
            if overlaps:
                yield f"{when}と時間が重なっています。"
            else:
                yield f"同じ日に{when}があります。"
            continue
        if not overlaps:
            continue
        if venue and other.venue and text.fold(venue) == text.fold(other.venue):
            yield f"{venue}では、同じ時間に{when}があります。"
        if ours is None:
            ours = _people(db, council_id, slot.day, viewer)
        both = sorted(ours & _people(db, other.council_id, slot.day, viewer))
        if both:
            named = "、".join(both[:_NAMED]) + ("など" if len(both) > _NAMED else "")
            yield f"{when}と時間が重なり、両方の名簿に同じ名前の委員が{len(both)}名います（{named}）。"


_NAMED = 5


def _on(db: Database, day: date, viewer: Viewer, besides: int | None) -> list[Meeting]:
    """What else is that day, in any council, as far as the viewer may know."""
    rows = db.conn.execute(
        f"""select m.id from meetings m where m.held_on = :day
            and m.status in ('scheduled', 'in_session', 'held')
            and (:besides is null or m.id <> :besides) and {VISIBLE}
        order by m.id""",
        {"day": day.isoformat(), "besides": besides, **viewer.params()},
    )
    return meetings.named(db, [row[0] for row in rows.fetchall()], viewer)


def _people(db: Database, council_id: int, day: date, viewer: Viewer) -> set[str]:
    """The names on a council's roster; one and the same person is a row in each."""
    return {one.name for one in members.roster(db, council_id, viewer, on=day)}


def _slot(meeting: Meeting) -> Slot:
    assert meeting.held_on
    starts_at, ends_at = meeting.starts_at, meeting.ends_at
    if not starts_at or (ends_at and ends_at != time() and ends_at <= starts_at):
        ends_at = None
    return Slot(day=meeting.held_on, starts_at=starts_at, ends_at=ends_at)


def _times(meeting: Meeting) -> str:
    return f"{meeting.starts_at:%H:%M}から" if meeting.starts_at else "終日"


def _day(day: date) -> str:
    return f"{eras.long_date(day)}({eras.weekday(day)})"
