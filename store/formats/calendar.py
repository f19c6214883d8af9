"""Calendar files (.ics): meetings as calendars take them in, move them and take them out again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from store.slots import USUAL_LENGTH, Slot

ZONE = "Asia/Tokyo"
SINCE = datetime(1970, 1, 1)  # noqa: DTZ001  a zone begins in its own time, which has no zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One meeting for a calendar; `uid` stays whatever moves, `sequence` grows with each change."""

    uid: str
    sequence: int
    title: str
    slot: Slot
    venue: str | None = None
    agenda: tuple[str, ...] = ()
    is_cancelled: bool = False


def invitation(entries: Iterable[Entry], now: datetime) -> bytes:
    """The meetings as an .ics file."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//kaigiroku//meetings//JA")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_japan())
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return calendar.to_ical()


def _japan() -> Timezone:
    """Japan has had one offset since 1951; written out, so that no calendar has to know it."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    standard = TimezoneStandard()
    standard.add("dtstart", SINCE)
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=9))
    standard.add("tzname", "JST")
    zone.add_component(standard)
    return zone


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", f"【中止】{entry.title}" if entry.is_cancelled else entry.title)
    if entry.slot.is_all_day:
        event.add("dtstart", entry.slot.day)
        event.add("dtend", entry.slot.day + timedelta(days=1))
    else:
        event.add("dtstart", entry.slot.begins)
        event.add("dtend", entry.slot.ends or entry.slot.begins + USUAL_LENGTH)
    if entry.venue:
        event.add("location", entry.venue)
    event.add("description", "\n".join(_lines(entry)))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    return event


def _lines(entry: Entry) -> Iterable[str]:
    if entry.is_cancelled:
        yield "この会議は中止になりました。"
    if not entry.slot.is_all_day and entry.slot.ends is None:
        yield "終了時刻は未定です（2時間として入れています）。"
    if entry.agenda:
        yield "議題"
        yield from (f"({number}) {title}" for number, title in enumerate(entry.agenda, start=1))
