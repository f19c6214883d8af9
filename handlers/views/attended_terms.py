"""How terms that end look: the calendar, the warning, and the form for the limit."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from dateutil.relativedelta import relativedelta

from handlers.views import parts
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store.councils import Council
from store.terms import Ending

FORM = "terms_form"
OPEN = "attended_terms.open"

GROUPS = 15  # days on which terms end
NAMED = 40  # people on one of them


def calendar(
    council: Council,
    endings: Sequence[Ending],
    without_end: int,
    most: int | None,
    today: date,
) -> Message:
    """Whose term ends when, the soonest first."""
    told = (
        f"「{council.name}」の委員{len(endings):,}名の任期の終わりです"
        if endings
        else f"「{council.name}」に、任期の終わりの分かる委員はいません。"
    )
    limit = f"再任は{most}期までです（名簿にある任期で数えます）。" if most else _NO_LIMIT
    unknown = (
        f"任期の終わりが登録されていない委員が{without_end:,}名います。" if without_end else ""
    )
    change = parts.button("再任の決まりを変える", OPEN, {"council": council.id})
    blocks = [
        parts.plain(told),
        *_days(endings, today),
        parts.context(f"{limit}{unknown}任期の6か月前と1か月前に、担当者にお知らせします。"),
        parts.buttons([change]),
    ]
    return parts.message(told, blocks)


def warning(council: Council, endings: Sequence[Ending], today: date) -> Message:
    """Told ahead, in the secretary's own messages."""
    told = f"「{council.name}」の委員{len(endings):,}名の任期が、まもなく終わります"
    advice = (
        "再任や公募の準備をお始めください。"
        "再任は「/council members」の「直す」で登録します。一覧は「/attendance terms」で見られます。"
    )
    return parts.message(told, [parts.plain(told), *_days(endings, today), parts.context(advice)])


def form(council: Council, most: int | None) -> dict[str, Any]:
    """How many terms one person may serve."""
    field = parts.field(
        "一人が務められる任期の数", "most",
        hint="要綱に「再任は1回を限度とする」「通算2期まで」とあれば 2。決まりがなければ空欄に。",
    )  # fmt: skip
    field["optional"] = True
    if most:
        field["element"]["initial_value"] = str(most)
    return parts.modal(
        "再任の決まり", [parts.plain(f"{council.name}の要綱にあるとおりに入力してください。"), field],
        callback_id=FORM, submit="決める", close="やめる",
        private_metadata=json.dumps({"council": council.id}),
    )  # fmt: skip


def saved(council: Council, most: int | None) -> dict[str, Any]:
    """The form becomes this."""
    told = f"一人{most}期まで" if most else "限度なし"
    return parts.modal(
        "再任の決まり", [parts.plain(f"「{council.name}」の再任の決まりを、{told}にしました。")]
    )


_NO_LIMIT = "再任の限度は決められていません。"


def _days(endings: Sequence[Ending], today: date) -> Iterator[Block]:
    groups = [(ends, list(group)) for ends, group in groupby(endings, key=lambda one: one.ends)]
    for ends, group in groups[:GROUPS]:
        yield parts.plain(f"{day(ends)}まで　{_left(ends, today)}　{len(group):,}名")
        lines = [_person(one) for one in group[:NAMED]]
        if len(group) > NAMED:
            lines.append(f"ほか{len(group) - NAMED:,}名")
        yield parts.bullets(lines)
    if len(groups) > GROUPS:
        rest = sum(len(group) for _, group in groups[GROUPS:])
        yield parts.context(f"ほかに、その後に終わる委員が{rest:,}名います。")


def _person(one: Ending) -> str:
    told = [one.role, *([one.affiliation] if one.affiliation else []), f"{one.nth}期目"]
    return f"{one.name}（{'・'.join(told)}）" + ("　再任の限度です" if one.is_last else "")


def _left(ends: date, today: date) -> str:
    if ends < today:
        return "【任期切れ】"
    left = relativedelta(ends, today)
    months = left.years * 12 + left.months
    if months:
        return f"あと{months}か月"
    return f"あと{left.days}日" if left.days else "【本日まで】"
