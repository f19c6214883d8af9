"""A live meeting as people steer it: `item 2-1`, `start 非公開`, the agenda in its form."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from handlers.errors import FormError, UserError
from handlers.parse import slack_text
from store import text
from store.formats.document import Disclosure
from store.formats.text.headings import read_heading
from store.live.agenda import Heading, Item, path_of

Json = dict[str, Any]

MOST_ITEMS = 60
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a meeting is opened: no disclosure, nothing was said about it."""

    disclosure: Disclosure | None = None
    ground: str | None = None


def opening(typed: str) -> Opening:
    """公開, or 非公開 with its ground."""
    words = _line(typed)
    if not words:
        return Opening()
    first, _, rest = words.replace("(", " ").replace("（", " ").partition(" ")
    disclosure = _DISCLOSURES.get(unicodedata.normalize("NFKC", first))
    if disclosure is None:
        raise UserError(
            f"「{words[:50]}」の意味が分かりません。そのまま開会するときは「/meeting start」、"
            "公開・非公開も決めるときは「/meeting start 公開」か"
            "「/meeting start 非公開 （条例の条項）に該当するため」と入力してください。"
        )
    return Opening(disclosure=disclosure, ground=rest.strip().rstrip("）)") or None)


_DISCLOSURES: dict[str, Disclosure] = {
    "公開": "open",
    "一部非公開": "partly_closed",
    "一部公開": "partly_closed",
    "非公開": "closed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAsked:
    """An agenda item somebody means: by the numbers of its path, by words of its title, or both."""

    path: tuple[int, ...]
    title: str


def item(typed: str) -> ItemAsked:
    """`2-1`, `2(1)`, `2 1`, `議題2の1`, `見守り`, `2-2 見守り活動について`."""
    words = _line(typed)
    found = _ITEM.match(unicodedata.normalize("NFKC", words))
    if not found:
        return ItemAsked(path=(), title=words)
    title = found["title"].strip()
    # As it was typed, not as it was compared.
    as_typed = words[-len(title) :] if title and words.endswith(title) else title
    return ItemAsked(path=path_of(found["path"]), title=as_typed[:LONGEST_TITLE])


_ITEM = re.compile(
    r"(?:議題|次第|日程)?\s*第?(?P<path>\d{1,3}(?:(?:\s*[-‐－ー.の・]\s*|\s+)?\(?\d{1,3}\)?)*)"
    r"(?=$|\s|[^\d\s年月日回時分名件人つ個])(?P<title>.*)$"
)


def agenda(view: Json) -> tuple[Heading, ...]:
    """The agenda as somebody wrote it, one item on a line; numbers that are missing are given."""
    typed = text.clean(view["state"]["values"]["agenda"]["value"]["value"] or "")
    lines = [line for line in map(str.rstrip, typed.split("\n")) if line.strip()]
    if not lines:
        raise FormError({"agenda": "次第を1行に1つずつ入力してください。例: 1 開会"})
    if len(lines) > MOST_ITEMS:
        raise FormError({"agenda": f"次第は{MOST_ITEMS}行までです（いま{len(lines)}行）。"})
    headings: list[Heading] = []
    counts = [0, 0, 0]
    for line in lines:
        depth, number, title = _heading(line)
        if not title:
            raise FormError({"agenda": f"「{line.strip()[:30]}」に、議題の名前がありません。"})
        if len(title) > LONGEST_TITLE:
            raise FormError({"agenda": f"議題の名前は{LONGEST_TITLE}字までです。"})
        depth = min(depth, headings[-1][0] + 1 if headings else 1)
        counts[depth - 1] += 1
        counts[depth:] = [0] * (3 - depth)
        headings.append((depth, number or _number(depth, counts[depth - 1]), title))
    _refuse_doubles(headings)
    return tuple(headings)


def _heading(line: str) -> Heading:
    """「2 議題」, 「(1) …」, 「・…」 under the one before, 「2-1 …」."""
    bare = line.strip()
    found = _DEEP.match(unicodedata.normalize("NFKC", bare))
    if found:
        return 2, f"({found['nth']})", found["title"].strip()
    bullet = _BULLET.match(bare)
    if bullet:
        inside = read_heading(bare[bullet.end() :])
        return max(2, inside.depth), inside.number if inside.depth > 1 else "", inside.title
    heading = read_heading(bare)
    is_indented = line[:1].isspace()
    depth = max(heading.depth, 2) if is_indented and not heading.number else heading.depth
    return depth, heading.number, heading.title


_DEEP = re.compile(r"\d{1,2}\s*[-‐(]\s*(?P<nth>\d{1,2})\)?\s*(?P<title>\S.*)$")
_BULLET = re.compile(r"[-・*•]\s*")


def _number(depth: int, nth: int) -> str:
    return {1: f"{nth}", 2: f"({nth})"}.get(depth, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"[(nth - 1) % 20])


def _refuse_doubles(headings: list[Heading]) -> None:
    seen: set[tuple[str, ...]] = set()
    above: list[str] = []
    for depth, number, _ in headings:
        above = [*above[: depth - 1], number]
        if tuple(above) in seen:
            raise FormError(
                {"agenda": f"「{''.join(above)}」が二つあります。番号を直してください。"}
            )
        seen.add(tuple(above))


def written(items: tuple[Item, ...]) -> str:
    """The agenda as it is written into the form."""
    return "\n".join(f"{'　' * (item.depth - 1)}{item.own} {item.title}".rstrip() for item in items)


def meeting_of(view: Json) -> int:
    """The meeting a form of ours is about."""
    kept = view.get("private_metadata") or ""
    if not kept.isdecimal() or len(kept) > 15:
        raise UserError("この画面は使えません。お手数ですが、閉じてもう一度開いてください。")
    return int(kept)


def disclosure(view: Json) -> Opening:
    """The form that says whether the public may attend."""
    values = view["state"]["values"]
    chosen = values["disclosure"]["value"]["selected_option"]["value"]
    ground = _line(values["ground"]["value"]["value"] or "")
    if chosen not in ("open", "partly_closed", "closed"):
        raise FormError({"disclosure": "どれか一つを選んでください。"})
    return Opening(disclosure=chosen, ground=ground if chosen != "open" and ground else None)


def menu(action: Json) -> tuple[str, int]:
    """What was chosen in the control message's menu, and for which meeting."""
    chosen = (action.get("selected_option") or {}).get("value") or ""
    deed, _, meeting = chosen.partition(":")
    if not meeting.isdecimal() or len(meeting) > 15:
        raise UserError("このメニューは使えません。「/meeting」と入力すると、使い方を表示します。")
    return deed, int(meeting)


def pressed_at(action: Json) -> str | None:
    """When Slack says a button was pressed: its clock, by which messages are stamped too."""
    found = str(action.get("action_ts") or "")
    return found if re.fullmatch(r"\d{10}\.\d{6}", found) else None


def _line(typed: str) -> str:
    return " ".join(slack_text.unmarked(slack_text.plain(text.clean(typed))).split())
