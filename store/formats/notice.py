"""開催通知 as a Word file, for members who are reached on paper: A4, 記 … 以上, with a reply slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docx.document import Document
from docx.shared import Mm

from store import eras
from store.formats.paper import CENTRE, RIGHT, blank, line, new_page, printable, saved

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
    paper = blank(f"{notice.council} {notice.title} 開催通知", sides=25)
    for place, addressee in enumerate(addressees):
        if place:
            new_page(paper)
        _letter(paper, notice, addressee)
    return saved(paper)


def _letter(paper: Document, notice: Notice, addressee: str) -> None:
    line(paper, "　　　　第　　　　　号", RIGHT)
    line(paper, eras.long_date(notice.written_on), RIGHT)
    line(paper)
    line(paper, addressee if addressee == EVERYBODY else f"{addressee}　様")
    line(paper)
    line(paper, notice.council, RIGHT)
    line(paper, notice.sender or "　　　　　　　　　　", RIGHT)
    line(paper)
    line(paper, f"{notice.title}{notice.council}の開催について（通知）", CENTRE, size=12)
    line(paper)
    line(paper, "　日頃から、本会の運営に御協力をいただき、厚くお礼申し上げます。")
    line(
        paper,
        "　標記の会議を下記のとおり開催しますので、御出席くださいますようお願いいたします。",
    )
    line(
        paper,
        "　なお、御出欠につきましては、　　月　　日（　）までに、下の返信欄により事務局へお知らせください。",
    )
    line(paper)
    line(paper, "記", CENTRE)
    line(paper)
    line(paper, f"1　日時　　{notice.when}")
    line(paper, f"2　場所　　{notice.venue or '追ってお知らせします。'}")
    _list(paper, "3　議題　　", [f"({n}) {one}" for n, one in enumerate(notice.agenda, start=1)])
    _list(paper, "4　資料　　", notice.materials)
    line(paper)
    line(paper, "以上", RIGHT)
    _reply(paper, notice, addressee)


def _list(paper: Document, label: str, lines: Sequence[str]) -> None:
    if not lines:
        line(paper, f"{label}追ってお知らせします。")
    for place, one in enumerate(lines):
        paragraph = line(paper, f"{label if place == 0 else '　' * len(label)}{one}")
        paragraph.paragraph_format.left_indent = Mm(22)
        paragraph.paragraph_format.first_line_indent = -Mm(22)


def _reply(paper: Document, notice: Notice, addressee: str) -> None:
    line(paper, "‥" * 30, CENTRE)
    line(paper, f"返信欄（{notice.title}　{notice.when}）")
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
            cell.paragraphs[0].add_run(printable(words))
