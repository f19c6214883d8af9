"""Tasks as they are typed in a hurry -> as they are printed.

`福祉課 12/10 講座の日程案` -> 講座の日程案（担当：福祉課、期限：令和8年12月10日）. Without a day nobody
can tell who is meant from what is to be done, and the words stay as they are.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from handlers.errors import UserError
from handlers.parse import slots
from store.formats import tasks
from store.recordings import Line


def written_out(lines: Iterable[Line], today: date) -> tuple[Line, ...]:
    """The lines, in which each task says what is to be done, by whom and by when."""
    return tuple(
        replace(line, body=_written_out(line.body, today)) if line.kind == "task" else line
        for line in lines
    )


def _written_out(body: str, today: date) -> str:
    words = body.split()
    for at, word in enumerate(words[:2]):  # 担当 期限 内容, or 期限 内容
        due_on, what = _day(word, today), " ".join(words[at + 1 :])
        if due_on and what:
            return tasks.write(what, words[0] if at else None, due_on)
    return body


def _day(word: str, today: date) -> date | None:
    try:
        return slots.deadline(word.removesuffix("まで").removesuffix("迄"), today).at.date()
    except UserError:
        return None
