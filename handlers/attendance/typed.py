"""`/attendance post`, `in`, `out`, `late`, `absent`, `show`."""

from slack_bolt import Respond
from slack_sdk import WebClient

from handlers import access
from handlers.attendance import board, deeds
from handlers.commands import Answer, Subcommand
from handlers.errors import UserError
from handlers.parse import attendance as parse
from handlers.parse.attendance import Marking
from handlers.views import attendance as views
from handlers.visit import Visit
from store import attendance, councils, meetings
from store.attendance import Entry
from store.meetings import Meeting


def post(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`post`: put the roll into the council's channel, once."""
    council = access.council_here(visit)
    access.require_manager(visit, council)
    meeting = deeds.meant(typed, council, visit)
    access.require_manager(visit, councils.get(visit.db, meeting.council_id))
    meetings.require_open(visit.db, meeting.id)
    if meeting.status == "cancelled":
        raise UserError("この会議は中止されているため、出欠をとれません。")
    channels = councils.channels(visit.db, meeting.council_id)
    if not channels:
        raise UserError(
            "この会議体に結び付いたチャンネルがありません。"
            "会議体のチャンネルで「/council here 会議体の名前」と入力してください。"
        )
    channel = visit.channel_id if visit.channel_id in channels else channels[0]
    known = board.post(visit.store, client, meeting.id, channel, visit.now)
    respond(**views.posted(meeting, channel, is_posted=known is not None))


def show(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`show`: the roll, for the asker alone; what absent members told, for the secretariat alone."""
    council = access.council_here(visit)
    meeting = deeds.meant(typed, council, visit)
    manages = access.may_manage(visit, councils.get(visit.db, meeting.council_id))
    told = attendance.excuses_of(visit.db, meeting.id, visit.viewer) if manages else None
    respond(**views.listed(board.shown(visit.db, meeting.id), told))


def _marks(deed: str) -> Answer:
    def answer(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
        meeting = deeds.meant("", access.council_here(visit), visit)
        entries = attendance.roll(visit.db, meeting.id)
        asked = parse.marking(deed, typed, entries, visit.today)
        one = _whom(asked, meeting, entries, visit)
        mark(meeting, one, asked, visit, respond, client)

    return answer


def _whom(asked: Marking, meeting: Meeting, entries: list[Entry], visit: Visit) -> Entry:
    """The member who is meant; a member who names nobody means themself."""
    own = deeds.own_entry(meeting, visit)
    if own and not asked.name:
        return own
    if own is None:
        access.require_manager(visit, councils.get(visit.db, meeting.council_id))
    return deeds.whom(asked, meeting, entries, visit)


def mark(
    meeting: Meeting, one: Entry, asked: Marking, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """Mark somebody, say so, and let the message follow."""
    deeds.require_right(meeting.id, one.person_id, visit)
    manages = access.may_manage(visit, councils.get(visit.db, meeting.council_id))
    if not manages:
        asked = deeds.without_reason(asked)
    with visit.store.writing() as db:
        turn = deeds.carry_out(db, meeting, one, asked, visit)
    with visit.store.reading() as db:
        shown = board.shown(db, meeting.id)
        after = attendance.entry(db, meeting.id, one.person_id)
    details = manages and after.status == "absent"
    respond(**views.marked(shown, after, turn, details=details), replace_original=False)
    board.redraw(visit.store, client, meeting.id, visit.now)


POST = Subcommand(
    names=("post", "出欠"),
    answer=post,
    example="post",
    purpose="会議体のチャンネルに出欠のメッセージを出します。名前の横で選ぶと、その場で新しくなります。",
)
IN = Subcommand(
    names=("in", "出席"),
    answer=_marks("in"),
    example="in 佐藤 18:40",
    purpose="出席にします。開会より後の時刻を付けると遅参に、「代理 氏名」を付けると代理出席になります。",
)
OUT = Subcommand(
    names=("out", "退席"),
    answer=_marks("out"),
    example="out 佐藤 19:05",
    purpose="退席にします。時刻を付けないと、いまです。「除斥」を付けると、いまの議題だけ数えません。",
)
LATE = Subcommand(
    names=("late", "遅参"),
    answer=_marks("late"),
    example="late 佐藤 18:40",
    purpose="遅参にします。開会の前なら、遅れるという連絡として記録します。",
)
ABSENT = Subcommand(
    names=("absent", "欠席"),
    answer=_marks("absent"),
    example="absent 佐藤 通院のため",
    purpose="欠席にします。名前に続けた理由は、事務局の担当者だけに見えます。",
)
SHOW = Subcommand(
    names=("show", "表示"),
    answer=show,
    example="show",
    purpose="出欠と定足数を、あなただけに表示します。",
)
