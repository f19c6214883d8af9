"""Reminders as people ask for them: 3日前 17:00, 委員へ 前日, 会議録 3日前, 回答期限 12/10 17:00."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape

from handlers.parse import slots
from store.reminders import Audience, Subject
from store.slots import Before


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A reminder somebody wants: of what, how long before, to whom; and a new deadline, if named.

    `notices` is what the reader should be told.
    """

    subject: Subject
    before: Before
    audience: Audience
    deadline_at: datetime | None = None
    notices: tuple[str, ...] = ()


def asked(typed: str, today: date) -> Asked:
    """What 「委員へ 3日前 17:00」 asks for; nothing named is the next meeting, to the channel."""
    rest = " ".join(unescape(typed).split())
    subject: Subject = "meeting"
    audience: Audience | None = None
    if found := _SUBJECT.match(rest):
        subject = next(name for name in _SUBJECTS if found[name])
        rest = rest[found.end() :].strip()
    if found := _AUDIENCE.search(rest):
        audience = next(name for name in _AUDIENCES if found[name])
        rest = f"{rest[: found.start()]} {rest[found.end() :]}".strip()
    deadline_at, notices = None, ()
    if subject == "response":
        until, rest = _cut(rest)
        if until:
            read = slots.deadline(until, today)
            deadline_at, notices = read.at, read.notices
    return Asked(
        subject=subject,
        before=slots.before(rest) if rest or subject != "response" else slots.before("前日"),
        audience=audience or _USUAL[subject],
        deadline_at=deadline_at,
        notices=notices,
    )


def _cut(rest: str) -> tuple[str, str]:
    """The deadline, and how long before it."""
    found = _BEFORE.search(rest)
    return (rest[: found.start()].strip(), rest[found.start() :]) if found else (rest, "")


_SUBJECTS: tuple[Subject, ...] = ("minutes", "poll", "response", "meeting")
_AUDIENCES: tuple[Audience, ...] = ("people", "secretariat", "unanswered", "channel")
_USUAL: dict[Subject, Audience] = {
    "meeting": "channel",
    "poll": "unanswered",
    "response": "unanswered",
    "minutes": "secretariat",
}
_SUBJECT = re.compile(
    r"(?:(?P<minutes>会議録|議事録)|(?P<poll>日程調整)|(?P<response>回答期限|出欠回答|回答)"
    r"|(?P<meeting>会議|開催))(?:の?(?:作成)?(?:期限|締め?切り?|日))?(?:の|は)?(?=$|[ 　]|[^録])"
)
_AUDIENCE = re.compile(
    r"(?:(?P<unanswered>未回答の?(?:方|人|委員)?)|(?P<people>委員|個人|全員|みんな|各自|一人ひとり)"
    r"|(?P<secretariat>担当者?|事務局)|(?P<channel>チャンネル))(?:へ|に|宛て?|あて)"
)
_COUNT = "[0-9０-９〇一二三四五六七八九十]{1,4}"
_BEFORE = re.compile(
    rf"{_COUNT}[ 　]*(?:日|週間?|時間半?|分)(?:[ 　]*{_COUNT}[ 　]*分)?[ 　]*前|前々日|前日|当日"
)
