"""How it is told, to whoever wrote something down, what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.views import parts
from handlers.views import remarks as remark_views
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store.meetings import Meeting
from store.recordings import KeptLine, Recording

TAKE_BACK = "recordings.take_back"
PUT_BACK = "recordings.put_back"
MEETING = "recordings.meeting"

EXCERPT = 120
# What is read in a message; more is sent as a file.
SHOWN = 9_000
PREFORMATTED = 3_000
FILE = "記録していない発言.txt"
# A button carries 2,000 characters of JSON, in which a sign may take two.
CARRIED = 900

PRINTED = {
    "decision": "【決定】",
    "task": "【宿題】",
    "information": "【情報】",
    "memo": "前回欠席 ",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A recording, and what is told of it: under which item, in which meeting, who spoke really.

    `meeting`: named where it is not the one everybody sits in.
    """

    recording: Recording
    item: str = ""
    meeting: str = ""
    real_names: Mapping[int, str] = field(default_factory=dict)
    off_record: int = 0


def recorded(told: Told) -> Message:
    """One line, with 取り消す and 直す."""
    line = f"「{_excerpt(told)}」を{_where(told)}記録しました。"
    if told.off_record:
        line += f"オフレコの{told.off_record:,}行は、どこにも残していません。"
    value = {"recording": told.recording.key}
    row = [parts.button("取り消す", TAKE_BACK, value, spoken=f"{_excerpt(told)} を取り消す")]
    row += [
        remark_views.correct_button(one.row_id, spoken=f"{_line(one, told)} を直す")
        for one in [one for one in told.recording.lines if one.kind == "remark"][:1]
    ]
    return parts.message(line, [parts.plain(line), parts.buttons(row)])


def taken_back(told: Told) -> Message:
    """The line that takes its place, with 元に戻す."""
    line = f"「{_excerpt(told)}」の記録を取り消しました。"
    value = {"recording": told.recording.key}
    row = [parts.button("元に戻す", PUT_BACK, value, spoken=f"{_excerpt(told)} を元に戻す")]
    return parts.message(line, [parts.plain(line), parts.buttons(row)])


def nothing_to_take_back() -> Message:
    """There is no recording of one's own any more."""
    return parts.sentence(
        "取り消せる記録がありません。ご自分の記録は、すべて取り消されているか、まだありません。"
    )


def only_off_record(lines: int) -> Message:
    """All of it was off the record."""
    return parts.sentence(
        f"オフレコの{lines:,}行は、どこにも残していません。記録したものはありません。"
    )


def accepted() -> Message:
    """The words are safe, and will be in the record as soon as others let go of it."""
    return parts.sentence("受け付けました。保存でき次第お知らせします。")


def kept_behind_closed_doors(recording: Recording) -> Message:
    """The same of a closed meeting, whose words stand in no message."""
    return parts.sentence(
        f"受け付けた記録（{len(recording.lines):,}行）を、非公開の会議の会議録に保存しました。"
    )


def not_kept(sentence: str, text: str) -> Message:
    """Why words were not recorded; below, the words."""
    blocks = [parts.plain(sentence)]
    if len(text) > SHOWN:
        note = f"入力した文（{len(text):,}字）は、ダイレクトメッセージにファイルで送りました。"
        blocks.append(parts.context(note))
    elif text.strip():
        blocks.append(parts.context("入力した文です（記録していません）。"))
        blocks.append(_preformatted(text))
    return parts.message(sentence, blocks)


def given_back(sentence: str, text: str) -> Message:
    """By direct message: what was accepted could not be recorded any more."""
    return not_kept(f"受け付けた記録を保存できませんでした。{sentence}", text)


def comment() -> str:
    """Beside the file; nobody's words, for Slack would read marks and links in them."""
    return "入力した文です（記録していません）。"


def which(sentence: str, choices: Sequence[Meeting], typed: str) -> Message:
    """Which meeting is meant, with a button for each that brings the words along."""
    blocks = [parts.plain(sentence)]
    if len(typed) <= CARRIED:
        row = [
            parts.button(
                parts.cut(one.name, parts.BUTTON),
                f"{MEETING}.{one.id}",
                {"meeting": one.id, "typed": typed},
                spoken=f"{one.name}（{day(one.held_on)}）に記録する",
            )
            for one in choices[:5]
        ]
        blocks.append(parts.buttons(row))
    else:
        blocks = [parts.plain(which_number(sentence, choices)), _preformatted(typed)]
    return parts.message(sentence, blocks)


def which_number(sentence: str, choices: Sequence[Meeting]) -> str:
    """Which meeting is meant, where words are too long for a button: by its number."""
    lines = "\n".join(f"{one.name}（会議{one.id}）" for one in choices[:20])
    return f"{sentence}会議の番号を前に付けて入力してください。\n{lines}"


def _excerpt(told: Told) -> str:
    """2(1) (参加者) 人手不足が課題　ほか2件"""
    if not told.recording.lines:
        return "（内容なし）"  # its minutes were imported anew since
    first, *others = told.recording.lines
    said = _line(first, told)
    more = f"　ほか{len(others):,}件" if others else ""
    return f"{told.item} {said}{more}".strip()


def _line(line: KeptLine, told: Told) -> str:
    body = parts.cut(" ".join(line.body.split()), EXCERPT)
    if line.kind != "remark":
        return f"{PRINTED[line.kind]}{body}"
    name = told.real_names.get(line.row_id)
    return f"{parts.speaker(line.label)}{f'（{name}）' if name else ''} {body}"


def _where(told: Told) -> str:
    if all(line.kind == "memo" for line in told.recording.lines):
        return f"{told.meeting}の覚え書きに" if told.meeting else "覚え書きに"
    return f"{told.meeting}に" if told.meeting else ""


def _preformatted(text: str) -> Block:
    """People's words as they were typed, to be copied; nothing in them is parsed."""
    pieces = [text[at : at + PREFORMATTED] for at in range(0, len(text), PREFORMATTED)]
    elements = [{"type": "text", "text": piece} for piece in pieces]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": elements}],
    }
