"""`/minutes note` and `undo`: a line written down while one listens, and the last one taken back."""

from functools import partial
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlite_utils import Database

from handlers import accepting
from handlers.commands import Choice, Subcommand
from handlers.errors import NotKept, UserError
from handlers.notes import where
from handlers.notes.form import open_form
from handlers.parse import buttons, said, tasks
from handlers.parse import quick as parse
from handlers.reply import Say, offer_back
from handlers.views import recordings as views
from handlers.views.recordings import Told
from handlers.visit import Visit
from store import inbox, labels, live, meetings, real_names, recordings
from store.errors import Refused
from store.labels import Customs
from store.live import Item
from store.meetings import Meeting
from store.recordings import NewRecording, Recording

Json = dict[str, Any]


def note(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`note 参加者 人手不足が課題`: recorded where the meeting is; without words, the form."""
    if typed.strip():
        _note(typed, f"command:{visit.trigger_id}", visit, respond, client)
    else:
        open_form(visit, client)


def note_into(
    ack: Ack, action: Json, body: Json, visit: Visit, respond: Respond, client: WebClient
) -> None:
    """The meeting was chosen for words that were typed before."""
    ack()
    meeting_id, typed = buttons.values(action, meeting=int, typed=str)
    key = f"command:{body['container']['message_ts']}:{visit.user_id}"
    say = partial(respond, replace_original=True)
    _note(f"会議{meeting_id} {typed}", key, visit, say, client)


def undo(typed: str, visit: Visit, respond: Respond, client: WebClient) -> None:
    """`undo`: take back one's own last recording; once more, the one before."""
    with visit.store.writing() as db:
        if not inbox.first_time(db, f"undo:{visit.trigger_id}", visit.by):
            return
        last = recordings.last_by(db, visit.by.actor)
        while last:
            where.meant(visit, last.meeting_id)
            recordings.withdraw(db, last, visit.by)
            if any(line.stands for line in last.lines):
                break  # else all of it was withdrawn before, line by line
            last = recordings.last_by(db, visit.by.actor)
    if last:
        respond(**views.taken_back(_told(last.key, visit)))
    else:
        respond(**views.nothing_to_take_back())


def take_back(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """取り消す under what was recorded."""
    ack()
    recording = where.recording(action, visit)
    with visit.store.writing() as db:
        recordings.withdraw(db, recording, visit.by)
    respond(**views.taken_back(_told(recording.key, visit)), replace_original=True)


def put_back(ack: Ack, action: Json, visit: Visit, respond: Respond) -> None:
    """元に戻す under what was taken back."""
    ack()
    recording = where.recording(action, visit)
    with visit.store.writing() as db:
        recordings.restore(db, recording, visit.by)
    respond(**views.recorded(_told(recording.key, visit)), replace_original=True)


def _note(typed: str, key: str, visit: Visit, say: Say, client: WebClient) -> None:
    try:
        _record(typed, key, visit, say, client)
    except Choice:
        raise
    except Refused as refusal:
        offer_back(NotKept(refusal.sentence, _on_record(typed)), visit, say, client)


def _on_record(typed: str) -> str:
    """What was typed, as it may be given back: with its meeting and item, to be typed again."""
    rest = parse.place(typed).rest
    before = typed.strip().removesuffix(rest)
    return f"{before}{said.on_record(rest)}"


def _record(typed: str, key: str, visit: Visit, say: Say, client: WebClient) -> None:
    meeting, item, words, customs = _place(typed, visit)
    found = said.lines(words, customs)
    if not found.lines:
        say(**views.only_off_record(found.off_record))
        return
    new = NewRecording(
        key=key,
        meeting_id=meeting.id,
        lines=tasks.written_out(found.lines, visit.today),
        agenda_item_id=item.id if item else None,
    )
    outcome = accepting.record(visit, new)
    if outcome == "kept":
        say(**views.recorded(_told(key, visit, found.off_record)))
    elif outcome == "accepted":
        say(**views.accepted())
        accepting.save_soon(visit, client)


def _place(typed: str, visit: Visit) -> tuple[Meeting, Item | None, str, Customs]:
    """The meeting, the item, the words that are left, and how their labels are understood."""
    place = parse.place(typed)
    meeting = _meeting(place.meeting_id, typed, visit)
    customs = labels.customs(visit.db, meeting.council_id, visit.viewer)
    agenda = live.items(visit.db, meeting.id)
    if place.item:
        return meeting, _item(place.item, agenda), place.rest, customs
    elif place.number is None:
        words = place.rest
    elif not parse.names_speaker(place.rest, customs):
        words = place.whole
    elif item := parse.item(str(place.number), agenda):
        return meeting, item, place.rest, customs
    elif place.meeting_id is None and meetings.named(visit.db, [place.number], visit.viewer):
        return _place(f"会議{place.number} {place.rest}", visit)
    else:
        return meeting, _item(str(place.number), agenda), place.rest, customs
    return meeting, where.item(visit.db, meeting, visit.by.actor), words, customs


def _meeting(meeting_id: int | None, typed: str, visit: Visit) -> Meeting:
    if meeting_id is not None:
        return where.meant(visit, meeting_id)
    match where.current(visit):
        case [meeting]:
            return meeting
        case several:
            sentence = "どの会議に記録しますか。まだ記録していません。"
            words = _on_record(typed)
            if len(words) > views.SHOWN:
                raise NotKept(views.which_number(sentence, several), words)
            raise Choice(views.which(sentence, several, words))


def _item(number: str, agenda: tuple[Item, ...]) -> Item:
    found = parse.item(number, agenda)
    if found:
        return found
    elif agenda:
        names = "、".join(item.name for item in agenda)
        raise UserError(f"議題 {number} はありません。この会議の議題は次のとおりです: {names}")
    else:
        raise UserError(f"議題 {number} はありません。この会議には、まだ議題が登録されていません。")


def _told(key: str, visit: Visit, off_record: int = 0) -> Told:
    """What is told of a recording, as it stands by now."""
    with visit.store.reading() as db:  # after a change, the listener's own reader is behind
        recording = recordings.find(db, key)
        assert recording is not None
        meeting = meetings.get(db, recording.meeting_id, visit.viewer)
        ids = [line.row_id for line in recording.lines if line.kind == "remark"]
        return Told(
            recording=recording,
            item=_item_number(db, recording),
            meeting="" if meeting.status == "in_session" else meeting.title,
            real_names=real_names.of(db, ids, visit.viewer),
            off_record=off_record,
        )


def _item_number(db: Database, recording: Recording) -> str:
    item_id = live.item_of(db, recording.id)
    agenda = live.items(db, recording.meeting_id)
    return next((item.number for item in agenda if item.id == item_id), "")


NOTE = Subcommand(
    names=("note", "記録"),
    answer=note,
    example="note 参加者 人手不足が課題",
    purpose="いまの会議に発言を記録します。発言を続けずに入力すると、記録の画面を開きます。",
)
UNDO = Subcommand(
    names=("undo", "取消"),
    answer=undo,
    example="undo",
    purpose="自分が最後に記録したものを取り消します。もう一度入力すると、その前のものを取り消します。",
)
