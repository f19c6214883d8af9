"""What somebody wants a remark to be, as the correcting form brings it back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from handlers.errors import FormError, UserError
from handlers.parse.buttons import LARGEST
from store import text
from store.formats.text.speakers import label_of
from store.remarks import Scope

# What the fields are called; the round follows, because Slack keeps what stands in a field whose
# name stays, and a redrawn form has something else to say.
BODY = "body"
BORDER = "border"
LABEL = "label"
SCOPE = "scope"
ITEM = "item"
REACH = "reach"
REAL = "real"

# Where one remark ends and the next begins: as it is, at each line of the text, or not before it.
Border = Literal["as_is", "at_lines", "with_previous"]
# What moves to another item: the remark, or all its item has from it on.
Reach = Literal["alone", "onward"]

MOST_PARTS = 50
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the remark was when the form was drawn; long or private words as a fingerprint."""

    body: str
    label: str | None
    item_id: int | None
    real_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What stands in the form; no body: it was too long to be shown there."""

    body: str | None
    label: str | None
    item_id: int | None
    real_name: str
    border: Border = "as_is"
    scope: Scope = "block"
    reach: Reach = "alone"

    @property
    def parts(self) -> list[str]:
        """The lines of the body, each a remark of its own."""
        return [line.strip() for line in (self.body or "").split("\n")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The form as it was sent; `restores`: the remark, withdrawn meanwhile, is to be put back."""

    remark_id: int
    round: int
    restores: bool
    seen: Seen
    wanted: Wanted

    def field(self, name: str) -> str:
        """The block a field stands in, under which a mistake is told."""
        return field(f"{name}0" if name == BODY else name, self.round)

    def changes(self, aspect: str) -> bool:
        """Whether something else stands in the form than was drawn there: body, label, item_id."""
        wanted = getattr(self.wanted, aspect)
        if aspect in ("body", "real_name"):
            return wanted is not None and fingerprint(wanted) != getattr(self.seen, aspect)
        else:
            return wanted != getattr(self.seen, aspect)


def field(name: str, round_: int) -> str:
    """What a field's block is called in this round."""
    return f"{name}.{round_}"


def fingerprint(words: str) -> str:
    """By which words are known again, whatever Slack does to the blanks around them."""
    return hashlib.sha256(said(words).encode()).hexdigest()[:16]


def said(typed: str) -> str:
    """A text as a remark may be: no blank lines, and nothing blank at a line's end."""
    lines = (line.rstrip() for line in text.clean(typed).split("\n"))
    return "\n".join(line for line in lines if line).strip()


def metadata(remark_id: int, round_: int, seen: Seen, *, restores: bool = False) -> str:
    """What the form carries with it, unseen."""
    return json.dumps(
        {
            "remark": remark_id,
            "round": round_,
            "restores": restores,
            "body": seen.body,
            "label": seen.label,
            "item": seen.item_id,
            "real": seen.real_name,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def form(view: dict[str, Any]) -> Correction:
    """The correcting form, as it was sent."""
    carried = _carried(view)
    values = _Values(view["state"]["values"], carried["round"])
    seen = Seen(
        body=carried["body"],
        label=carried["label"],
        item_id=carried["item"],
        real_name=carried["real"],
    )
    wanted = Wanted(
        body=values.body(),
        label=values.label(seen.label),
        item_id=values.number(ITEM, seen.item_id),
        real_name=" ".join(text.clean(values.typed(REAL) or "").split()),
        border=values.one_of(BORDER, get_args(Border), "as_is"),
        scope=values.one_of(SCOPE, get_args(Scope), "block"),
        reach=values.one_of(REACH, get_args(Reach), "alone"),
    )
    correction = Correction(
        remark_id=carried["remark"],
        round=carried["round"],
        restores=carried["restores"],
        seen=seen,
        wanted=wanted,
    )
    _refuse_what_cannot_be(correction)
    return correction


def chosen(action: dict[str, Any]) -> tuple[str, int, int]:
    """What was chosen in a remark's menu: the deed, the remark, and its version on screen."""
    try:
        value = json.loads(action["selected_option"]["value"])
        deed, remark_id, version = value["do"], value["remark"], value["v"]
        if isinstance(deed, str) and _is_number(remark_id) and _is_number(version):
            return deed, remark_id, version
    except (KeyError, TypeError, ValueError):
        pass
    raise UserError("このメニューは使えません。もう一度、会議録を表示してお試しください。")


class _Values:
    """What stands in the fields of one round."""

    def __init__(self, values: Mapping[str, Any], round_: int) -> None:
        self.values = values
        self.round = round_

    def typed(self, name: str) -> str | None:
        """What stands in a field to type into; None: there is no such field."""
        block = self.values.get(field(name, self.round))
        return None if block is None else block["value"].get("value") or ""

    def body(self) -> str | None:
        """All the fields of the text, put together again."""
        pieces = []
        while (piece := self.typed(f"{BODY}{len(pieces)}")) is not None:
            pieces.append(piece)
        return said("".join(pieces)) if pieces else None

    def label(self, seen: str | None) -> str | None:
        """The speaker as minutes print it, without brackets; as it was seen, if it is the same."""
        typed = label_of(" ".join(text.clean(self.typed(LABEL) or "").split()))
        return seen if typed == label_of(seen or "") else typed or None

    def number(self, name: str, otherwise: int | None) -> int | None:
        value = self._chosen(name)
        return int(value) if value and value.isascii() and value.isdecimal() else otherwise

    def one_of(self, name: str, known: tuple[Any, ...], otherwise: Any) -> Any:
        value = self._chosen(name)
        return value if value in known else otherwise

    def _chosen(self, name: str) -> str | None:
        block = self.values.get(field(name, self.round), {})
        return (block.get("value", {}).get("selected_option") or {}).get("value")


def _carried(view: dict[str, Any]) -> dict[str, Any]:
    try:
        carried = json.loads(view.get("private_metadata") or "")
        known = {"remark", "round", "restores", "body", "label", "item", "real"}
        is_ours = known <= set(carried)
        is_ours = is_ours and _is_number(carried["remark"]) and _is_number(carried["round"])
    except (TypeError, ValueError):
        is_ours, carried = False, {}
    if not is_ours:
        raise UserError("この画面は使えません。お手数ですが、「直す」からもう一度お試しください。")
    return carried


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value <= LARGEST


def _refuse_what_cannot_be(correction: Correction) -> None:
    wanted = correction.wanted
    if wanted.body == "":
        raise FormError(
            {
                correction.field(BODY): (
                    "本文が空です。発言を会議録から外すときは「この発言を取り消す」を押してください。"
                )
            }
        )
    if wanted.border == "at_lines" and len(wanted.parts) < 2:
        raise FormError(
            {
                correction.field(BORDER): (
                    "本文に改行がありません。分けたいところで改行してから記録してください。"
                )
            }
        )
    if wanted.border == "at_lines" and len(wanted.parts) > MOST_PARTS:
        raise FormError(
            {
                correction.field(
                    BORDER
                ): f"一度に分けられるのは{MOST_PARTS}件までです（いま{len(wanted.parts)}行）。"
            }
        )
    others = correction.changes("label") or correction.changes("item_id")
    if wanted.border == "with_previous" and others:
        raise FormError(
            {
                correction.field(BORDER): (
                    "前の発言とつなぐと、発言者と議題は前の発言と同じになります。"
                    "発言者と議題を元に戻すか、つなぐのをやめてください。"
                )
            }
        )
