"""What was said: agenda headings, speakers, their remarks, and the actions between them."""

import re
from collections.abc import Set

from store.formats.text.cut import Piece
from store.formats.text.headings import KEYWORDS, Heading, heading_at
from store.formats.text.lines import Line, next_line
from store.formats.text.marks import (
    bullet_length,
    entry_at,
    is_action,
    is_page_number,
    is_rule,
    is_time,
)
from store.formats.text.speakers import Turn, bare_turn, turn_at


class Body:
    """Reads lines of which each is a heading, a speaker, an action, a bullet, or goes on a remark."""

    def __init__(
        self, text: str, lines: list[Line], begins: int, names: Set[str], knows_time: bool
    ) -> None:
        self.text = text
        self.lines = lines
        self.begins = begins
        self.names = names
        self.knows_time = knows_time
        self.pieces: list[Piece] = []
        self.remark: tuple[int, int] | None = None
        self.has_block = self.has_speaker = False
        self.after_blank = True
        self.last: dict[int, int] = {}
        self.read()

    def read(self) -> None:
        """Read line after line."""
        for at, line in enumerate(self.lines):
            if line.text:
                self._line(at, line)
                self.after_blank = False
            elif line.house:
                continue  # a blank line inside a remark
            else:
                self._end_remark()
                self.after_blank = True
        self._end_remark()
        self.pieces = _actions_alone_are_remarks(self.pieces)

    def _line(self, at: int, line: Line) -> None:
        text = line.text
        if line.house == "begins":
            self._house_line(line)
        elif line.house or _is_plain(text):
            self._said(line)
        elif is_rule(text):
            self._end_remark()
        elif is_page_number(text):
            self._piece(line, "text")
        elif (heading := heading_at(text)) and self._fits(heading[0]):
            self._heading(line, *heading)
        elif turn := self._turn(text):
            self._speaker(line, turn)
        elif not self.knows_time and not self.has_speaker and is_time(text):
            self.knows_time = True
            self._piece(line, "field")
        elif is_action(text):
            self._piece(line, "action")
        elif bullet := bullet_length(text):
            self._end_remark()
            self._begin_remark(line, bullet)
        elif self._is_marked_heading(text) or self._is_heading_without_number(at, text):
            self._heading(line, Heading(1, "", text, None), 0)
        else:
            self._said(line)

    def _house_line(self, line: Line) -> None:
        self._end_remark()
        if entry := entry_at(line.text):
            kind, mark = entry
            self.pieces.append(Piece(line.start + mark, line.end, kind))
        else:
            self._begin_remark(line, bullet_length(line.text))

    def _fits(self, heading: Heading) -> bool:
        """Whether a numbered line is the next heading, and not a list inside a remark."""
        ended = self.remark is None or self.text[self.remark[1] - 1] in _SENTENCE_ENDS
        if self.has_speaker and not ended and heading.title not in KEYWORDS:
            return False
        if heading.nth is None:
            return self.after_blank or not self.has_speaker
        apart = self.after_blank or (bool(self.pieces) and self.pieces[-1].what == "item")
        follows = heading.nth == self.last.get(heading.depth, 0) + 1
        match heading.depth:
            case 1:
                begins = 1 not in self.last and (apart or not self.has_speaker)
                return (
                    follows or begins or (apart and not self.has_speaker) or _names_itself(heading)
                )
            case 2:
                return follows and (apart or not self.has_speaker)
            case _:
                return follows and not self.has_speaker

    def _heading(self, line: Line, heading: Heading, begins: int) -> None:
        self._end_remark()
        self.pieces.append(Piece(line.start + begins, line.end, "item"))
        self.has_block = self.has_speaker = False
        if heading.nth is not None:
            self.last = {depth: nth for depth, nth in self.last.items() if depth < heading.depth}
            self.last[heading.depth] = heading.nth

    def _turn(self, text: str) -> Turn | None:
        turn = turn_at(text, self.names)
        if turn is None and (
            self.remark is None or self.text[self.remark[1] - 1] in _SENTENCE_ENDS
        ):
            turn = bare_turn(text)
        return turn

    def _speaker(self, line: Line, turn: Turn) -> None:
        self._end_remark()
        self.pieces.append(Piece(line.start, line.start + turn.printed, "block"))
        self.has_block = self.has_speaker = True
        if turn.body < len(line.text):
            self._begin_remark(line, turn.body + bullet_length(line.text[turn.body :]))

    def _is_marked_heading(self, text: str) -> bool:
        """Whether a mark stands before what is discussed: 「◎諸般の報告」, 「○ 議題名」."""
        alone = self.after_blank and len(text) <= _LONGEST_HEADING
        return alone and _MARKED_HEADING.match(text) is not None and _NOUN.search(text) is not None

    def _is_heading_without_number(self, at: int, text: str) -> bool:
        """Whether a short line stands alone above a speaker: 「会議録の確認」."""
        if (
            self.has_speaker
            or self.remark
            or len(text) > _LONGEST_HEADING
            or not _NOUN.search(text)
        ):
            return False
        following = next_line(self.lines, at)
        return following is not None and self._turn(following.text) is not None

    def _said(self, line: Line) -> None:
        if self.remark:
            self.remark = (self.remark[0], line.end)
        else:
            self._begin_remark(line, 0)

    def _begin_remark(self, line: Line, begins: int) -> None:
        if not self.has_block:
            last = self.pieces[-1].end if self.pieces else self.begins
            place = max(last, self.text.rfind("\n", 0, line.start) + 1)
            self.pieces.append(Piece(place, place, "block"))
            self.has_block = True
        self.remark = (line.start + begins, line.end)

    def _end_remark(self) -> None:
        if self.remark:
            self.pieces.append(Piece(*self.remark, "remark"))
            self.remark = None

    def _piece(self, line: Line, what: str) -> None:
        self._end_remark()
        self.pieces.append(
            Piece(line.start, line.end, what, "", "time" if what == "field" else "other")
        )


def _is_plain(text: str) -> bool:
    """Whether a line cannot be anything but words said; most lines are, so this is asked first."""
    return (
        text[0] not in _NOTABLE
        and (len(text) > _LONGEST_HEADING or text[-1] in _SENTENCE_ENDS)
        and not _NOTABLE_WITHIN.search(text, 0, _LONGEST_LABEL)
    )


_NOTABLE = frozenset(
    "0123456789０１２３４５６７８９(（【‹<＜〈［[〔○◯〇◎●◆◇-‐―－—─━＝=…*•‣▪・△|｜～~_日次第議一二三四五六七八九十"
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽①②③④⑤⑥⑦⑧⑨⑩"
)
_NOTABLE_WITHIN = re.compile("[:：)）]")
_LONGEST_LABEL = 40
_LONGEST_HEADING = 40
_SENTENCE_ENDS = "。」』）)！？!?．"
_MARKED_HEADING = re.compile("[◎△■]|[○〇◯][ 　]")
_NOUN = re.compile(r"[一-龥ァ-ヶA-Za-z].*(?:[^。、，：:ぁ-ん]|について|あいさつ|こと)$")


def _names_itself(heading: Heading) -> bool:
    return not heading.number[0].isdecimal() and heading.number.startswith(("日程", "次第", "議題"))


def _actions_alone_are_remarks(pieces: list[Piece]) -> list[Piece]:
    """<資料1に基づき説明>, where nothing else stands under a speaker's label, is that speaker's remark."""
    pieces = list(pieces)
    for at in range(1, len(pieces)):
        spoke = pieces[at - 1].what == "block" and pieces[at - 1].start < pieces[at - 1].end
        ends = at + 1 == len(pieces) or pieces[at + 1].what in ("block", "item")
        if pieces[at].what == "action" and spoke and ends:
            pieces[at] = pieces[at]._replace(what="remark")
    return pieces
