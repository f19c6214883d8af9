"""How a date poll looks: its one message in the channel, and the letters about it."""

from collections.abc import Sequence
from datetime import datetime

from handlers.views import dates, parts
from handlers.views.parts import Block, Message
from store.eras import weekday
from store.polls import Asked, Option, Poll, Reply, Tally
from store.slots import JAPAN, MIDNIGHT, Slot

ANSWER = "polls.answer"
LIST = "polls.list"
DESK = "polls.desk"

# What Slack takes of a table, its heading and the sums included.
ROWS, COLUMNS = 100, 20

SIGNS: dict[Reply | None, str] = {"yes": "○", "maybe": "△", "no": "×", None: "未回答"}
NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def board(poll: Poll, tallies: Sequence[Tally]) -> Message:
    """The poll as the channel sees it: the grid where it fits, and each day in numbers."""
    title = f"{poll.council} 日程調整（{poll.title}）"
    told = f"{title}　{_state(poll)}"
    blocks = [parts.heading(title), parts.plain(_state(poll))]
    blocks += lines(tallies)
    if fits(poll):
        blocks.append(_grid(poll))
    else:
        few = f"対象が{len(poll.asked):,}名のため、日ごとの人数だけを表示しています。"
        if len(poll.asked) + 1 <= ROWS:
            few = f"候補日が{len(poll.options)}件のため、日ごとの人数だけを表示しています。"
        blocks.append(parts.context(f"{few}お一人ずつの回答は「一覧を開く」で見られます。"))
    if poll.state in ("open", "closed"):
        blocks.append(_buttons(poll, title))
        blocks.append(parts.context(_legend(poll)))
    return parts.message(told, blocks) | {"response_type": "in_channel"}


def fits(poll: Poll) -> bool:
    """Whether everybody and every day find room in Slack's table."""
    return len(poll.asked) + 1 <= ROWS and len(poll.options) + 1 <= COLUMNS


def lines(tallies: Sequence[Tally]) -> list[Block]:
    """A line for each day; ten to a block, or Slack would cut the last ones."""
    said = [line(nth, one) for nth, one in enumerate(tallies)]
    return [parts.plain("\n".join(said[start : start + 10])) for start in range(0, len(said), 10)]


def line(nth: int, tally: Tally) -> str:
    """① 12/14(月) 13:00～17:00　○8 △2 ×1 未回答4　定足数8: ちょうど　会長 ○"""
    counts = f"○{tally.yes:,} △{tally.maybe:,} ×{tally.no:,} 未回答{tally.unanswered:,}"
    said = [f"{NUMBERS[nth]} {short(tally.option.slot)}", counts]
    if tally.needed is not None:
        said.append(f"定足数{tally.needed:,}: {spare(tally)}")
    presiding = [*tally.chairs, *tally.vice_chairs]
    if presiding:
        said.append(" ".join(f"{one.title}{_sign(tally, one)}" for one in presiding[:4]))
    if tally.missing:
        said.append(f"必須の方の×: {_names(tally.missing)}")
    return "　".join(said)


def spare(tally: Tally) -> str:
    """2名余裕, ちょうど, △次第, あと3名"""
    left = tally.spare or 0
    if left > 0:
        return f"{left:,}名余裕"
    elif left == 0:
        return "ちょうど"
    elif tally.quorum == "perhaps":
        return f"あと{-left:,}名（△次第）"
    else:
        return f"あと{-left:,}名"


def short(slot: Slot) -> str:
    """12/14(月) 13:00～17:00"""
    day = f"{slot.day.month}/{slot.day.day}({weekday(slot.day)})"
    return f"{day} {times(slot)}" if times(slot) else day


def full(slot: Slot) -> str:
    """令和8年12月14日(月) 13:00～17:00"""
    return f"{dates.day(slot.day)} {times(slot) or '終日'}"


def times(slot: Slot) -> str:
    """13:00～17:00; nothing for a whole day. What ends at midnight ends at 24:00."""
    if slot.starts_at is None:
        return ""
    ends = "24:00" if slot.ends_at == MIDNIGHT else f"{slot.ends_at:%H:%M}" if slot.ends_at else ""
    return f"{slot.starts_at:%H:%M}～{ends}"


def moment(at: datetime) -> str:
    """令和8年12月5日(土) 17:00"""
    local = at.astimezone(JAPAN)
    return f"{dates.day(local.date())} {local:%H:%M}"


def call(poll: Poll) -> Message:
    """Somebody in Slack who has not answered is asked again."""
    title = f"{poll.council}の日程調整（{poll.title}）"
    told = f"{title}に、まだご回答をいただいていません。締切は{moment(poll.deadline_at)}です。"
    button = parts.button("回答する", ANSWER, {"poll": poll.id}, style="primary")
    return parts.message(told, [parts.plain(told), parts.buttons([button])])


def recommended(tally: Tally | None, tallies: Sequence[Tally]) -> str:
    """The best day, with its reason, and what one absence would do."""
    if tally is None:
        return "○や△の回答がある日が、まだありません。"
    return f"お勧めは {full(tally.option.slot)} です。{_reason(tally, tallies)}{absence(tally)}"


def absence(tally: Tally) -> str:
    """What it would mean if one more were absent."""
    said = []
    if tally.spare is not None and tally.spare > 0:
        said.append(f"あと{tally.spare:,}名まで欠席しても、定足数を満たします。")
    elif tally.spare == 0:
        said.append("1名でも欠席すると、定足数に届きません。")
    elif tally.quorum == "perhaps":
        said.append(f"定足数には、△の方のうち{-(tally.spare or 0):,}名の出席が要ります。")
    presiding = [one for one in (*tally.chairs, *tally.vice_chairs) if tally.can(one)]
    if len(presiding) == 1:
        said.append(f"{presiding[0].title}が欠席すると、進行する方がいなくなります。")
    elif presiding:
        first, second = presiding[:2]
        said.append(f"{first.title}が欠席しても、{second.title}が進行できます。")
    return "".join(said)


def _reason(tally: Tally, tallies: Sequence[Tally]) -> str:
    sign, count = ("○", tally.yes) if tally.yes else ("△", tally.maybe)
    most = count == max(one.yes if tally.yes else one.maybe for one in tallies)
    reasons = [f"{sign}が{count:,}名{'と最も多く' if most and len(tallies) > 1 else 'で'}"]
    if tally.quorum == "met":
        reasons.append(f"定足数（{tally.needed:,}名）を満たし")
    elif tally.quorum == "perhaps":
        reasons.append(f"△の方も出席すれば定足数（{tally.needed:,}名）に届き")
    elif tally.quorum == "short":
        reasons.append(f"定足数（{tally.needed:,}名）には届きませんが")
    if tally.required and all(tally.can(one) for one in tally.required):
        reasons.append("必ず出席してほしい方が全員○で")
    if tally.presides:
        reasons.append(f"{tally.presides.title}も出席できる")
        return "、".join(reasons) + "ためです。"
    elif len(tallies) == 1:
        return "、".join(reasons) + "、ほかに候補がないためです。"
    return "、".join(reasons) + "、ほかの日より条件がよいためです。"


def warnings(tally: Tally) -> list[str]:
    """What speaks against deciding on a day, where it does."""
    said = []
    if tally.is_refused:
        said.append("この日は、回答した方の全員が×です。")
    elif not tally.yes + tally.maybe:
        said.append("この日に出席できると回答した方が、まだいません。")
    elif tally.quorum == "short":
        said.append(
            f"この日は、△の方を入れても定足数（{tally.needed:,}名）に"
            f"{(tally.needed or 0) - tally.possible:,}名足りません。"
        )
    if tally.missing:
        said.append(f"必ず出席してほしい方のうち、{_names(tally.missing)}が×です。")
    return said


def _state(poll: Poll) -> str:
    answered = f"回答 {len(poll.asked) - len(poll.unanswered):,}／{len(poll.asked):,}名"
    if poll.state == "open":
        return f"回答の締切 {moment(poll.deadline_at)}　{answered}"
    elif poll.state == "closed":
        return f"締め切りました。開催日を検討しています。　{answered}"
    elif poll.state == "cancelled":
        return "取りやめました。"
    else:
        decided = next(one for one in poll.options if one.id == poll.option_id)
        return f"【決定】{full(decided.slot)} に開催します。"


def _grid(poll: Poll) -> Block:
    heading = ["氏名", *(_column(nth, one) for nth, one in enumerate(poll.options))]
    rows = [[_called(one), *marks(poll, one)] for one in poll.asked]
    return {
        "type": "table",
        "column_settings": [{"align": "left"}, *({"align": "center"} for _ in poll.options)],
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in (heading, *rows)],
    }


def marks(poll: Poll, one: Asked) -> list[str]:
    """○ △ × 未回答, for each day."""
    return [SIGNS[one.replies.get(option.id)] for option in poll.options]


def _column(nth: int, option: Option) -> str:
    # Its times stand in the line of that number: narrow columns are seen without scrolling.
    day = option.slot.day
    return f"{NUMBERS[nth]} {day.month}/{day.day}({weekday(day)})"


def _called(one: Asked) -> str:
    behalf = "（代理入力）" if one.on_behalf else ""
    title = "" if one.title in ("", "委員") else f"{one.title} "
    return f"{'◎' if one.is_required else ''}{title}{one.name}{behalf}"


def _legend(poll: Poll) -> str:
    said = ["○ 出席できます　△ 調整すれば出席できます　× 出席できません"]
    if any(one.is_required for one in poll.asked):
        said.append("◎ 必ず出席してほしい方")
    if any(one.on_behalf for one in poll.asked):
        said.append("代理入力: 電話やFAXなどの回答を事務局が入力したもの")
    return "　".join(said)


def _buttons(poll: Poll, title: str) -> Block:
    value = {"poll": poll.id}
    row = [
        parts.button("一覧を開く", LIST, value | {"page": 1}, spoken=f"{title}の一覧を開く"),
        parts.button("事務局の操作", DESK, value, spoken=f"{title}の事務局の操作"),
    ]
    if poll.state == "open":
        answer = parts.button(
            "回答する", ANSWER, value, spoken=f"{title}に回答する", style="primary"
        )
        row = [answer, *row]
    return parts.buttons(row)


def _sign(tally: Tally, one: Asked) -> str:
    return SIGNS[tally.said(one)]


def _names(people: Sequence[Asked]) -> str:
    named = "、".join(f"{one.name}さん" for one in people[:5])
    return f"{named}ほか{len(people) - 5:,}名" if len(people) > 5 else named
