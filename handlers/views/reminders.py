"""How reminders look: what is said, what is planned, and what could not be said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.views import dates, parts, polls
from handlers.views.parts import Block, Message
from store.reminders import Audience, Reminder, Subject, Telling, Waiting
from store.slots import JAPAN, MIDNIGHT

PAUSE_REST = "reminder.rest_pause"
STOP_REST = "reminder.rest_stop"
RESUME_REST = "reminder.rest_resume"
PAUSE = "reminder.pause"
STOP = "reminder.stop"
RESUME = "reminder.resume"
PAGE = "reminder.page"

LISTED = 12  # on a page; each has a line and a row of buttons, and a message 50 blocks
NAMED = 30  # people in a line, agenda items in a message
MISSED = 10

TO: dict[Audience, str] = {
    "channel": "チャンネルへ",
    "people": "委員と担当者へ個別に",
    "secretariat": "担当者へ個別に",
    "unanswered": "未回答の方と担当者へ個別に",
}
ABOUT: dict[Subject, str] = {
    "meeting": "開催",
    "poll": "日程調整の締切",
    "response": "出欠の回答期限",
    "minutes": "会議録の作成期限",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A planned reminder, and what it is about (令和8年度第3回)."""

    reminder: Reminder
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A reminder that was not said, or not to these (as Slack names them)."""

    reminder: Reminder
    title: str
    refused_by: Sequence[str]


def reminder(told: Telling, now: datetime, reader: str, *, manages: bool) -> Message:
    """What is said before a meeting or a deadline; names are for the secretariat alone."""
    title = told.title
    when = _ahead(told.at.day, now)
    headline = f"{ABOUT[told.reminder.subject]}のお知らせ: {title}（{when}）"
    late = "【遅延】" if told.is_late else ""
    blocks = [parts.plain(f"{late}{headline}"), parts.plain("\n".join(_facts(told)))]
    if told.is_late and told.reminder.due_at:
        due = moment(told.reminder.due_at)
        blocks.append(parts.context(f"{due}にお知らせする予定でしたが、遅れました。"))
    blocks += _waiting(told, reader, manages=manages)
    if told.goes_on and (manages or reader.startswith(("C", "G"))):
        value = {"subject": told.reminder.subject, "about": told.reminder.about}
        blocks.append(
            parts.buttons(
                [
                    parts.button(
                        "一時停止", PAUSE_REST, value, spoken=f"{title}のお知らせを一時停止"
                    ),
                    parts.button("止める", STOP_REST, value, spoken=f"{title}のお知らせを止める"),
                ]
            )
        )
    spoken = "。".join([f"{late}{headline}", *_facts(told)[:2]])
    return parts.message(spoken, blocks)


def _facts(told: Telling) -> list[str]:
    meeting, deadline = told.meeting, told.at.slot
    if told.reminder.subject != "meeting":
        lines = [f"期限　{until(told.at.day, deadline.begins)}"]
        if meeting and told.reminder.subject == "minutes":
            lines.append(f"開催日　{dates.day(meeting.held_on)}")
        elif meeting:
            lines.append(f"会議の日時　{_sitting(told)}")
        return lines
    lines = [f"日時　{_sitting(told)}"]
    if meeting:
        lines.append(f"場所　{meeting.venue or '未定'}")
    if told.agenda:
        listed = [f"　{item}" for item in told.agenda[:NAMED]]
        more = [f"　ほか{len(told.agenda) - NAMED}件"] if len(told.agenda) > NAMED else []
        lines += ["議題", *listed, *more]
    return lines


def _sitting(told: Telling) -> str:
    meeting = told.meeting
    assert meeting
    return dates.sitting(meeting.held_on, meeting.starts_at, meeting.ends_at)


def _waiting(told: Telling, reader: str, *, manages: bool) -> list[Block]:
    subject, answer = told.reminder.subject, None
    if subject == "poll":
        value = {"poll": told.reminder.about}
        answer = parts.button("回答する", polls.ANSWER, value, style="primary")
    if not told.waiting:
        return []
    if not manages:
        asked = any(one.slack_user == reader for one in told.waiting)
        if asked:
            return [
                parts.plain(f"あなたのご回答を、まだいただいていません。{_HERE[subject]}", answer)
            ]
        elif reader.startswith(("C", "G")):
            return [parts.plain(f"まだ回答のない方　{len(told.waiting):,}名")]
        return []
    lines = [f"まだ回答のない方　{len(told.waiting):,}名"]
    told_in_slack = [one for one in told.waiting if one.slack_user]
    to_be_called = [one for one in told.waiting if not one.slack_user]
    if told_in_slack:
        lines.append(f"Slackの方: {_names(told_in_slack)}")
    if to_be_called:
        lines.append(f"電話などで確かめる方: {_names(to_be_called)}")
    return [parts.plain("\n".join(lines))]


def _names(people: Sequence[Waiting]) -> str:
    named = "、".join(one.name for one in people[:NAMED])
    return f"{named}ほか{len(people) - NAMED:,}名" if len(people) > NAMED else named


def _ahead(day: date, now: datetime) -> str:
    days = (day - now.astimezone(JAPAN).date()).days
    return {0: "本日", 1: "明日"}.get(days, f"{days}日後")


def listed(council: str, planned: Sequence[Planned], page: int, *, manages: bool) -> Message:
    """What is planned for a council, in the order of time."""
    if not planned:
        told = f"「{council}」に、予定しているお知らせはありません。"
        return parts.message(told, [parts.plain(told), parts.context(_HOW)])
    told = f"「{council}」のお知らせの予定は{len(planned):,}件です"
    blocks = [parts.plain(told)]
    for one in planned[(page - 1) * LISTED : page * LISTED]:
        blocks.append(parts.plain(line(one)))
        if manages:
            blocks.append(_buttons(one, page))
    blocks += parts.pager(PAGE, {}, page, len(planned), LISTED)
    if manages:
        blocks.append(parts.context(_HOW))
    return parts.message(told, blocks)


def added(one: Planned, notices: Iterable[str]) -> Message:
    """A reminder is planned."""
    told = f"お知らせを予定しました。{line(one)}"
    blocks = [parts.plain(told), *(parts.context(notice) for notice in notices)]
    return parts.message(told, [*blocks, _buttons(one, 1)])


def line(one: Planned) -> str:
    """令和8年度第3回（開催）: 7日前 09:00　令和8年12月9日(水) 9:00　チャンネルへ"""
    planned = one.reminder
    due = moment(planned.due_at) if planned.due_at else ""
    paused = "（一時停止中）" if planned.state == "paused" else ""
    about = f"{one.title}（{ABOUT[planned.subject]}）"
    return f"{about}\n{planned.before}　{due}　{TO[planned.audience]}{paused}"


def paused_rest(title: str, count: int, subject: Subject, about: int) -> Message:
    """All that was still to be said about something is paused."""
    told = (
        f"{title}の、このあとのお知らせ（{count:,}件）を一時停止しました。"
        "停止中に時期が過ぎたものは、再開してもお知らせしません。"
    )
    again = parts.button("再開する", RESUME_REST, {"subject": subject, "about": about})
    return parts.message(told, [parts.plain(told, again)])


def stopped_rest(title: str, count: int) -> Message:
    """All that was still to be said about something is stopped."""
    return parts.sentence(
        f"{title}の、このあとのお知らせ（{count:,}件）を止めました。"
        "もう一度知らせるには「/meeting remind 3日前 17:00」のように打ちます。"
    )


def resumed_rest(title: str, planned: Sequence[Reminder]) -> Message:
    """What is still to be said about something is said again."""
    if not planned:
        return parts.sentence(f"{title}について、これからお知らせするものはありません。")
    first = planned[0]
    due = moment(first.due_at) if first.due_at else ""
    return parts.sentence(f"{title}のお知らせ（{len(planned):,}件）を再開しました。次は{due}です。")


def missed(told: Sequence[Missed]) -> Message:
    """The secretariat is told, once, what was not said."""
    line = f"お知らせできなかったものが{len(told):,}件あります。必要なら、ご連絡をお願いします。"
    blocks = [parts.plain(line)]
    for one in told[:MISSED]:
        planned = one.reminder
        due = moment(planned.due_at) if planned.due_at else ""
        about = f"{one.title}（{ABOUT[planned.subject]}）{planned.before}　{due}の予定"
        blocks.append(parts.plain(about))
        if one.refused_by:
            people = " ".join(f"<#{to}>" if to[0] in "CG" else f"<@{to}>" for to in one.refused_by)
            blocks.append(parts.mrkdwn(f"Slackが受け付けなかった宛先: {people}"))
    if len(told) > MISSED:
        blocks.append(parts.context(f"ほかに{len(told) - MISSED:,}件あります。"))
    if any(one.refused_by for one in told):
        why = "チャンネルにボットがいるかどうか（/invite）、名簿のSlackの利用者が今もいるかどうかを確かめてください。"
    else:
        why = "ボットが動いていなかったか、Slackに届かなかったため、知らせる前に時期が過ぎました。"
    return parts.message(line, [*blocks, parts.context(why)])


def moment(at: datetime) -> str:
    """令和8年12月9日(水) 9:00"""
    local = at.astimezone(JAPAN)
    return f"{dates.day(local.date())} {local.hour}:{local:%M}"


def until(day: date, at: datetime) -> str:
    """令和8年12月10日(木) 17:00; midnight is 24:00 of the day before."""
    local = at.astimezone(JAPAN)
    if local.time() == MIDNIGHT and local.date() == day + timedelta(days=1):
        return f"{dates.day(day)} 24:00"
    return moment(at)


def _buttons(one: Planned, page: int) -> Block:
    value = {"reminder": one.reminder.id, "page": page}
    about = f"{one.title} {one.reminder.before}"
    is_paused = one.reminder.state == "paused"
    first, action = ("再開する", RESUME) if is_paused else ("一時停止", PAUSE)
    return parts.buttons(
        [
            parts.button(first, action, value, spoken=f"{about}: {first}"),
            parts.button("止める", STOP, value, spoken=f"{about}: 止める"),
        ]
    )


# Where a member in Slack answers.
_HERE: dict[Subject, str] = {
    "meeting": "",
    "poll": "「回答する」から、ご回答をお願いします。",
    "response": "出席か欠席かを、事務局までお知らせください。",
    "minutes": "",
}
_HOW = (
    "加えるには「/meeting remind 3日前 17:00」のように打ちます。"
    "「委員へ」「担当へ」を付けると個別に、「日程調整」「回答期限 12/10 17:00」「会議録」を"
    "前に付けると、その締切の前にお知らせします。"
)
