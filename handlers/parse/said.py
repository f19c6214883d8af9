"""What people write down while somebody speaks -> the lines of a recording.

`参 人手が足りない`, `（事務局）講座を開く`, `浅野委員：夜がよい`, `決定: 案のとおり`; a line without a
label is the same speaker's. What is off the record (オフレコ) leaves no trace, not even in a refusal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.errors import NotKept
from handlers.parse import slack_text
from handlers.parse.speakers import Head, head_of, speaker
from store import text
from store.formats.text.marks import is_rule
from store.labels import Customs, Speaker
from store.recordings import Line
from store.recordings.lines import Kind

__all__ = ["LONGEST", "MOST", "Said", "lines", "lines_of_message", "on_record", "speaker"]

# What a field of a form takes: a longer remark could not be corrected.
LONGEST = 3_000
# More is no recording any more but a file, and that can be imported.
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The lines to be recorded, and how many were left out as off the record."""

    lines: tuple[Line, ...]
    off_record: int


def lines(typed: str, customs: Customs) -> Said:
    """What was typed in a form, or after a command (of which `commands` has undone the escaping)."""
    return _lines(slack_text.plain(text.clean(typed)), customs)


def lines_of_message(typed: str, customs: Customs) -> Said:
    """What was typed in a message, as Slack sends it: & < > escaped."""
    return _lines(slack_text.plain_of_message(text.clean(typed)), customs)


def on_record(typed: str) -> str:
    """What was typed, as it may be given back or kept for a while: nothing off the record."""
    heads, _ = _on_record(slack_text.plain(text.clean(typed)), Customs())
    return slack_text.unmarked("\n".join(head.line for head in heads))


def _lines(typed: str, customs: Customs) -> Said:
    on_record, off_record = _on_record(typed, customs)
    whole = slack_text.unmarked("\n".join(head.line for head in on_record))
    if len(on_record) > MOST:
        raise NotKept(
            f"一度に記録できるのは{MOST}行までです（いま{len(on_record)}行）。"
            "分けて記録するか、会議録のファイルとして取り込んでください。",
            whole,
        )
    kept = []
    alone: Head | None = None  # a label that stands alone belongs to the line after it
    for head in on_record:
        if len(head.called) > 1:
            raise NotKept(_which(head), whole)
        if head.speaker:
            _refuse_without_words(alone, whole)
        if not head.rest:
            alone = head
            continue
        _refuse_unfit(head.rest, len(on_record), whole)
        line = _line(slack_text.unmarked(head.rest), head.speaker or (alone and alone.speaker))
        kept.append(line)
        alone = None if line.kind == "remark" else alone
    if kept:
        _refuse_without_words(alone, whole)
    elif not off_record:
        raise NotKept(_NOTHING, whole)
    return Said(lines=tuple(kept), off_record=off_record)


def _on_record(typed: str, customs: Customs) -> tuple[list[Head], int]:
    """The lines with words, each with who begins to speak; those off the record are counted."""
    kept: list[Head] = []
    off_record = 0
    from_here_on = False
    for line in _worded(typed):
        head = head_of(line, customs)
        if from_here_on:
            off_record += 1
        elif _OFF_ALONE.fullmatch(head.rest):
            from_here_on = True
        elif _OFF_RECORD.match(head.rest) or _OFF_AT_END.search(head.rest):
            off_record += 1
            if head.speaker:  # and yet it was this person who began to speak
                kept.append(head.off_record())
        else:
            kept.append(head)
    return kept, off_record + from_here_on


def _worded(typed: str) -> Iterator[str]:
    for line in typed.split("\n"):
        stripped = line.strip()
        if stripped and not is_rule(stripped):
            yield stripped


_OFF = "(?:オフレコ|ｵﾌﾚｺ|おふれこ)"
_IN_BRACKETS = rf"[(（【\[［〔]{_OFF}[)）】\]］〕]"
_OFF_ALONE = re.compile(rf"(?:{_OFF}|{_IN_BRACKETS})[\s:：]*")
_OFF_RECORD = re.compile(rf"{_OFF}[\s:：]|{_IN_BRACKETS}")
_OFF_AT_END = re.compile(rf"{_IN_BRACKETS}[。.]?$")


def _line(words: str, speaker: Speaker | None) -> Line:
    entry = _ENTRY.match(words)
    if entry and words[entry.end() :]:
        return Line(body=words[entry.end() :], kind=_KINDS[entry["a"] or entry["b"]])
    elif speaker:
        return Line(body=words, label=speaker.label, begins=True, real_name=speaker.real_name)
    else:
        return Line(body=words)


_KINDS: dict[str, Kind] = {
    "決定": "decision",
    "決定事項": "decision",
    "宿題": "task",
    "情報": "information",
    "情報提供": "information",
    "前回欠席": "memo",
    "前回欠席者": "memo",
}
_NAMES = "|".join(sorted(_KINDS, key=len, reverse=True))
_ENTRY = re.compile(rf"(?:(?P<a>{_NAMES})\s*[:：]|【\s*(?P<b>{_NAMES})\s*】\s*[:：]?)\s*")


def _refuse_unfit(words: str, count: int, whole: str) -> None:
    if not slack_text.says_something(words):
        shown = slack_text.unmarked(words)[:30]
        which = f"「{shown}」" if count > 1 else ""
        raise NotKept(
            f"絵文字や記号、メンションだけの行{which}は記録できません。言葉で書いてください。",
            whole,
        )
    if len(slack_text.unmarked(words)) > LONGEST:
        raise NotKept(
            f"一つの発言は{LONGEST:,}字までです（「{words[:20]}…」は{len(words):,}字）。"
            "改行で分けると、別々の発言として記録できます。",
            whole,
        )


def _refuse_without_words(head: Head | None, whole: str) -> None:
    if head and not head.is_off_record:
        raise NotKept(
            f"「{head.typed}」のあとに発言がありません。同じ行か次の行に、発言を続けてください。",
            whole,
        )


def _which(head: Head) -> str:
    names = "、".join(known.name for known in head.called)
    return (
        f"「{head.typed}」に当たる人が{len(head.called)}人います（{names}）。"
        f"「{head.called[0].name}」のように、名前まで入力してください。"
    )


_NOTHING = "記録する言葉がありません。例: 「参加者 人手不足が課題」"
