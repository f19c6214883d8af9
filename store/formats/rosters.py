"""Rosters (名簿) as tables: an Excel or CSV file, or rows copied out of one, <-> people.

A roster is read whole or not at all: every mistake is named with its row, so that a clerk puts
all of them right in one go. No sentence repeats what stands in a cell but a name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from store import particulars, text
from store.errors import Refused
from store.formats import cells
from store.formats.cells import Cell
from store.formats.errors import Unreadable
from store.formats.tables import Column, Table, Value

Kind = Literal["member", "officer"]

LARGEST = 10_000  # people
SHOWN = 20  # mistakes in one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A person as a file has them; `given` holds the columns there are, an empty cell as empty."""

    line: int
    kind: Kind
    name: str
    given: Mapping[str, Any]


class BadRows(Refused):
    """A roster that is not taken in: a sentence for each mistake."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = len(problems) - SHOWN
        shown = [*problems[:SHOWN], *([f"ほかに{more:,}か所あります。"] if more > 0 else [])]
        super().__init__("\n".join(["名簿を取り込めません。何も変えていません。", *shown]))
        self.problems = tuple(problems)


def read(data: bytes, file_name: str) -> list[Row]:
    """The people of an Excel or a CSV file."""
    return _rows(cells.read(data, file_name))


def read_pasted(pasted: str) -> list[Row]:
    """The people of rows copied out of a spreadsheet."""
    return _rows(cells.split(pasted, "\t"))


def table(people: Sequence[Mapping[str, Any]], *, with_contacts: bool) -> Table:
    """People as a table that read() understands; contacts only where they are asked for."""
    fields = [name for name in _HEADINGS if with_contacts or name not in CONTACTS]
    return Table(
        name="名簿",
        columns=tuple(
            Column(name=_HEADINGS[name][0], width=_WIDTHS.get(name, 14)) for name in fields
        ),
        rows=[tuple(_written(name, person.get(name)) for name in fields) for person in people],
    )


def heading(field: str) -> str:
    """What a column is called."""
    return _HEADINGS[field][0]


def _rows(found: list[list[Cell]]) -> list[Row]:
    at = next((n for n, row in enumerate(found[:_HEADING_WITHIN]) if _names_people(row)), None)
    if at is None:
        raise Unreadable(
            None,
            "見出しの行が見つかりません。1行目に「氏名」「ふりがな」「役職」「任期の始め」などの見出しを書いてください。",
        )
    columns, problems = _columns(found[at])
    labelled = {place for place, cell in enumerate(found[at]) if cell.text}
    rows: list[Row] = []
    for line, row in enumerate(found[at + 1 :], start=at + 2):
        if not any(cell.text or cell.problem for cell in row):
            continue
        if len(rows) == LARGEST:
            raise Unreadable(
                None, f"一度に取り込めるのは{LARGEST:,}名までです。ファイルを分けてください。"
            )
        read, wrong = _row(line, row, columns)
        rows.append(read)
        problems += wrong
        if any(cell.text for place, cell in enumerate(row) if place not in labelled):
            problems.append(
                f"{line}行目: 見出しのない列に書き込みがあります。列のずれを確かめてください。"
            )
    if not rows and not problems:
        raise Unreadable(None, "見出しの下に、委員の行がありません。")
    problems += _doubled(rows)
    if problems:
        raise BadRows(problems)
    return rows


# A title and a blank line may stand above the headings.
_HEADING_WITHIN = 10


def _names_people(row: list[Cell]) -> bool:
    return any(_FIELDS.get(_plain(cell.text)) == "name" for cell in row)


def _columns(headings: list[Cell]) -> tuple[dict[int, str], list[str]]:
    """Which column holds what, and what is wrong with the headings."""
    columns: dict[int, str] = {}
    problems: list[str] = []
    for place, cell in enumerate(headings):
        printed = cell.text[:20]
        field = _FIELDS.get(_plain(cell.text))
        if not cell.text or _plain(cell.text) in _IGNORED:
            continue
        if field is None:
            near = get_close_matches(cell.text, [names[0] for names in _HEADINGS.values()], n=1)
            meant = (
                f"「{near[0]}」のことでしょうか。"
                if near
                else "列を除くか、見出しを直してください。"
            )
            problems.append(f"見出し「{printed}」の列は取り込めません。{meant}")
        elif field in columns.values():
            problems.append(f"見出し「{printed}」の列が二つあります。一つにしてください。")
        else:
            columns[place] = field
    return columns, problems


def _row(line: int, row: list[Cell], columns: dict[int, str]) -> tuple[Row, list[str]]:
    given: dict[str, Any] = {}
    problems: list[str] = []
    for place, field in columns.items():
        cell = row[place] if place < len(row) else Cell("")
        try:
            given[field] = _value(field, cell)
        except ValueError as error:
            problems.append(f"{line}行目の「{heading(field)}」: {error}")
    kind: Kind = given.pop("kind", "member")
    if kind == "member" and any(given.pop(field, None) for field in OFFICERS):
        problems.append(
            f"{line}行目: 部・課・係・職・発令日は、職員のための列です。"
            "種別に「職員」と書くか、空欄にしてください。"
        )
    return Row(line=line, kind=kind, name=given.get("name", ""), given=given), problems


def _value(field: str, cell: Cell) -> Any:
    if cell.problem:
        raise ValueError(cell.problem)
    if cell.is_number and field in CONTACTS:
        raise ValueError(
            "数値になっていて、先頭の0が消えているおそれがあります。セルを文字列にして入力し直してください。"
        )
    is_abroad = field in ("phone", "fax") and cell.text.startswith(("+", "＋"))
    if cell.is_formula and not is_abroad:
        raise ValueError("数式は取り込めません。値だけを貼り付けてください。")
    if field == "kind":
        if _plain(cell.text) not in _KINDS:
            raise ValueError("委員か職員にしてください。")
        return _KINDS[_plain(cell.text)]
    if field == "role":
        return particulars.words(cell.text) or "委員"
    return particulars.CHECKS[field](cell.text)


def _doubled(rows: Sequence[Row]) -> list[str]:
    """Two rows about people whom nothing tells apart."""
    first: dict[tuple[Any, ...], Row] = {}
    problems = []
    for row in rows:
        who = (
            row.kind,
            "".join(row.name.split()),
            row.given.get("affiliation"),
            row.given.get("mark"),
        )
        if row.name and who in first:
            problems.append(
                f"{row.line}行目: 「{row.name}」が{first[who].line}行目にもあります。"
                "同じ方なら一行にし、別の方なら所属か区別を書き分けてください。"
            )
        first.setdefault(who, row)
    return problems


def _written(field: str, value: Any) -> Value:
    match field, value:
        case "kind", _:
            return "職員" if value == "officer" else "委員"
        case "proxy_allowed", _:
            return "○" if value else ""
        case "reached_by", str():
            return REACHED[value]
        case _:
            return value or None


def _plain(heading: str) -> str:
    return text.fold(heading)


REACHED = {"phone": "電話", "fax": "FAX", "mail": "メール", "slack": "Slack"}
CONTACTS: tuple[Literal["phone", "fax", "mail"], ...] = ("phone", "fax", "mail")
OFFICERS = ("department", "section", "unit", "post", "since")

# The first of each is what we write; the others are read too.
_HEADINGS: dict[str, tuple[str, ...]] = {
    "kind": ("種別",),
    "name": ("氏名", "名前", "委員名", "委員氏名", "お名前"),
    "reading": ("ふりがな", "フリガナ", "よみ", "読み", "よみがな", "読み仮名", "氏名ふりがな", "カナ"),
    "role": ("役職", "役", "役名", "委員区分", "役割"),
    "category": ("選出区分", "区分", "選出"),
    "affiliation": ("所属", "所属団体", "団体名", "所属団体名", "所属等", "推薦団体"),
    "mark": ("区別",),
    "term_from": ("任期の始め", "任期開始", "任期開始日", "任期の始期", "任期始期", "就任日", "委嘱日", "任期(自)"),
    "term_to": ("任期の終わり", "任期終了", "任期終了日", "任期の終期", "任期終期", "任期満了日", "任期満了", "任期(至)"),
    "proxy_allowed": ("代理出席", "代理", "代理可"),
    "slack_user": ("Slack", "SlackのID", "SlackのメンバーID"),
    "reached_by": ("連絡方法", "連絡手段"),
    "phone": ("電話", "電話番号", "TEL", "連絡先電話番号", "携帯", "携帯電話"),
    "fax": ("FAX", "ファックス", "FAX番号", "ファクス"),
    "mail": ("メール", "メールアドレス", "E-mail", "email", "mail", "電子メール"),
    "department": ("部", "部局"),
    "section": ("課", "課室"),
    "unit": ("係", "担当"),
    "post": ("職", "職名"),
    "since": ("発令日", "異動日"),
}  # fmt: skip
_FIELDS = {_plain(name): field for field, names in _HEADINGS.items() for name in names}
_IGNORED = {_plain(name) for name in ("No", "No.", "№", "番号", "連番", "#", "ＮＯ")}
_KINDS: dict[str, Kind] = {
    "": "member",
    _plain("委員"): "member",
    _plain("職員"): "officer",
    _plain("事務局"): "officer",
}
_WIDTHS = {"name": 16, "reading": 20, "affiliation": 28, "mail": 28, "kind": 8}
