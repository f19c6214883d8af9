"""What is done to the roll, whoever asks for it and however: who may, whom it means, how it is kept."""

from dataclasses import replace

from sqlite_utils import Database

from handlers import access
from handlers.commands import Choice
from handlers.errors import UserError
from handlers.parse import attendance as parse
from handlers.parse.attendance import Marking
from handlers.views import attendance as views
from handlers.visit import Visit
from store import attendance, councils, meetings, members
from store.attendance import Entry
from store.councils import Council
from store.formats.document import Status
from store.meetings import Meeting
from store.viewers import OPERATOR


def own_entry(meeting: Meeting, visit: Visit) -> Entry | None:
    """The person themself on the roll, as long as the meeting is yet to come."""
    if meeting.status != "scheduled":
        return None
    entries = attendance.roll(visit.db, meeting.id)
    return next((one for one in entries if one.slack_user == visit.user_id), None)


def require_right(meeting_id: int, person_id: int, visit: Visit) -> Meeting:
    """Anybody's answer is the secretariat's to enter; before the meeting, one's own is one's own."""
    meeting = meetings.get(visit.db, meeting_id, OPERATOR)
    council = councils.get(visit.db, meeting.council_id)
    own = own_entry(meeting, visit)
    if access.may_manage(visit, council) or (own and own.person_id == person_id):
        return meeting
    raise UserError(
        f"出欠を入力できるのは、「{council.name}」の担当者と、開会前のご本人だけです。"
        "ご連絡は事務局にお願いします。"
    )


def meant(typed: str, council: Council, visit: Visit) -> Meeting:
    """The meeting somebody names, or the one that is on, or next, or was last."""
    if typed:
        return meetings.choose(visit.db, typed, visit.viewer, council.id)
    found = attendance.meant(visit.db, council.id, visit.viewer, visit.today)
    if found is None:
        raise UserError(
            "出欠をとる会議がありません。「/meeting start」で開会するか、"
            "「/attendance show 令和8年度第1回」のように会議を書いてください。"
        )
    return found


def whom(asked: Marking, meeting: Meeting, entries: list[Entry], visit: Visit) -> Entry:
    """The one member who is meant; of several it is asked which."""
    found = parse.named(asked.name, entries)
    if len(found) == 1:
        return found[0]
    if found:
        values = [asked.value(meeting.id, one.person_id) for one in found]
        raise Choice(views.which(asked.name, found, values))
    if not asked.name:
        raise UserError(f"氏名を続けて入力してください。例: 「/attendance {asked.deed} 佐藤」")
    raise UserError(_nobody(asked.name, meeting, visit.db))


def _nobody(words: str, meeting: Meeting, db: Database) -> str:
    """Why nobody is found: no such name, or somebody whose term is not that day."""
    for one in members.roster(db, meeting.council_id, OPERATOR):
        here = Entry(person_id=one.person_id, name=one.name, title=None, status="unanswered")
        if not parse.named(words, [here]):
            continue
        if one.term_to and meeting.held_on and one.term_to < meeting.held_on:
            day = f"{one.term_to.year}年{one.term_to.month}月{one.term_to.day}日"
            return (
                f"{one.name}さんの任期は{day}で終わっています。"
                "再任されたときは「/council members」で登録してから入力してください。"
            )
        return f"{one.name}さんは、この会議の日には委員ではありません。「/council members」で任期を確かめてください。"
    return f"「{words[:40]}」という委員は名簿に見つかりません。「/council members」で名簿を確かめてください。"


def carry_out(
    db: Database, meeting: Meeting, one: Entry, asked: Marking, visit: Visit
) -> str | None:
    """Mark somebody as it was typed; whether the quorum was lost or regained by that."""
    if asked.is_set_aside:
        do = attendance.set_aside if asked.deed != "in" else attendance.take_back_set_aside
        return do(db, meeting.id, one.person_id, visit.by)
    if asked.deed == "in" and one.is_set_aside:
        attendance.take_back_set_aside(db, meeting.id, one.person_id, visit.by)
    status = _status(asked, one, meeting)
    turn = attendance.mark(
        db, meeting.id, one.person_id, status,
        None if status in ("present", "absent", "proxy") else asked.at,
        visit.by, proxy_name=asked.proxy or None,
    )  # fmt: skip
    if asked.deed == "absent" and asked.reason:
        attendance.excuse(db, meeting.id, one.person_id, asked.reason, visit.by)
    return turn


def _status(asked: Marking, one: Entry, meeting: Meeting) -> Status:
    """Who comes in at a time after the beginning comes late; who was out is back."""
    if asked.deed != "in":
        marks: dict[str, Status] = {"out": "left_early", "late": "late", "absent": "absent"}
        return marks[asked.deed]
    if asked.proxy is not None:
        return "proxy"
    began = meeting.starts_at
    is_after = asked.at is not None and (began is None or asked.at > began)
    if is_after and (one.status != "left_early" or one.arrived_at is None):
        return "late" if one.status != "left_early" else "present"
    return "present"


def without_reason(asked: Marking) -> Marking:
    """What a member types of themself: why they do not come, they tell the secretariat."""
    return replace(asked, reason="")
