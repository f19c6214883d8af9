"""How a council's rules look: told, filled in, and what they do to a roll."""

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.views import parts
from handlers.views.parts import Block, Message
from store.councils import Council
from store.rules import Rules

FORM = "ruling_form"
OPEN = "ruling.open"
OPEN_ROLL = "ruling.roll"

QUORUM = {
    "none": "定めない（懇話会など）",
    "half": "半数以上",
    "more_than_half": "過半数",
    "two_thirds": "3分の2以上",
    "number": "人数で決める",
}
DAYS = {
    "notice_days": (
        "開催通知（会議の何日前まで）",
        "要綱に「会議の開催の日の7日前までに通知する」とあれば 7。決まりがなければ空欄に。",
    ),
    "papers_days": (
        "会議資料の送付（会議の何日前まで）",
        "要綱に「会議資料は会議の3日前までに送付する」とあれば 3。",
    ),
    "summary_days": (
        "会議概要の作成（会議から何日以内）",
        "「会議の終了後2日以内に会議の概要を公表する」とあれば 2。",
    ),
    "minutes_days": (
        "会議録の作成（会議から何日以内）",
        "「会議の終了後45日以内に会議録を作成する」とあれば 45。",
    ),
    "publication_days": (
        "会議録の公表（会議録の確定から何日以内）",
        "「会議録を作成した日から7日以内に公表する」とあれば 7。",
    ),
}


def rules(council: Council, laid: Rules, *, manages: bool) -> Message:
    """A council's rules; who may, changes them from here."""
    told = f"「{council.name}」の規則です"
    blocks = [parts.plain(told), parts.plain("\n".join(_lines(laid)))]
    if manages:
        value = {"council": council.id}
        blocks.append(
            parts.buttons(
                [
                    parts.button("規則を変える", OPEN, value),
                    parts.button("出席者の書き方を変える", OPEN_ROLL, value),
                ]
            )
        )
    return parts.message(told, blocks)


def _lines(laid: Rules) -> list[str]:
    quorum = QUORUM[laid.quorum]
    if laid.quorum == "number":
        quorum = f"{laid.quorum_number}名以上"
    if laid.quorum != "none":
        quorum += "（代理者を数える）" if laid.proxies_count else "（代理者は数えない）"
    days = [
        f"{label}　{'決まりなし' if (count := getattr(laid, name)) is None else f'{count}日'}"
        for name, (label, _) in DAYS.items()
    ]
    return [
        f"定足数　{quorum}",
        *days,
        f"日数の数え方　{'開庁日（土日・祝日・閉庁日を除く）' if laid.in_working_days else '暦日'}",
        f"閉庁日　{'、'.join(laid.closing_days) or 'なし'}",
        f"会議のお知らせ　{'、'.join(laid.reminders) or 'しない'}",
    ]


def form(council: Council, laid: Rules, metadata: str) -> dict[str, Any]:
    """The form for a council's rules, each with the words of the 要綱 that it stands for."""
    fields: list[Block] = [
        parts.plain(f"{council.name}の要綱や規則にあるとおりに入力してください。"),
        choice(
            "定足数",
            "quorum",
            QUORUM.items(),
            laid.quorum,
            hint="要綱に「委員の半数以上の出席がなければ会議を開くことができない」とあれば「半数以上」。",
        ),
        line(
            "定足数の人数（「人数で決める」とき）", "quorum_number", laid.quorum_number,
            hint="要綱に「8人以上の出席」とあれば 8。",
        ),
        ticks(
            "代理出席",
            "proxies_count",
            [("yes", "代理者の出席を定足数に数える")],
            ["yes"] if laid.proxies_count else [],
        ),
        *(
            line(label, name, getattr(laid, name), hint=hint)
            for name, (label, hint) in DAYS.items()
        ),
        choice(
            "日数の数え方",
            "in_working_days",
            [("calendar", "暦日（休みの日も数える）"), ("working", "開庁日だけを数える")],
            "working" if laid.in_working_days else "calendar",
            hint="初日は数えません。開庁日は、土曜日・日曜日・祝日と閉庁日を除いた日です。",
        ),
        line(
            "閉庁日", "closing_days", "、".join(laid.closing_days),
            hint="土日と祝日のほかに休む日です。例: 12/29-1/3、8/13-8/15",
        ),
        line(
            "会議のお知らせ", "reminders", "\n".join(laid.reminders), multiline=True,
            hint="1行に1件、チャンネルにお知らせする時期です。例: 7日前 9:00、1日前 17:00、1時間前",
        ),
    ]  # fmt: skip
    return parts.modal(
        "会議体の規則", fields, callback_id=FORM, submit="決める", close="やめる",
        private_metadata=metadata,
    )  # fmt: skip


def saved(council: Council, laid: Rules, followed: int) -> Message:
    """The rules are laid down, and what follows from it."""
    told = f"「{council.name}」の規則を決めました。"
    if followed:
        told += f"これから開く会議{followed:,}件のお知らせも、これに合わせました。"
    return parts.message(told, [parts.plain(told), parts.plain("\n".join(_lines(laid)))])


def choice(
    label: str,
    block_id: str,
    choices: Iterable[tuple[str, str]],
    chosen: str,
    *,
    hint: str = "",
    action_id: str = "value",
) -> Block:
    """A menu in a form; one with a name of its own tells at once what was chosen."""
    options = [parts.option(text, value) for value, text in choices]
    element = parts.menu("選ぶ", action_id, options)
    element["initial_option"] = next(one for one in options if one["value"] == chosen)
    return _input(label, block_id, element, hint=hint, draws=action_id != "value")


def ticks(
    label: str,
    block_id: str,
    choices: Iterable[tuple[str, str]],
    ticked: Sequence[str],
    *,
    action_id: str = "value",
) -> Block:
    """Boxes to tick, none or several."""
    options = [parts.option(text, value) for value, text in choices]
    element: Block = {
        "type": "checkboxes",
        "action_id": action_id,
        "options": options,
    }
    initial = [one for one in options if one["value"] in ticked]
    if initial:
        element["initial_options"] = initial
    return _input(label, block_id, element, draws=action_id != "value") | {"optional": True}


def line(label: str, block_id: str, value: object, *, hint: str, multiline: bool = False) -> Block:
    """A line to type into, or several; it may stay empty."""
    block = parts.field(label, block_id, hint=hint)
    block["optional"] = True
    if value not in (None, ""):
        block["element"]["initial_value"] = str(value)
    if multiline:
        block["element"]["multiline"] = True
    return block


def _input(
    label: str, block_id: str, element: Block, *, hint: str = "", draws: bool = False
) -> Block:
    block = parts.labelled(label, block_id, element, hint=hint)
    return block | ({"dispatch_action": True} if draws else {})
