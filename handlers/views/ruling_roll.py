"""How it is chosen how a council's rolls are printed, with a sample that follows each choice."""

from collections.abc import Sequence
from typing import Any

from handlers.views import parts
from handlers.views.parts import Block, Message
from handlers.views.ruling import choice, line, ticks
from store.councils import Council
from store.formats.rolls import RollCustom

FORM = "ruling_roll_form"
PREVIEW = "ruling.preview"


def form(
    council: Council, custom: RollCustom, cells: Sequence[tuple[str, str]], metadata: str
) -> dict[str, Any]:
    """The form for how rolls are printed; its preview follows each choice."""
    fields: list[Block] = [
        parts.plain("見本（実在しない方の名前です）"),
        parts.bullets(f"{label}: {cell}" for label, cell in cells),
        *(
            choice(
                label, name, options, _value(getattr(custom, name)), action_id=f"{PREVIEW}.{name}"
            )
            for name, (label, options) in _ROLL.items()
        ),
        ticks(
            "所属",
            "affiliation",
            [("yes", "名前に所属を付ける")],
            ["yes"] if custom.affiliation else [],
            action_id=PREVIEW,
        ),
        ticks("名前の後に付けること", "notes", _NOTES.items(), custom.notes, action_id=PREVIEW),
        line(
            "事務局の欄の名前", "officers_label", custom.officers_label,
            hint="職員を別の行に書くときの見出しです。例: 事務局",
        ),
    ]  # fmt: skip
    return parts.modal(
        "出席者の書き方", fields, callback_id=FORM, submit="決める", close="やめる",
        private_metadata=metadata,
    )  # fmt: skip


def saved(council: Council, cells: Sequence[tuple[str, str]]) -> Message:
    """How rolls are printed from now on."""
    told = f"「{council.name}」の出席者の書き方を決めました。見本（実在しない方の名前です）:"
    return parts.message(
        told, [parts.plain(told), parts.bullets(f"{label}: {cell}" for label, cell in cells)]
    )


_ROLL: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "order": (
        "委員の順",
        [
            ("reading", "五十音順"),
            ("chairs_first", "会長・副会長が先、ほかは五十音順"),
            ("as_listed", "名簿の順"),
        ],
    ),
    "roles": (
        "役職の書き方",
        [
            ("posts", "会長・副会長などを名前の前に"),
            ("all", "公募委員なども名前の前に"),
            ("marks", "◎会長 ○副会長の印で"),
            ("none", "書かない"),
        ],
    ),
    "honorific": (
        "敬称",
        [("(敬称略)", "最後に(敬称略)"), ("委員", "一人ずつ「委員」"), ("nothing", "付けない")],
    ),
    "separator": ("名前の区切り", [("comma", "「, 」"), ("touten", "「、」"), ("dot", "「・」")]),
    "names": ("名前", [("full", "氏名"), ("surname", "名字だけ（同じ名字は 佐藤(翔)）")]),
    "members": (
        "名前と人数",
        [("names", "名前"), ("count", "人数だけ（委員15名）"), ("both", "人数と名前")],
    ),
    "absentees": (
        "欠席者",
        [("own_row", "別の行に書く"), ("inside", "同じ欄の最後に書く"), ("omitted", "書かない")],
    ),
    "officers": ("職員", [("same_cell", "委員と同じ欄に書く"), ("own_row", "別の行に書く")]),
    "officers_order": ("職員の順", [("rank", "職の順"), ("as_listed", "名簿の順")]),
}
_NOTES = {
    "late": "遅れて出席（18:40から出席）",
    "left_early": "途中で退席（19:05退席）",
    "proxy": "代理（代理 …）",
    "online": "オンライン",
}
_VALUES = {"": "nothing", ", ": "comma", "、": "touten", "・": "dot"}


def _value(kept: str) -> str:
    return _VALUES.get(kept, kept)
