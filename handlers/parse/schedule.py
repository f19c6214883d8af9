"""What people type about a meeting to come: when, where, its agenda, its materials."""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from handlers.errors import FormError, UserError
from handlers.parse import listed, slack_text, slots
from handlers.parse.buttons import LARGEST
from store import eras, text
from store.schedule import Draft, Idea
from store.slots import Slot

Json = dict[str, Any]

MOST_MEETINGS = 12  # of a series: each is shown with what speaks against it
LONGEST_VENUE = 200
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The slots that were understood, the venue behind them, what the reader should be told."""

    slots: tuple[Slot, ...]
    venue: str
    notices: tuple[str, ...]


def when(typed: str, today: date, *, one_only: bool = False) -> When:
    """「12/16 18時半 市民文化会館」, or 「毎月第2火曜 18:30から1時間半 6回」."""
    words = line(typed)
    if not one_only and _SERIES.search(unicodedata.normalize("NFKC", words)):
        words, count = _count(words)
        found = slots.series(words, today, count)
        venue = _venue(found.rest)
        return When(slots=found.slots, venue=venue, notices=found.notices)
    one = slots.one(words, today)
    if one.slot.day < today:
        raise UserError(
            f"{eras.long_date(one.slot.day)}({eras.weekday(one.slot.day)})は過ぎた日です。"
            "これからの日付を入力してください。"
        )
    return When(slots=(one.slot,), venue=_venue(one.rest), notices=one.notices)


def _count(words: str) -> tuple[str, int]:
    plain = unicodedata.normalize("NFKC", words)
    found = _COUNT.search(plain)
    if found is None:
        return words, MOST_MEETINGS
    count = int(found["count"])
    if not 1 <= count <= MOST_MEETINGS:
        raise UserError(
            f"まとめて登録できるのは{MOST_MEETINGS}回までです。回数を減らしてください。"
            "例: 毎月第2火曜 18:30から1時間半 6回"
        )
    return (plain[: found.start()] + plain[found.end() :]).strip(), count


_SERIES = re.compile(r"毎週|隔週|2週間?(?:ごと|に1)|毎月|各月|奇数月|偶数月|隔月")
# 「第3回」 is a meeting, 「月に2回」 no count of them.
_COUNT = re.compile(r"(?:^|[\s,、])(?:全|計)?(?P<count>\d{1,3})回(?:分|開催)?(?=$|[\s,、])")


def _venue(words: str) -> str:
    if len(words) > LONGEST_VENUE:
        raise UserError(f"場所は{LONGEST_VENUE}字までで入力してください。")
    return words


# --- The form


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a form of ours is about; a meeting, where one is changed."""

    council: int
    meeting: int | None = None
    version: int | None = None


def about(view: Json) -> About:
    """What stands behind a form."""
    try:
        kept = json.loads(view.get("private_metadata") or "")
        found = About(
            council=kept["council"], meeting=kept.get("meeting"), version=kept.get("version")
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _unusable() from None
    if not _is_id(found.council) or not all(
        one is None or _is_id(one) for one in (found.meeting, found.version)
    ):
        raise _unusable()
    return found


def _is_id(value: object) -> bool:
    return type(value) is int and 0 < value < LARGEST


def number(view: Json) -> int:
    """The one number that stands behind a window."""
    kept = view.get("private_metadata") or ""
    if not kept.isdecimal() or len(kept) > 15:
        raise _unusable()
    return int(kept)


def _unusable() -> UserError:
    return UserError("この画面は使えません。お手数ですが、閉じてもう一度開いてください。")


def draft(view: Json, offered: tuple[Idea, ...], today: date) -> Draft:
    """The form for a meeting, filled in; each mistake stands under its field."""
    known = about(view)
    values = {block: _value(state) for block, state in view["state"]["values"].items()}
    errors: dict[str, str] = {}

    def read(block: str, reader: Any) -> Any:
        try:
            return reader()
        except FormError:
            raise
        except UserError as error:
            errors[block] = error.sentence
            return None

    words = line(values.get("words") or "")
    if words:
        found = read("words", lambda: when(words, today, one_only=known.meeting is not None))
    else:
        found = _picked(values, today)
    agenda = read(
        "agenda", lambda: listed.titles(values.get("agenda") or "", ticked(values, offered))
    )
    papers = read("materials", lambda: listed.materials(values.get("materials") or ""))
    venue = read("venue", lambda: _venue(line(values.get("venue") or "")))
    if errors:
        raise FormError(errors)
    return Draft(
        council_id=known.council,
        meeting_id=known.meeting,
        version=known.version,
        slots=found.slots,
        venue=found.venue or venue or None,
        agenda=agenda,
        materials=papers,
        notices=found.notices,
    )


def _value(state: Json) -> Any:
    value = next(iter(state.values()), None) or {}
    for name in ("value", "selected_date", "selected_time"):
        if name in value:
            return value[name]
    if "selected_options" in value:
        return [one["value"] for one in value["selected_options"] or ()]
    return (value.get("selected_option") or {}).get("value")


def _picked(values: Json, today: date) -> When:
    if not values.get("day"):
        raise FormError(
            {"words": "日時をことばで入力するか、開催日を選んでください。例: 12/16 18:30～20:00"}
        )
    try:
        day = date.fromisoformat(values["day"])
        starts_at, ends_at = (
            time.fromisoformat(values[name]) if values.get(name) else None
            for name in ("starts_at", "ends_at")
        )
    except (TypeError, ValueError):
        raise FormError({"day": "日付か時刻が読めません。選び直してください。"}) from None
    if day < today:
        raise FormError({"day": "過ぎた日です。これからの日付を選んでください。"})
    if ends_at is not None and starts_at is None:
        raise FormError({"starts_at": "開始時刻も選んでください。"})
    try:
        slot = Slot(day=day, starts_at=starts_at, ends_at=ends_at)
    except ValueError:
        raise FormError(
            {"ends_at": "終了時刻が開始時刻より後になっていません。24:00までは0:00を選びます。"}
        ) from None
    return When(slots=(slot,), venue="", notices=())


def ticked(values: Json, offered: tuple[Idea, ...]) -> tuple[str, ...]:
    """The ticked proposals that were really offered."""
    wanted = set(values.get("ideas") or ())
    return tuple(one.title for one in offered if one.key in wanted)


def reason(typed: str) -> str:
    """Why a meeting is called off, on one line."""
    words = line(typed)
    if not words:
        raise UserError("中止の理由を入力してください。例: 大雪のため")
    if len(words) > LONGEST_REASON:
        raise UserError(f"理由は{LONGEST_REASON}字までで入力してください。")
    return words


def chosen(view: Json, block: str) -> str:
    """What was chosen, or typed, in a field."""
    state = view["state"]["values"].get(block)
    return str(_value(state) or "") if state else ""


def line(typed: str) -> str:
    """What was typed, on one line."""
    return " ".join(slack_text.unmarked(slack_text.plain(text.clean(typed))).split())
