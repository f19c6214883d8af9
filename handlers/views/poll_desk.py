"""What the secretariat sees of a date poll, and the list of all replies in a window."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.views import parts, polls
from handlers.views.parts import Block, Message
from store.formats.ballot import Voter
from store.members import ContactKind
from store.polls import Asked, Poll, Tally
from store.slots import JAPAN

BEHALF = "polls.behalf"
UNANSWERED = "polls.unanswered"
CALL = "polls.call"
EXCEL = "polls.excel"
SHEET = "polls.sheet"
DECIDE = "polls.choose"
DEADLINE = "polls.deadline"
CLOSE = "polls.close"
CANCEL = "polls.cancel"
NEW = "polls.new"
PAGE = "polls.page"

PEOPLE = 30  # on a page of the list; each may have two lines
NAMED = 40  # in the list of those who have not answered, per message

REACHED = {"phone": "電話", "fax": "FAX", "mail": "メール", "slack": "Slack"}


def desk(poll: Poll, tallies: Sequence[Tally], best: Tally | None, said: str = "") -> Message:
    """Where the poll stands, what is recommended, and what the secretariat can do."""
    title = f"{poll.council} 日程調整（{poll.title}）"
    lines = [said] if said else []
    lines += [title, progress(poll)]
    blocks = [parts.plain("\n".join(lines))]
    if poll.state not in ("open", "closed"):
        again = parts.button("新しい日程調整を始める", NEW, {"council": poll.council_id})
        return parts.message(" ".join(lines), [*blocks, parts.buttons([again])])
    if any(one.has_replied for one in poll.asked):
        blocks.append(parts.plain(polls.recommended(best, tallies)))
    blocks += [parts.buttons(_work(poll)), parts.buttons(_ending(poll, title))]
    return parts.message(" ".join(lines), blocks)


def news(poll: Poll, tallies: Sequence[Tally], best: Tally | None, says: str) -> Message:
    """The secretariat is told that everybody has answered, or that the deadline is over."""
    if says == "answered":
        said = f"全員（{len(poll.asked):,}名）の回答がそろいました。"
    elif poll.unanswered:
        said = (
            f"回答の締切が来たため、締め切りました。未回答の方が{len(poll.unanswered):,}名います。"
        )
    else:
        said = "回答の締切が来たため、締め切りました。全員が回答しています。"
    return desk(poll, tallies, best, said)


def progress(poll: Poll) -> str:
    """締切 …　回答 12／15名　未回答 3名"""
    if poll.state == "decided":
        decided = next(one for one in poll.options if one.id == poll.option_id)
        return f"{polls.full(decided.slot)} に決まりました。"
    elif poll.state == "cancelled":
        return "取りやめました。"
    answered = len(poll.asked) - len(poll.unanswered)
    until = polls.moment(poll.deadline_at)
    state = f"締切 {until}" if poll.state == "open" else f"締切済み（{until}）"
    return f"{state}　回答 {answered:,}／{len(poll.asked):,}名　未回答 {len(poll.unanswered):,}名"


def unanswered(
    poll: Poll,
    reached: Mapping[int, str | None],
    contacts: Mapping[int, Mapping[ContactKind, str]],
) -> Message:
    """Those who have not answered, with how to reach them; for the secretariat alone."""
    waiting = poll.unanswered
    if not waiting:
        return parts.sentence("全員が回答しています。")
    told = f"未回答の方　{len(waiting):,}名（締切 {polls.moment(poll.deadline_at)}）"
    blocks = [parts.plain(told)]
    in_slack = [one for one in waiting if one.slack_user]
    others = [one for one in waiting if not one.slack_user]
    if in_slack:
        blocks.append(parts.plain(_listed(f"Slackの方　{len(in_slack):,}名", in_slack)))
    if others:
        lines = [_reach(one, reached, contacts.get(one.person_id, {})) for one in others[:NAMED]]
        heading = f"電話・FAX・メールなどで確かめる方　{len(others):,}名"
        rest = (
            [f"ほか{len(others) - NAMED:,}名（表にすべて載っています）"]
            if len(others) > NAMED
            else []
        )
        blocks.append(parts.plain("\n".join([heading, *lines, *rest])))
    value = {"poll": poll.id}
    row = [parts.button("書き込み用の表（Excel）", SHEET, value)]
    if in_slack and poll.state == "open":
        row.insert(0, parts.button("Slackの方に知らせる", CALL, value))
    blocks += [parts.buttons([parts.button("代わりに回答", BEHALF, value), *row])]
    blocks.append(parts.context("連絡先は、この表示だけにあります。Excelの表には載りません。"))
    return parts.message(told, blocks)


def page(poll: Poll, number: int, *, with_comments: bool) -> dict[str, Any]:
    """Everybody's replies in a window, a page of people at a time."""
    last = max(1, -(-len(poll.people) // PEOPLE))
    number = min(max(1, number), last)
    days = [f"{polls.NUMBERS[nth]} {polls.short(one.slot)}" for nth, one in enumerate(poll.options)]
    blocks = [parts.plain(f"{poll.title}　{progress(poll)}"), parts.plain("　".join(days))]
    blocks.append({"type": "divider"})
    for one in poll.people[(number - 1) * PEOPLE : number * PEOPLE]:
        blocks += _row(poll, one, with_comments=with_comments)
    blocks += parts.pager(PAGE, {"poll": poll.id}, number, len(poll.people), PEOPLE)
    return parts.modal("日程調整の一覧", blocks)


def called(told: Sequence[Asked], waiting: Sequence[Asked]) -> Message:
    """Those in Slack are written to."""
    others = [one for one in waiting if not one.slack_user]
    if told:
        said = f"Slackの{len(told):,}名にお知らせします（{_names(told)}）。"
    else:
        said = "Slackの方には、今日すでにお知らせしています。"
    if others:
        said += f"Slackを使っていない{len(others):,}名には届きません。"
    return parts.sentence(said)


def voters(poll: Poll, people: Sequence[Asked], *, with_comments: bool) -> list[Voter]:
    """Rows of the Excel file."""
    return [
        Voter(
            name=one.name,
            title=one.title,
            marks=polls.marks(poll, one),
            entered=entered(one),
            comment=one.comment if with_comments else "",
        )
        for one in people
    ]


def entered(one: Asked) -> str:
    """代理入力 11/23 13:00; 本人 11/23 13:00"""
    if one.replied_at is None:
        return ""
    at = one.replied_at.astimezone(JAPAN)
    by = "代理入力" if one.on_behalf else "本人"
    return f"{by} {at.month}/{at.day} {at:%H:%M}"


def file_name(poll: Poll, what: str) -> str:
    """日程調整_一覧_令和…xlsx, without what Windows does not take."""
    kept = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in poll.council)
    return f"{kept}_日程調整_{what}.xlsx"


def file_comment(poll: Poll) -> str:
    """What is said beside the file."""
    return parts.escape(f"{poll.council} 日程調整（{poll.title}）の表です。")


def file_sent() -> Message:
    """The file is in one's own messages."""
    return parts.sentence("Excelの表を、ボットとのダイレクトメッセージに送りました。")


def file_sent_already() -> Message:
    """Pressed twice."""
    return parts.sentence(
        "この表は、すでに送っています。ボットとのダイレクトメッセージを見てください。"
    )


def not_asked(poll: Poll) -> str:
    """Somebody presses who is not asked."""
    return (
        f"この日程調整（{poll.title}）の対象に、あなたは入っていません。"
        "委員の方は、名簿にSlackの利用者が登録されているかを事務局に確かめてください。"
    )


def _work(poll: Poll) -> list[Block]:
    value = {"poll": poll.id}
    return [
        parts.button("代わりに回答", BEHALF, value),
        parts.button("未回答の方", UNANSWERED, value),
        parts.button("一覧を開く", polls.LIST, value | {"page": 1}),
        parts.button("Excelで受け取る", EXCEL, value),
    ]


def _ending(poll: Poll, title: str) -> list[Block]:
    value = {"poll": poll.id}
    row = [parts.button("開催日を決める", DECIDE, value, style="primary")]
    if poll.state == "open":
        row.append(parts.button("今すぐ締め切る", CLOSE, value))
    row.append(parts.button("締切を変える", DEADLINE, value))
    away = parts.button("取りやめる", CANCEL, value, spoken=f"{title}を取りやめる", style="danger")
    away["confirm"] = {
        "title": {"type": "plain_text", "text": "日程調整を取りやめますか"},
        "text": {
            "type": "plain_text",
            "text": "回答は記録に残りますが、開催日は決められなくなります。",
        },
        "confirm": {"type": "plain_text", "text": "取りやめる"},
        "deny": {"type": "plain_text", "text": "やめておく"},
    }
    return [*row, away]


def _row(poll: Poll, one: Asked, *, with_comments: bool) -> list[Block]:
    title = "" if one.title in ("", "委員") else f"{one.title} "
    name = f"{'◎' if one.is_required else ''}{title}{one.name}"
    if not one.is_here:
        return [parts.plain(f"{name}　名簿から外れたため、数えていません。")]
    if not one.has_replied:
        return [parts.plain(f"{name}　未回答")]
    said = [f"{polls.NUMBERS[nth]}{sign}" for nth, sign in enumerate(polls.marks(poll, one))]
    lines = [f"{name}　{' '.join(said)}"]
    if with_comments:
        lines.append(f"　{entered(one)}" + (f"　備考: {one.comment}" if one.comment else ""))
    elif one.on_behalf:
        lines[0] += "（代理入力）"
    blocks = [parts.plain("\n".join(lines))]
    if with_comments and one.on_behalf and one.replied_by:
        blocks.append(_by(one.replied_by.removeprefix("slack:")))
    return blocks


def _by(user_id: str) -> Block:
    text = {"type": "mrkdwn", "text": f"入力: <@{user_id}>", "verbatim": True}
    return {"type": "context", "elements": [text]}


def _reach(
    one: Asked, reached: Mapping[int, str | None], contacts: Mapping[ContactKind, str]
) -> str:
    numbers = "、".join(f"{REACHED[kind]} {value}" for kind, value in contacts.items())
    by = REACHED.get(reached.get(one.person_id) or "", "")
    how = f"（{by}で連絡）" if by else ""
    return f"{one.name}{how}　{numbers or '連絡先の登録なし'}"


def _listed(heading: str, people: Sequence[Asked]) -> str:
    return f"{heading}\n{_names(people)}"


def _names(people: Sequence[Asked]) -> str:
    named = "、".join(one.name for one in people[:NAMED])
    return f"{named}ほか{len(people) - NAMED:,}名" if len(people) > NAMED else named
