"""The head of minutes: each label with its value, and values that stand there without a label."""

import re

from store import eras
from store.formats.document import FieldKind, Notice
from store.formats.text.cut import Piece
from store.formats.text.headings import heading_at
from store.formats.text.labels import Label, label_at
from store.formats.text.lines import Line, next_line
from store.formats.text.marks import is_action, is_page_number, is_rule, is_time
from store.formats.text.roll import looks_like_people
from store.formats.text.speakers import turn_at
from store.formats.text.titles import is_meeting_title, is_record_title


class Header:
    """Reads lines from the first on, until `at`, where what was said begins."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.text = text
        self.lines = lines
        self.at = 0
        self.pieces: list[Piece] = []
        self.notices: list[Notice] = []
        self.kinds: set[FieldKind] = set()
        self.read()

    def read(self) -> None:
        """Read line after line; a heading, a speaker or 会議内容 ends the header."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.text or (is_rule(line.text) and not line.house):
                self.at += 1
            elif label := self._label(line):
                if not self._labelled(label):
                    return
            elif self._begins_body(line) or (line.house and "when" in self.kinds):
                return
            else:
                self._unlabelled(line)

    def _label(self, line: Line) -> Label | None:
        """The label a line begins with; 「事務局：」 before a sentence is a speaker, no label."""
        label = label_at(self.text, line)
        if label and label.is_("weak people") and self._is_said(label, line):
            return None
        return label

    def _is_said(self, label: Label, line: Line) -> bool:
        said = self.text[label.value : line.end]
        if not said:
            following = next_line(self.lines, self.lines.index(line, self.at))
            said = following.text if following else ""
        return "。" in said

    def _labelled(self, label: Label) -> bool:
        """Read a label's value; False where the label is the first heading of what was said."""
        before = self.at
        self._go_to(label.end)
        start, end = self._same_line(label)
        if label.is_("body"):
            self._field(label.kind, label.name, start, end)
            return self._body_is_not_yet()
        if label.is_("agenda") and start == end:
            listed = self._agenda_list()
            if listed is None:
                self.at = before
                return False
            start, end = listed or (start, end)
        elif label.is_("people") or label.is_("list"):
            start, end = self._several_lines(start, end, label)
        elif start == end and label.aside:
            start, end = label.aside
        elif start == end:
            start, end = self._next_line(start)
        self._field(label.kind, label.name, start, end)
        return True

    def _go_to(self, place: int) -> None:
        while self.at < len(self.lines) and self.lines[self.at].end < place:
            self.at += 1

    def _same_line(self, label: Label) -> tuple[int, int]:
        line = self.lines[self.at]
        self.at += 1
        return _trimmed(self.text, label.value, max(label.value, line.end))

    def _body_is_not_yet(self) -> bool:
        """Whether 会議概要 stands above the header's other labels instead of at its end."""
        line = self._peek()
        label = self._label(line) if line else None
        return label is not None and label.kind in ("when", "venue")

    def _agenda_list(self) -> tuple[int, int] | tuple[()] | None:
        """The lines of a 次第; None where they are headings, with what was said below them."""
        begin, end = None, 0
        highest = 0
        for at in range(self.at, len(self.lines)):
            line = self.lines[at]
            if not line.text:
                continue
            label = self._label(line)
            if label and not label.is_("agenda"):
                break
            heading = heading_at(line.text)
            nth = heading[0].nth if heading and heading[0].depth == 1 else None
            if nth == 1 and highest >= 1:
                break
            if turn_at(line.text) or "。" in line.text:
                return None
            highest = nth or highest
            begin = line.start if begin is None else begin
            end = line.end
            self.at = at + 1
        return () if begin is None else (begin, end)

    def _several_lines(self, start: int, end: int, label: Label) -> tuple[int, int]:
        """A value that goes on: to the blank line, or to the next label where it stands below its own."""
        stacked = start == end
        begin = None if stacked else start
        while line := self._line():
            if not line.text and (stacked or begin is None):
                self.at += 1
                continue
            if not line.text or (is_rule(line.text) and begin is not None):
                break
            if is_rule(line.text):
                if line.text in ("|", "｜"):
                    break
                self.at += 1
                continue
            if self._ends_value(line, label):
                break
            begin = line.start if begin is None else begin
            end = line.end
            self.at += 1
        return _trimmed(self.text, start if begin is None else begin, end)

    def _ends_value(self, line: Line, label: Label) -> bool:
        following = self._label(line)
        if following and following.is_("agenda") and label.is_("list"):
            # 次第 is handed out among the other papers.
            below = next_line(self.lines, self.at)
            return below is not None and heading_at(below.text) is not None
        return following is not None or self._begins_body(line, in_roll=label.is_("people"))

    def _next_line(self, empty: int) -> tuple[int, int]:
        """The value below its label; the empty place beside the label where none is there."""
        line = self._peek()
        if line is None or self._label(line) or self._begins_body(line):
            return empty, empty
        self._go_to(line.end)
        self.at += 1
        return _trimmed(self.text, line.start, line.end)

    def _line(self) -> Line | None:
        return self.lines[self.at] if self.at < len(self.lines) else None

    def _peek(self) -> Line | None:
        for at in range(self.at, len(self.lines)):
            line = self.lines[at]
            if line.text and not is_rule(line.text):
                return line
        return None

    def _begins_body(self, line: Line, in_roll: bool = False) -> bool:
        text = line.text
        if heading := heading_at(text):
            return not in_roll or bool(_HEADING_WORD.search(heading[0].title))
        if turn := turn_at(text):
            return not in_roll or self._speaks(line, turn.body)
        if "when" in self.kinds and "。" in text and not in_roll:
            return True
        if in_roll or is_time(text) or _OBSERVERS.fullmatch(text):
            return False
        return is_action(text)

    def _speaks(self, line: Line, body: int) -> bool:
        """Whether a sentence follows: 【会長】 above a name is a list, not a speaker."""
        if body < len(line.text):
            return True
        said = next_line(self.lines, self.lines.index(line, self.at))
        return said is not None and ("。" in said.text or is_action(said.text))

    def _unlabelled(self, line: Line) -> None:
        """Read what stands without a label by what it looks like."""
        text = line.text
        self.at += 1
        if found := _OBSERVERS.fullmatch(text):
            self._field("observers", "", line.start + found.start(1), line.start + found.end(1))
        elif kind := self._kind(text):
            self._field(kind, "", line.start, line.end)
        else:
            self._not_understood(line)

    def _kind(self, text: str) -> FieldKind | None:
        if "title" not in self.kinds and (is_record_title(text) or self._is_title(text)):
            return "title"
        if "when" not in self.kinds and _begins_with_date(text):
            return "when"
        if is_time(text):
            return "time"
        if "disclosure" not in self.kinds and _DISCLOSURE.fullmatch("".join(text.split())):
            return "disclosure"
        if "when" not in self.kinds or "。" in text:
            return None
        if people := looks_like_people(text):
            return people if people not in self.kinds else None
        return "venue" if "venue" not in self.kinds and _VENUE.search(text) else None

    def _is_title(self, text: str) -> bool:
        """Whether a meeting is named, and no line below says more: …会議録."""
        below = self.lines[self.at : self.at + _TITLE_LINES]
        return is_meeting_title(text) and not any(is_record_title(line.text) for line in below)

    def _field(self, kind: FieldKind, label: str, start: int, end: int) -> None:
        self.kinds.add(kind)
        self.pieces.append(Piece(start, end, "field", label, kind))

    def _not_understood(self, line: Line) -> None:
        last = self.pieces[-1] if self.pieces else None
        if last and last.what == "text" and self.text.count("\n", last.end, line.start) <= 1:
            self.pieces[-1] = last._replace(end=line.end)
            return
        self.pieces.append(Piece(line.start, line.end, "text"))
        if not is_page_number(line.text):
            self.notices.append(
                Notice(
                    line=line.number,
                    sentence="何の項目か読み取れませんでした。文章のまま残します。",
                )
            )


_TITLE_LINES = 6
_HEADING_WORD = re.compile("開会|議|報告|挨拶|あいさつ|その他|について|説明|確認|閉会|概要|内容")
_OBSERVERS = re.compile(r"[(（]傍聴[者人]?[ 　:：]*([0-9０-９]{1,3}[人名].{0,30}|なし)[)）]")
_DISCLOSURE = re.compile("(?:公開|非公開|一部公開|一部非公開)(?:[(（].*[)）])?")
_VENUE = re.compile(
    r"(?:室|館|庁舎|ホール|センター|議場|役所|役場|会場|オンライン)[0-9０-９]{0,3}(?:[(（].*[)）])?$|[0-9０-９]階"
)


def _begins_with_date(text: str) -> bool:
    return len(text) <= 80 and "。" not in text and eras.begins_with_date(text)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the bars of a table and the blanks around the value."""
    while end > start and text[end - 1] in _TABLE:
        end -= 1
    while start < end and text[start] in _TABLE:
        start += 1
    return start, end


_TABLE = "|｜ \t\r\n　"
