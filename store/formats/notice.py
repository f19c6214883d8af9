"""開催通知 as a Word file, for members who are reached on paper: A4, 記 … 以上, with a reply slip."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from store import eras

EVERYBODY = "委員各位"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a letter says: `when` and `title` as printed, `sender` (会長 …) as far as it is known."""

    council: str
    title: str
    written_on: date
    when: str
    venue: str | None
    agenda: tuple[str, ...]
    materials: tuple[str, ...]
    sender: str | None = None


def to_word(notice: Notice, addressees: Sequence[str] = (EVERYBODY,)) -> bytes:
    """One letter for each addressee, each on a page of its own."""
    paper = docx.Document()
    paper.core_properties.author = "会議録"
    paper.core_properties.title = f"{notice.council} {notice.title} 開催通知"
    _lay(paper)
    for place, addressee in enumerate(addressees):
        if place:
            paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _letter(paper, notice, addressee)
    saved = io.BytesIO()
    paper.save(saved)
    return saved.getvalue()


def _letter(paper: Document, notice: Notice, addressee: str) -> None:
    right, centre = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
    _line(paper, "　　　　第　　　　　号", right)
    _line(paper, eras.long_date(notice.written_on), right)
    _line(paper)
    _line(paper, addressee if addressee == EVERYBODY else f"{addressee}　様")
    _line(paper)
    _line(paper, notice.council, right)
    _line(paper, notice.sender or "　　　　　　　　　　", right)
    _line(paper)
    _line(paper, f"{notice.title}{notice.council}の開催について（通知）", centre, size=Pt(12))
    _line(paper)
    _line(paper, "　日頃から、本会の運営に御協力をいただき、厚くお礼申し上げます。")
    _line(
        paper,
        "　標記の会議を下記のとおり開催しますので、御出席くださいますようお願いいたします。",
    )
    _line(
        paper,
        "　なお、御出欠につきましては、　　月　　日（　）までに、下の返信欄により事務局へお知らせください。",
    )
    _line(paper)
    _line(paper, "記", centre)
    _line(paper)
    _line(paper, f"1　日時　　{notice.when}")
    _line(paper, f"2　場所　　{notice.venue or '追ってお知らせします。'}")
    _list(paper, "3　議題　　", [f"({n}) {one}" for n, one in enumerate(notice.agenda, start=1)])
    _list(paper, "4　資料　　", notice.materials)
    _line(paper)
    _line(paper, "以上", right)
    _reply(paper, notice, addressee)


def _list(paper: Document, label: str, lines: Sequence[str]) -> None:
    if not lines:
        _line(paper, f"{label}追ってお知らせします。")
    for place, one in enumerate(lines):
        paragraph = _line(paper, f"{label if place == 0 else '　' * len(label)}{one}")
        paragraph.paragraph_format.left_indent = Mm(22)
        paragraph.paragraph_format.first_line_indent = -Mm(22)


def _reply(paper: Document, notice: Notice, addressee: str) -> None:
    _line(paper, "‥" * 30, WD_ALIGN_PARAGRAPH.CENTER)
    _line(paper, f"返信欄（{notice.title}　{notice.when}）")
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    name = "" if addressee == EVERYBODY else addressee
    for label, value in (
        ("お名前", name),
        ("御出欠", "出席　・　欠席　（いずれかを○で囲んでください）"),
        ("連絡事項", "\n"),
    ):
        cells = table.add_row().cells
        for cell, words, width in zip(cells, (label, value), (Mm(30), Mm(130)), strict=True):
            cell.width = width
            cell.paragraphs[0].add_run(_printable(words))


def _line(
    paper: Document,
    words: str = "",
    place: WD_ALIGN_PARAGRAPH | None = None,
    size: Pt | None = None,
) -> Paragraph:
    paragraph = paper.add_paragraph()
    if place is not None:
        paragraph.alignment = place
    run = paragraph.add_run(_printable(words))
    if size:
        run.font.size = size
    return paragraph


FONT = "游明朝"


def _lay(paper: Document) -> None:
    [section] = paper.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(20)
    style = paper.styles["Normal"]
    style.font.name = FONT  # type: ignore[attr-defined]
    style.font.size = Pt(10.5)  # type: ignore[attr-defined]
    # Word keeps a font of its own for Japanese, which python-docx does not set.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    fonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), "ja-JP")
    style.element.get_or_add_rPr().append(language)  # type: ignore[attr-defined]
    style.paragraph_format.space_after = Pt(0)  # type: ignore[attr-defined]


def _printable(words: str) -> str:
    return _NOT_IN_XML.sub("", words)


# What XML has no place for, though a keyboard may make it.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
