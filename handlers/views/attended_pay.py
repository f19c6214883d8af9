"""How pay looks: what is due before it is sent, and the form for a council's rule."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.parse.attended import Paid
from handlers.views import parts
from handlers.views.attended import safe
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store.councils import Council
from store.formats.pay_sheet import STATUS, Row
from store.members import Member
from store.pay import Due, Line, Pay

FORM = "pay_form"
OPEN = "attended_pay.open"
PAGE = "attended_pay.page"
CSV = "attended_pay.csv"
EXCEL = "attended_pay.excel"

ON_A_PAGE = 50
PROBLEMS = 10
LONGEST = 3_000  # characters in a field


def no_rule(council: Council) -> Message:
    """Nothing was laid down yet."""
    told = f"「{council.name}」の報酬の決まりが、まだ入力されていません。"
    advice = (
        "条例や要綱にある額（2時間までと、それを超えるとき）を入力すると、会議ごとに計算します。"
    )
    return parts.message(told, [parts.plain(told), parts.context(advice), _open(council)])


def preview(council: Council, paid: Paid, due: Due, *, page: int) -> Message:
    """What is due, before it is sent to anybody."""
    told = (
        f"「{council.name}」の報酬と費用弁償は、{len(due.lines):,}件、合わせて{due.total:,}円です"
        if due.lines
        else f"「{council.name}」に、計算できる報酬はありません。"
    )
    value = {"council": council.id, "meeting": paid.meeting_id or 0, "when": paid.when}
    shown = due.lines[ON_A_PAGE * (page - 1) : ON_A_PAGE * page]
    blocks = [parts.plain(told)]
    if due.lines:
        blocks += [
            parts.context(_of_meetings(due)),
            _table(shown, with_meeting=len({line.meeting.id for line in due.lines}) > 1),
            *parts.pager(PAGE, value, page, len(due.lines), ON_A_PAGE),
        ]
    if due.problems:
        blocks.append(parts.bullets(due.problems[:PROBLEMS]))
        if len(due.problems) > PROBLEMS:
            blocks.append(parts.context(f"ほかに{len(due.problems) - PROBLEMS:,}件あります。"))
    row = []
    if due.lines:
        row = [
            parts.button("CSVで書き出す", CSV, value, spoken="報酬等一覧をCSVで書き出す"),
            parts.button("Excelで書き出す", EXCEL, value, spoken="報酬等一覧をExcelで書き出す"),
        ]
        blocks.append(
            parts.context("源泉徴収などの控除の前の額です。まだ、だれにも送っていません。")
        )
    blocks.append(parts.buttons([*row, *_open(council)["elements"]]))
    return parts.message(told, blocks)


def rows(due: Due) -> list[Row]:
    """What is due, as the file for accounting has it."""
    return [
        Row(
            meeting=line.meeting.title,
            held_on=line.meeting.held_on,
            starts_at=line.meeting.starts_at,
            ends_at=line.meeting.ends_at,
            minutes=line.minutes,
            name=line.name,
            role=line.role,
            status=line.status,
            stands_for=line.stands_for,
            fee=line.fee,
            travel=line.travel,
        )
        for line in due.lines
    ]


def nothing_to_send(left_out: int) -> str:
    """Why no file is sent."""
    if left_out:
        return (
            "計算できるのは非公開の会議の分だけです。ファイルには書き出せません。"
            "この返事の表から書き写してください。"
        )
    return "書き出す報酬がありません。もう一度「/attendance pay」で確かめてください。"


def sent(due: Due, left_out: int) -> Message:
    """The file is there."""
    return parts.sentence(
        f"報酬等一覧（{len(due.lines):,}件、{due.total:,}円）を、"
        f"ダイレクトメッセージにファイルで送りました。{_left_out(left_out)}"
    ) | {"replace_original": False}


def sent_already() -> Message:
    """The button was pressed before."""
    return parts.sentence(
        "このファイルは、すでにダイレクトメッセージに送っています。"
        "もう一度受け取るときは、「/attendance pay」と入力してから押してください。"
    ) | {"replace_original": False}


def comment(due: Due, left_out: int) -> str:
    """What is said beside the file; nobody's words."""
    return f"報酬等一覧（{len(due.lines):,}件、{due.total:,}円）です。{_left_out(left_out)}"


def file_name(council: Council, today: date, kind: str) -> str:
    """報酬等一覧_霧浜市地域福祉懇話会_20261123.csv"""
    return f"報酬等一覧_{safe(council.name)}_{today:%Y%m%d}.{kind}"


def _left_out(lines: int) -> str:
    return f"非公開の会議の{lines:,}件は入れていません。" if lines else ""


def _of_meetings(due: Due) -> str:
    known = {line.meeting.id: line for line in due.lines}.values()
    told = [
        f"{_closed(line)}{line.meeting.title}（{day(line.meeting.held_on)} {line.meeting.starts_at:%H:%M}～"
        f"{line.meeting.ends_at:%H:%M}、{_hours(line.minutes)}）"
        for line in known
    ]
    return "、".join(told)


def _closed(line: Line) -> str:
    return "【非公開】" if line.meeting.disclosure == "closed" else ""


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (f"{hours}時間" if hours else "") + (f"{rest}分" if rest or not hours else "")


def _table(lines: Sequence[Line], *, with_meeting: bool) -> Block:
    heading = ["氏名", "役職", "出欠", "報酬", "費用弁償", "計"]
    drawn = [
        [
            line.name + (f"（{line.stands_for}委員の代理）" if line.stands_for else ""),
            line.role,
            STATUS.get(line.status, "　"),
            *(f"{yen:,}円" for yen in (line.fee, line.travel, line.total)),
        ]
        for line in lines
    ]
    if with_meeting:
        heading = ["会議", *heading]
        drawn = [[line.meeting.title, *row] for line, row in zip(lines, drawn, strict=True)]
    words = len(heading) - 3
    return {
        "type": "table",
        "column_settings": [
            {"is_wrapped": True} if place < words else {"align": "right"}
            for place in range(len(heading))
        ],
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in [heading, *drawn]],
    }


def _open(council: Council) -> Block:
    return parts.buttons([parts.button("報酬の決まりを変える", OPEN, {"council": council.id})])


# --- The form.


def form(
    council: Council,
    kept: Pay | None,
    costs: Mapping[int, int],
    roster: Sequence[Member],
    metadata: str,
) -> dict[str, Any]:
    """A council's rule; the journeys stand in it where they fit."""
    named = {one.person_id: called(one) for one in roster}
    journeys = "\n".join(f"{named[one]} {yen}" for one, yen in costs.items() if one in named)
    roles = "\n".join(
        f"{role} {short} {long}" for role, (short, long) in (kept.roles if kept else {}).items()
    )
    fields = [
        parts.plain(f"{council.name}の条例や要綱にある額を、円で入力してください。"),
        _line("区切りの時間", "hours", f"{kept.hours:g}時間" if kept else "2時間",
              "開会から閉会まで（休憩を含む）がこの時間までなら短い方の額、超えれば長い方の額です。例: 2時間"),
        _line("その時間までの額", "short", str(kept.short) if kept else "", "例: 8000"),
        _line("超えたときの額", "long", str(kept.long) if kept else "", "例: 12000。同じなら同じ額を。"),
        _lines("額の違う役職", "roles", roles,
               "1行に一つ、役職、その時間までの額、超えたときの額を書きます。例: 会長 9500 14000"),
        _proxies(kept),
        _lines("費用弁償（交通費）", "travel", journeys if len(journeys) <= LONGEST else "",
               "1行に一人、氏名と1回の額を書きます。例: 浅野 和子 640"
               "。書いた方だけを変えます。0円と書くと消します。"),
    ]  # fmt: skip
    return parts.modal(
        "報酬の決まり", fields, callback_id=FORM, submit="決める", close="やめる",
        private_metadata=metadata,
    )  # fmt: skip


def saved(council: Council, kept: Pay, journeys: int) -> dict[str, Any]:
    """The form becomes this."""
    roles = "".join(
        f"\n{role}　{short:,}円／{long:,}円" for role, (short, long) in kept.roles.items()
    )
    told = (
        f"「{council.name}」の報酬の決まりを入力しました。\n"
        f"{kept.hours:g}時間まで　{kept.short:,}円\n{kept.hours:g}時間を超える　{kept.long:,}円{roles}\n"
        f"代理者　{'支払う' if kept.proxies else '支払わない'}\n費用弁償　{journeys:,}名"
    )
    return parts.modal(
        "報酬の決まり",
        [parts.plain(told), parts.context("「/attendance pay」で計算します。")],
    )


def called(member: Member) -> str:
    """The name, with the mark that tells namesakes apart: 佐藤 翔(医師会)."""
    return f"{member.name}({member.mark})" if member.mark else member.name


def _line(label: str, block_id: str, value: str, hint: str) -> Block:
    block = parts.field(label, block_id, hint=hint)
    if value:
        block["element"]["initial_value"] = value
    return block


def _lines(label: str, block_id: str, value: str, hint: str) -> Block:
    block = parts.field(label, block_id, hint=hint, limit=LONGEST)
    block["optional"] = True
    block["element"]["multiline"] = True
    if value:
        block["element"]["initial_value"] = value
    return block


def _proxies(kept: Pay | None) -> Block:
    ticked = parts.option("代理者にも、委員と同じ額を支払う", "yes")
    element: Block = {"type": "checkboxes", "action_id": "value", "options": [ticked]}
    if kept and kept.proxies:
        element["initial_options"] = [ticked]
    return {
        "type": "input",
        "block_id": "proxies",
        "optional": True,
        "label": {"type": "plain_text", "text": "代理出席"},
        "element": element,
    }
