"""How minutes look to those who may put them right: each remark with its menu."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from handlers.views import minutes as views
from handlers.views import parts, remarks
from handlers.views.parts import Block, Message
from store.confirmations import State
from store.minutes import Minutes, Passage, Remark, Turn

# A remark takes four blocks at most: agenda item, label, its words, who really spoke.
PAGE_REMARKS = 10
PAGE_CHARACTERS = 3_500
PIECE = 2_900  # characters of a remark in one block


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A piece of a remark, or a passage; `begins` the speaker's turn, `is_first` of its remark."""

    turn: Turn | Passage
    remark: Remark | None = None
    begins: bool = False
    is_first: bool = False

    @property
    def words(self) -> str:
        if isinstance(self.turn, Passage):
            return self.turn.body
        return self.remark.body if self.remark else ""


def manuscript(
    shown: Minutes, page: int, state: State, real_names: Mapping[int, str], withdrawn: int
) -> Message:
    """A page of the minutes; confirmed ones have no menus."""
    pages = _pages(shown)
    page = min(page, len(pages))
    meeting = shown.meeting
    blocks = [parts.heading(f"{meeting.name} 会議録"), parts.context(_state(state))]
    blocks += views.header(shown) if page == 1 else []
    agenda = None
    for line in pages[page - 1]:
        item = line.turn.agenda
        if item and item != agenda:
            agenda = item
            blocks.append(parts.mrkdwn(f"*{parts.escape(f'{item.number} {item.title}')}*"))
        blocks += _line(line, state, real_names)
    if not shown.turns and not shown.passages:
        blocks.append(parts.plain("この会議には、まだ発言が記録されていません。"))
    blocks += remarks.withdrawn_button(meeting.id, withdrawn)
    blocks += parts.pager(views.PAGE, {"meeting": meeting.id}, page, len(pages), 1)
    return parts.message(f"{meeting.name} 会議録（{page}／{len(pages)}ページ）", blocks)


def _state(state: State) -> str:
    if state.published_at:
        return "公表済み。直すには「/minutes reopen」で確定を解除します。"
    elif state.confirmed_at:
        return "確定済み。直すには「/minutes reopen」で確定を解除します。"
    else:
        return (
            "確定前。発言の右のメニューで直せます。直し終えたら「/minutes confirm」で確定します。"
        )


def _line(line: _Line, state: State, real_names: Mapping[int, str]) -> list[Block]:
    if isinstance(line.turn, Passage):
        return [views.passage(line.turn)]
    blocks = []
    if line.begins and line.turn.label:
        blocks.append(parts.context(parts.speaker(line.turn.label)))
    remark = line.remark
    if remark is None:
        return blocks
    menu = remarks.menu(remark.id, remark.version) if state.is_open and line.is_first else None
    blocks.append(parts.plain(f"・{remark.body}" if line.is_first else remark.body, menu))
    if line.is_first and remark.id in real_names:
        name = real_names[remark.id]
        blocks.append(parts.context(f"実際の発言者　{name}（担当者だけに見えます）"))
    return blocks


def _pages(shown: Minutes) -> list[list[_Line]]:
    pages: list[list[_Line]] = [[]]
    room = PAGE_CHARACTERS
    for line in _lines(shown):
        size = len(line.words) + 20
        if pages[-1] and (size > room or len(pages[-1]) == PAGE_REMARKS):
            pages.append([])
            room = PAGE_CHARACTERS
        pages[-1].append(line)
        room -= size
    return pages


def _lines(shown: Minutes) -> Iterator[_Line]:
    for turn in views.in_order(shown):
        if isinstance(turn, Passage) or not turn.remarks:
            yield _Line(turn=turn, begins=True)
            continue
        begins = True
        for remark in turn.remarks:
            for start in range(0, len(remark.body), PIECE):
                piece = replace(remark, body=remark.body[start : start + PIECE])
                yield _Line(turn=turn, remark=piece, begins=begins, is_first=start == 0)
                begins = False
