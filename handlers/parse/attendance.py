"""The roll as people type and press it: 佐藤委員 18:40, the menus beside names, the windows."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, cast, get_args

from handlers.errors import FormError, UserError
from handlers.parse import buttons
from handlers.parse.slots.clocks import read_clock
from handlers.parse.slots.typed import Typed
from store import text
from store.attendance import Entry
from store.formats.document import Attendee, Status
from store.formats.text.posts import officer, post_at_start

Json = dict[str, Any]

LONGEST_NAME = 50
LONGEST_REASON = 200
MOST_OFFICERS = 60

UNUSABLE = "この画面は使えません。お手数ですが、閉じてもう一度開いてください。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """Whom somebody means and what was said of them; the deed is the subcommand's."""

    deed: str
    name: str
    at: time | None = None
    proxy: str | None = None
    is_set_aside: bool = False
    reason: str = ""

    def value(self, meeting_id: int, person_id: int) -> Json:
        """The same of one person, as a button carries it."""
        return {
            "meeting": meeting_id,
            "person": person_id,
            "deed": self.deed,
            "at": f"{self.at:%H:%M}" if self.at else "",
            "proxy": self.proxy or "",
            "aside": self.is_set_aside,
            "reason": self.reason,
        }


def marking(deed: str, typed: str, entries: Sequence[Entry], today: date) -> Marking:
    """佐藤 翔 18:40, 佐藤委員　代理 東 太一, 佐藤 除斥; for 欠席 the rest is the reason."""
    words = text.clean(typed).split()
    if deed == "absent":
        length = _name_length(words, entries)
        reason = " ".join(words[length:])
        if len(reason) > LONGEST_REASON:
            raise UserError(f"理由は{LONGEST_REASON}字までにしてください。")
        return Marking(deed=deed, name=" ".join(words[:length]), reason=reason)
    proxy = None
    if "代理" in words:
        cut = words.index("代理")
        words, proxy = words[:cut], " ".join(words[cut + 1 :])
        if len(proxy) > LONGEST_NAME:
            raise UserError(f"代理の方の氏名は{LONGEST_NAME}字までにしてください。")
    is_set_aside = "除斥" in words
    words = [word for word in words if word != "除斥"]
    clocks = [(word, _clock(word, today)) for word in words]
    times = [at for _, at in clocks if at]
    if len(times) > 1:
        raise UserError("時刻が2つあります。1つだけ入力してください。例: 佐藤 18:40")
    name = " ".join(word for word, at in clocks if at is None)
    return Marking(
        deed=deed, name=name, at=times[0] if times else None, proxy=proxy,
        is_set_aside=is_set_aside,
    )  # fmt: skip


def _name_length(words: list[str], entries: Sequence[Entry]) -> int:
    """How many of the words are the name: both of 佐藤 翔, if somebody is called so."""
    both = len(words) > 1 and any(
        _called(" ".join(words[:2])) == _called(one.name) for one in entries
    )
    return 2 if both else 1


def _clock(word: str, today: date) -> time | None:
    if not any(sign.isdecimal() for sign in unicodedata.normalize("NFKC", word)):
        return None
    typed = Typed(_BARE_CLOCK.sub(r"\1:\2", unicodedata.normalize("NFKC", word)), today)
    unread = UserError(f"「{word[:20]}」を時刻として読めません。例: 18:40、18時40分")
    try:
        minutes = read_clock(typed)
    except UserError as error:  # its own example is a meeting's day
        raise unread from error
    if minutes is None or typed.ahead.strip() not in ("", "から", "頃", "ごろ", "に"):
        raise unread
    return time(minutes // 60 % 24, minutes % 60)


_BARE_CLOCK = re.compile(r"^([0-9]{1,2})([0-9]{2})$")


def named(words: str, entries: Sequence[Entry]) -> list[Entry]:
    """Whom a name may mean: whole, or only its surname, with 委員 or さん, however it is spelled."""
    wanted = _called(words)
    if not wanted:
        return []
    whole = [one for one in entries if _called(one.name) == wanted]
    surname = [one for one in entries if _called(one.name.split()[0]) == wanted]
    begins = [one for one in entries if _called(one.name).startswith(wanted)]
    told_apart = [one for one in entries if wanted in {_called(one.affiliation + one.name)}]
    return whole or surname or begins or told_apart


def _called(words: str) -> str:
    bare = _COURTESY.sub("", "".join(unicodedata.normalize("NFKC", words).split()))
    return text.fold(bare)


_COURTESY = re.compile(
    r"(?<=.)(?:副?(?:会長|委員長|座長|部会長)|職務代理者?|委員|さん|様|氏|君|先生)$"
)


def again(action: Json) -> tuple[int, int, Marking]:
    """この方: the meeting, whom, and what was to be marked."""
    meeting, person, deed, at, proxy, aside, reason = buttons.values(
        action, meeting=int, person=int, deed=str, at=str, proxy=str, aside=bool, reason=str
    )
    if deed not in ("in", "out", "late", "absent") or not re.fullmatch(r"(\d\d:\d\d)?", at):
        raise UserError(buttons_unusable())
    try:
        clock = time.fromisoformat(at) if at else None
    except ValueError as error:
        raise UserError(buttons_unusable()) from error
    return meeting, person, Marking(
        deed=deed, name="", at=clock, proxy=proxy[:LONGEST_NAME] or None, is_set_aside=aside,
        reason=reason[:LONGEST_REASON],
    )  # fmt: skip


def buttons_unusable() -> str:
    """What is said of a button that carries what none of ours does."""
    return "このボタンは使えません。お手数ですが、もう一度コマンドからお試しください。"


def chosen(action: Json) -> tuple[int, int, Status]:
    """What was chosen beside a name: the meeting, whom, and as what."""
    try:
        meeting, person, status = action["selected_option"]["value"].split(":")
    except (KeyError, TypeError, ValueError, AttributeError):
        meeting, person, status = "", "", ""
    if not _is_id(meeting) or not _is_id(person) or status not in get_args(Status):
        raise UserError(
            "このメニューは使えません。お手数ですが、もう一度コマンドからお試しください。"
        )
    return int(meeting), int(person), cast(Status, status)


def picked(action: Json) -> tuple[int, int]:
    """Whose excuse it is about: the meeting and whom."""
    return _two((action.get("selected_option") or {}).get("value"))


def about(view: Json) -> tuple[int, int]:
    """What a window about one person carries: the meeting and whom."""
    return _two(view.get("private_metadata"))


def _two(kept: object) -> tuple[int, int]:
    found = str(kept or "").split(":")
    if len(found) != 2 or not all(map(_is_id, found)):
        raise UserError(UNUSABLE)
    return int(found[0]), int(found[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was chosen anew for a member, in a window that opened when they had that version."""

    block_id: str
    status: Status
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RollForm:
    """A page of the roll; no officers: they stand on another page."""

    meeting_id: int
    page: int
    is_last: bool
    answers: Mapping[int, Answer]
    officers: tuple[Attendee, ...] | None


def roll(view: Json) -> RollForm:
    """A page of the roll, as it was sent; what was left as it was is not an answer."""
    kept = (view.get("private_metadata") or "").split(":")
    if len(kept) != 3 or not all(map(_is_id, kept)):
        raise UserError(UNUSABLE)
    meeting_id, page, pages = map(int, kept)
    values = view["state"]["values"]
    answers: dict[int, Answer] = {}
    for block_id, field in values.items():
        found = _MEMBER.fullmatch(block_id)
        if found is None:
            continue
        status = (field["value"].get("selected_option") or {}).get("value")
        if status not in get_args(Status):
            raise FormError({block_id: "出欠を選んでください。"})
        if status != found["status"]:
            answers[int(found["person"])] = Answer(
                block_id=block_id, status=cast(Status, status), version=int(found["version"])
            )
    typed = values["officers"]["value"]["value"] if "officers" in values else None
    return RollForm(
        meeting_id=meeting_id,
        page=page,
        is_last=page == pages,
        answers=answers,
        officers=officers(typed or "") if "officers" in values else None,
    )


_MEMBER = re.compile(r"member\.(?P<person>\d{1,15})\.(?P<status>[a-z_]+)\.(?P<version>\d{1,9})")


def officers(typed: str) -> tuple[Attendee, ...]:
    """福祉部福祉課主査 鈴木 学, one on a line."""
    lines = [" ".join(line.split()) for line in text.clean(typed).split("\n") if line.strip()]
    if len(lines) > MOST_OFFICERS:
        raise FormError({"officers": f"職員は{MOST_OFFICERS}人までです。"})
    return tuple(map(_officer, lines))


def _officer(line: str) -> Attendee:
    words = line.split()
    title, length = post_at_start(words)
    name = " ".join(words[length:])
    if title is None or not name:
        raise FormError(
            {
                "officers": f"「{line[:40]}」を、部課職と氏名に分けられません。"
                "あいだを空けて入力してください。例: 福祉部福祉課主査 鈴木 学"
            }
        )
    if len(name) > LONGEST_NAME:
        raise FormError({"officers": f"氏名は{LONGEST_NAME}字までです。"})
    return officer(name, title, None, "present")


def proxy(view: Json) -> str:
    """Who came in a member's place."""
    typed = view["state"]["values"]["proxy"]["value"].get("value") or ""
    found = " ".join(text.clean(typed).split())
    if len(found) > LONGEST_NAME:
        raise FormError({"proxy": f"氏名は{LONGEST_NAME}字までです。"})
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an absent member told, as it was filled in."""

    is_excused: bool
    reason: str
    opinion: str


def details(view: Json) -> Told:
    """The window with the excuse and the written opinion; a reason is an excuse."""
    values = view["state"]["values"]
    reason = " ".join(text.clean(values["reason"]["value"].get("value") or "").split())
    opinion = text.clean(values["opinion"]["value"].get("value") or "").strip()
    ticked = bool(values["excused"]["value"].get("selected_options"))
    return Told(is_excused=ticked or bool(reason), reason=reason[:LONGEST_REASON], opinion=opinion)


def _is_id(typed: str) -> bool:
    return typed.isdecimal() and typed.isascii() and len(typed) < 16
