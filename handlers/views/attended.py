"""How attendance looked back on looks: by person, by meeting, and as a sheet for the files."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.views import parts
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store.attended import Attendance, Mark, Past
from store.councils import Council
from store.formats.attendance_sheet import (
    HOW_COUNTED,
    NOT_IN_OFFICE,
    NOT_KNOWN,
    SIGNS,
    Held,
    Row,
    Sheet,
)

PEOPLE = "attended.people"
MEETINGS = "attended.meetings"
WORD = "attended.word"
EXCEL = "attended.excel"

ON_A_PAGE = 40  # rows of a table


def people(
    council: Council,
    when: str,
    past: Past,
    *,
    page: int,
    picture: tuple[str, str] | None = None,
    is_sent: bool = False,
) -> Message:
    """The table by person, with the picture (its file's id and words) where it can be shown."""
    heading = ["氏名", "出席", "代理", "欠席", "対象", "出席率"]
    if past.shows_excuses:
        heading[4:4] = ["届出あり"]
    shown = past.people[ON_A_PAGE * (page - 1) : ON_A_PAGE * page]
    told = _told(council, past)
    value = _value(council, when)
    blocks = [
        parts.plain(told),
        *([_image(*picture)] if picture else []),
        _table([heading, *(_person(one, past) for one in shown)]),
        *parts.pager(PEOPLE, value, page, len(past.people), ON_A_PAGE),
        parts.context(_notes(past) + (_SENT if is_sent else "")),
        parts.buttons(
            [parts.button("会議ごと", MEETINGS, {**value, "page": 1}), *_file_buttons(value)]
        ),
    ]
    return parts.message(told, blocks)


def meetings(council: Council, when: str, past: Past, *, page: int) -> Message:
    """The table by meeting, the latest first."""
    told = _told(council, past)
    value = _value(council, when)
    rows = [
        [
            ("【非公開】" if meeting.disclosure == "closed" else "") + meeting.title,
            day(meeting.held_on),
            str(past.attended(place)),
            str(past.counted(place) - past.attended(place)),
            str(past.counted(place)),
        ]
        for place, meeting in reversed(list(enumerate(past.meetings)))
    ]
    shown = rows[ON_A_PAGE * (page - 1) : ON_A_PAGE * page]
    blocks = [
        parts.plain(told),
        _table([["会議", "開催日", "出席", "欠席・代理", "対象"], *shown], wide=2),
        *parts.pager(MEETINGS, value, page, len(rows), ON_A_PAGE),
        parts.context(_notes(past)),
        parts.buttons(
            [parts.button("委員ごと", PEOPLE, {**value, "page": 1}), *_file_buttons(value)]
        ),
    ]
    return parts.message(told, blocks)


def nothing(council: Council, when: str, unrolled: int) -> Message:
    """No meeting has a roll."""
    period = f"「{when}」には、" if when else ""
    why = f"出席者の記録のない会議が{unrolled:,}件あります。" if unrolled else ""
    return parts.sentence(
        f"「{council.name}」の{period}出欠の記録のある会議がありません。{why}"
        "会議録を取り込むか、会議で出欠をとると、ここに出ます。"
    )


def sheet(council: Council, past: Past, today: date) -> Sheet:
    """The sheet for the files."""
    first, last = past.meetings[0].title, past.meetings[-1].title
    return Sheet(
        council=council.name,
        period=first if first == last else f"{first}～{last}",
        made_on=today,
        meetings=tuple(Held(title=one.title, held_on=one.held_on) for one in past.meetings),
        rows=tuple(
            Row(
                name=one.name,
                role=one.role,
                signs=tuple(map(sign, one.marks)),
                attended=one.attended,
                counted=one.counted,
            )
            for one in past.people
        ),
    )


def sign(mark: Mark) -> str:
    """○, △, ×; in brackets what counts for nothing, outside the person's own term."""
    if not mark.is_in_office:
        return f"({SIGNS[mark.status]})" if mark.status else NOT_IN_OFFICE
    return SIGNS[mark.status] if mark.status else NOT_KNOWN


def sent(council: Council) -> Message:
    """The file is there."""
    return parts.sentence(
        f"「{council.name}」の出席状況一覧を、ダイレクトメッセージにファイルで送りました。{_LEFT_OUT}"
    ) | {"replace_original": False}


def sent_already() -> Message:
    """The button was pressed before."""
    return parts.sentence(
        "このファイルは、すでにダイレクトメッセージに送っています。"
        "もう一度受け取るときは、コマンドを打ち直してから押してください。"
    ) | {"replace_original": False}


def comment(council: Council) -> str:
    """What is said beside the file."""
    return parts.escape(f"「{council.name}」の出席状況一覧です。{_LEFT_OUT}")


def file_name(council: Council, today: date, kind: str) -> str:
    """出席状況一覧_霧浜市地域福祉懇話会_20261123.docx"""
    return f"出席状況一覧_{safe(council.name)}_{today:%Y%m%d}.{kind}"


def safe(name: str) -> str:
    """A name as a part of a file's name."""
    return "".join("_" if sign in '\\/:*?"<>|' else sign for sign in name)[:60]


_SENT = "図は、会議録ボットとのダイレクトメッセージに送りました。"
_LEFT_OUT = "非公開の会議と、欠席の届出の有無は入れていません。"


def _told(council: Council, past: Past) -> str:
    return (
        f"「{council.name}」の出席の経過です"
        f"（{len(past.meetings):,}会議、委員{len(past.people):,}名）"
    )


def _value(council: Council, when: str) -> dict[str, Any]:
    return {"council": council.id, "when": when}


def _file_buttons(value: dict[str, Any]) -> list[Block]:
    return [
        parts.button("Wordで受け取る", WORD, value, spoken="出席状況一覧をWordで受け取る"),
        parts.button("Excelで受け取る", EXCEL, value, spoken="出席状況一覧をExcelで受け取る"),
    ]


def _person(one: Attendance, past: Past) -> list[str]:
    partly = [
        f"{word}{times}"
        for word, times in (("遅参", one.times("late")), ("早退", one.times("left_early")))
        if times
    ]
    row = [
        one.name if one.role == "委員" else f"{one.name}（{one.role}）",
        str(one.attended) + (f"（うち{'・'.join(partly)}）" if partly else ""),
        str(one.times("proxy")),
        str(one.times("absent")),
        str(one.counted),
        "－" if one.rate is None else f"{one.rate:.0%}",
    ]
    if past.shows_excuses:
        row[4:4] = [str(one.excused)]
    return row


def _notes(past: Past) -> str:
    notes = [HOW_COUNTED]
    if past.unrolled:
        notes.append(f"出席者の記録のない{past.unrolled:,}会議は入れていません。")
    if past.shows_excuses:
        notes.append(
            "「届出あり」は欠席のうちの数で、担当者だけに示しています。図とファイルには入れていません。"
        )
    if any(meeting.disclosure == "closed" for meeting in past.meetings):
        notes.append("非公開の会議は、図とファイルには入れていません。")
    return "".join(notes)


def _image(file_id: str, alt: str) -> Block:
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": alt}


def _table(rows: Sequence[Sequence[str]], wide: int = 1) -> Block:
    return {
        "type": "table",
        "column_settings": [
            {"is_wrapped": True} if place < wide else {"align": "right"}
            for place in range(len(rows[0]))
        ],
        "rows": [[{"type": "raw_text", "text": cell or "　"} for cell in row] for row in rows],
    }
