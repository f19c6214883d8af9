"""How a 新旧対照表 looks, and what is told when it is sent as a file."""

import re
from collections.abc import Iterable
from typing import Any

from handlers.views import comparisons as rows
from handlers.views import parts
from handlers.views.comparisons import Line
from handlers.views.parts import Block, Message
from store import wording
from store.changes import Baseline, Comparison
from store.formats import comparison as files

PAGE = "changes.page"
WORD = "changes.word"
XLSX = "changes.xlsx"

ROWS = 10
PAGE_CHARACTERS = 6_000  # of the 10,000 a table of Slack's may have
CELL = 800
AROUND = 30  # letters shown on either side of a change


def comparison(compared: Comparison, page: int) -> Message:
    """A page of the table; what did not change is shown around the changes only."""
    lines = rows.lines(compared)
    if not lines:
        return parts.sentence(
            f"{compared.meeting.name}の会議録は、{rows.since(compared.since)}から変わっていません。"
        )
    pages = _pages(lines)
    page = max(1, min(page, len(pages)))
    title = rows.title(compared)
    told = f"{rows.since(compared.since)}から、{len(lines):,}か所が変わっています。"
    value = {"meeting": compared.meeting.id, "since": _named_day(compared.since)}
    blocks = [
        parts.heading(title),
        parts.plain(told),
        _table(pages[page - 1]),
        parts.context(
            "取り消し線は削った言葉、太字は加えた言葉です。"
            "長い発言は、変わったところの前後だけを示しています。"
        ),
        *parts.pager(PAGE, value, page, len(pages), 1),
    ]
    if compared.meeting.disclosure == "closed":
        blocks.append(parts.context("非公開の会議のため、ファイルには書き出せません。"))
    else:
        blocks.append(_buttons(value))
    return parts.message(f"{title}（{page}／{len(pages)}ページ）", blocks)


def file_name(compared: Comparison, kind: str) -> str:
    """新旧対照表_霧浜市地域福祉懇話会_令和7年度第2回.docx"""
    name = "".join(letter for letter in compared.meeting.name if letter.isprintable())
    return f"新旧対照表_{parts.cut(_NOT_IN_A_FILES_NAME.sub('_', name), 60)}.{kind}"


_NOT_IN_A_FILES_NAME = re.compile(r'[\\/:*?"<>|\s]+')


def comment(written: files.Comparison) -> str:
    """Beside the file; nobody's words, for Slack would read marks and links in them."""
    return f"会議録の新旧対照表（{len(written.rows):,}か所）です。"


def sent(compared: Comparison) -> Message:
    """Where the button was pressed: the file is there."""
    text = f"{compared.meeting.name}の新旧対照表を、ダイレクトメッセージにファイルで送りました。"
    return parts.sentence(text) | {"replace_original": False}


def _named_day(since: Baseline) -> str:
    return since.on.isoformat() if since.kind == "day" else ""


def _pages(lines: Iterable[Line]) -> list[list[Line]]:
    pages: list[list[Line]] = [[]]
    room = PAGE_CHARACTERS
    for line in lines:
        size = sum(len(text) for side in _cells(line) for text, _ in side)
        if pages[-1] and (size > room or len(pages[-1]) == ROWS):
            pages.append([])
            room = PAGE_CHARACTERS
        pages[-1].append(line)
        room -= size
    return pages


def _table(lines: Iterable[Line]) -> Block:
    cells = [[_plain(name) for name in files.HEADINGS]]
    for line in lines:
        before, after = _cells(line)
        cells.append(
            [
                _plain(line.place),
                _marked(before, "strike"),
                _marked(after, "bold"),
                _plain(line.note),
            ]
        )
    return {
        "type": "table",
        "column_settings": [{"is_wrapped": True} for _ in files.HEADINGS],
        "rows": cells,
    }


def _cells(line: Line) -> tuple[list[parts.Piece], list[parts.Piece]]:
    before, after = wording.sides(wording.near(line.changes, AROUND))
    return _cut(before), _cut(after)


def _cut(words: Iterable[parts.Piece]) -> list[parts.Piece]:
    kept: list[parts.Piece] = []
    room = CELL
    for text, is_marked in words:
        if room > 1:
            kept.append((parts.cut(text, room), is_marked))
            room -= len(text)
    return kept


def _plain(text: str) -> Block:
    return {"type": "raw_text", "text": text or "　"}


def _marked(words: Iterable[parts.Piece], style: str) -> Block:
    elements: list[dict[str, Any]] = [
        {"type": "text", "text": text, **({"style": {style: True}} if is_marked else {})}
        for text, is_marked in words
    ]
    if not elements:
        return _plain("")
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": elements}],
    }


def _buttons(value: dict[str, Any]) -> Block:
    return parts.buttons(
        [
            parts.button("Wordで書き出す", WORD, value, spoken="新旧対照表をWordで書き出す"),
            parts.button("Excelで書き出す", XLSX, value, spoken="新旧対照表をExcelで書き出す"),
        ]
    )
