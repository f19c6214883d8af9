"""How the papers for absent members look before they are made, and what goes into them."""

from collections.abc import Iterable, Sequence
from datetime import date

from handlers.views import parts
from handlers.views.attended import safe
from handlers.views.dates import day
from handlers.views.parts import Message
from store.formats.absent_pack import Pack
from store.formats.document import Material
from store.meetings import Meeting
from store.minutes import Minutes

PACK = "attended_pack.word"

SHOWN = 20  # lines of a kind


def pack(read: Minutes, today: date) -> Pack:
    """What absent members are sent of these minutes."""
    said = {
        kind: tuple(one.body for one in read.passages if one.kind == kind)
        for kind in ("decision", "task", "information")
    }
    return Pack(
        council=read.meeting.council,
        title=read.meeting.title,
        when=day(read.meeting.held_on),
        written_on=today,
        agenda=tuple(item.name for item in read.agenda),
        decisions=said["decision"],
        open_points=said["task"],
        information=said["information"],
        papers=tuple(map(_paper, read.materials)),
        is_draft=read.drafted > 0,
    )


def preview(meeting: Meeting, made: Pack, absent: Sequence[str]) -> Message:
    """Who would be sent what."""
    told = (
        f"{meeting.name}に欠席した委員は{len(absent):,}名です"
        if absent
        else f"{meeting.name}に、欠席と記録された委員はいません。"
    )
    blocks = [parts.plain(told)]
    if absent:
        blocks.append(parts.plain("、".join(absent)))
    for label, lines in (
        ("決まったこと", made.decisions),
        ("継続していること（宿題）", made.open_points),
        ("お知らせ", made.information),
        ("会議資料", made.papers),
    ):
        blocks.append(parts.plain(f"{label}　{len(lines):,}件"))
        if lines:
            blocks.append(parts.bullets(_some(lines)))
    notes = "欠席した委員一人につき1枚の送付状です。発言は入れていません。"
    if not absent:
        notes = "「委員各位」あての送付状を作れます。発言は入れていません。"
    if made.is_draft:
        notes += "会議録が確定していないことも書き添えます。"
    button = parts.button(
        "Wordで受け取る", PACK, {"meeting": meeting.id},
        spoken=f"{meeting.title}の欠席者への資料をWordで受け取る",
    )  # fmt: skip
    blocks += [parts.context(notes), parts.buttons([button])]
    return parts.message(told, blocks)


def sent(meeting: Meeting) -> Message:
    """The file is there."""
    return parts.sentence(
        f"{meeting.name}の欠席者への資料を、ダイレクトメッセージにファイルで送りました。"
    ) | {"replace_original": False}


def sent_already() -> Message:
    """The button was pressed before."""
    return parts.sentence(
        "このファイルは、すでにダイレクトメッセージに送っています。"
        "もう一度受け取るときは、「/attendance pack」と入力してから押してください。"
    ) | {"replace_original": False}


def comment(meeting: Meeting) -> str:
    """What is said beside the file."""
    return parts.escape(f"{meeting.name}の欠席者への資料です。会議資料を添えてお送りください。")


def file_name(meeting: Meeting) -> str:
    """欠席者資料_令和8年度第1回.docx"""
    return f"欠席者資料_{safe(meeting.title)}.docx"


def _paper(material: Material) -> str:
    return f"{material.label}　{material.title}" if material.label else material.title


def _some(lines: Sequence[str]) -> Iterable[str]:
    more = len(lines) - SHOWN
    return [
        *(parts.cut(one, 500) for one in lines[:SHOWN]),
        *([f"ほか{more:,}件"] if more > 0 else []),
    ]
