"""Two meetings in one file: where the second begins."""

from store import eras
from store.formats.errors import Unreadable
from store.formats.text.labels import says_date
from store.formats.text.lines import Line, next_line
from store.formats.text.titles import is_meeting_title, is_record_title


def refuse_second_meeting(text: str, lines: list[Line], body: int) -> None:
    """Refuse a file in which another title and 日時 follow, after what was said at a first meeting."""
    begins: int | None = None
    title: tuple[int, Line] | None = None
    when: tuple[int, Line] | None = None
    nth = 0
    for at, line in enumerate(lines):
        if not line.text:
            continue
        nth += 1
        if line.house or len(line.text) > _LONGEST:
            continue
        if is_record_title(line.text) or (is_meeting_title(line.text) and _date_follows(lines, at)):
            title = (nth, line)
        elif says_date(text, line) or _is_date(line.text):
            when = (nth, line)
        else:
            continue
        if title and when and abs(title[0] - when[0]) <= _HEADER_LINES:
            first = min(title, when)[1]
            if begins is not None or (at > body and body_was_read(lines, body, first)):
                raise Unreadable(
                    first.number,
                    f"1つのファイルに2つの会議が入っています。2つ目は{first.number}行目"
                    f"「{first.text[:40]}」から始まります。会議ごとに分けてください。",
                )
            begins = at
            title = when = None


def body_was_read(lines: list[Line], body: int, first: Line) -> bool:
    """Tell whether what was said stands above the line."""
    return body < len(lines) and lines[body].start < first.start


_LONGEST = 120
_HEADER_LINES = 8


def _date_follows(lines: list[Line], at: int) -> bool:
    following = next_line(lines, at)
    return following is not None and _is_date(following.text)


def _is_date(text: str) -> bool:
    return len(text) <= 80 and "。" not in text and eras.begins_with_date(text)
