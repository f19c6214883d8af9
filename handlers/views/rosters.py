"""How a roster as a file looks: rows to be pasted, what comes of them, and the file that is sent."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from handlers.views import parts
from handlers.views.parts import Block, Message
from store.councils import Council
from store.rosters import Entry, Outcome

TAKE_IN = "members.take_in"
EXCEL = "members.excel"
FORM = "roster_form"

PASTED = 3_000  # characters, as much as Slack lets one type
TOLD = 60  # rows told one by one


def form(
    council: Council, pasted: str = "", outcome: Outcome | None = None, seal: str = ""
) -> dict[str, Any]:
    """The form for rows of a spreadsheet; once they were checked, what would come of them too."""
    rows = parts.field("Excelの行", "rows", hint=_HINT, limit=PASTED)
    rows["element"]["multiline"] = True
    if pasted:
        rows["element"]["initial_value"] = pasted[:PASTED]
    if outcome is None:
        return _form([rows], council, "", submit="確かめる")
    told = [
        parts.plain(_counted(outcome, "加えます", "直します", "再任として加えます")),
        *_listed(outcome),
        parts.context("まだ取り込んでいません。よければ「取り込む」を押してください。"),
    ]
    return _form([*told, rows], council, seal, submit="取り込む")


def taken_in(outcome: Outcome) -> dict[str, Any]:
    """The roster is kept; the form becomes this."""
    told = _counted(outcome, "加えました", "直しました", "再任として加えました")
    return parts.modal("名簿を取り込む", [parts.plain(told), *_listed(outcome)])


def _form(blocks: Iterable[Block], council: Council, seal: str, *, submit: str) -> dict[str, Any]:
    return parts.modal(
        "名簿を取り込む",
        blocks,
        callback_id=FORM,
        submit=submit,
        close="やめる",
        private_metadata=json.dumps({"council": council.id, "seal": seal}),
    )


_HINT = (
    "Excelで、見出し（氏名、ふりがな、役職、所属、任期の始め、電話など）の行からコピーして貼り付けます。"
    "一度に100行ほどまでです。見出しにない列は変えません。"
)


def sent(council: Council) -> Message:
    """The file is there."""
    return parts.sentence(
        f"「{council.name}」の名簿を、ダイレクトメッセージにファイルで送りました。{_WITHOUT_CONTACTS}"
    ) | {"replace_original": False}


def sent_already() -> Message:
    """The button was pressed before."""
    return parts.sentence(
        "この名簿は、すでにダイレクトメッセージに送っています。"
        "もう一度受け取るときは、「/council members」と入力してから押してください。"
    ) | {"replace_original": False}


def comment(council: Council) -> str:
    """What is said beside the file."""
    return parts.escape(f"「{council.name}」の名簿です。{_WITHOUT_CONTACTS}")


def file_name(council: Council, today: date) -> str:
    """What the file is called."""
    name = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in council.name)
    return f"名簿_{name[:60]}_{today:%Y%m%d}.xlsx"


_WITHOUT_CONTACTS = (
    "ファイルは Slack に残るため、電話・FAX・メールは入れていません。"
    "直して取り込んでも、登録してある電話などは変わりません。"
)


def _counted(outcome: Outcome, added: str, changed: str, renewed: str) -> str:
    counts = outcome.counts
    told = [
        f"{counts['added']:,}名を{added}。" if counts["added"] else "",
        f"{counts['changed']:,}名の登録を{changed}。" if counts["changed"] else "",
        f"{counts['renewed']:,}名を{renewed}。" if counts["renewed"] else "",
        f"{counts['unchanged']:,}名は今の名簿と同じです。" if counts["unchanged"] else "",
        f"名簿にいて、ここにない委員{outcome.absent:,}名は、そのまま残ります。"
        if outcome.absent
        else "",
    ]
    return "".join(told)


def _listed(outcome: Outcome) -> Iterable[Block]:
    moved = [entry for entry in outcome.entries if entry.became != "unchanged"]
    if moved:
        yield parts.plain("\n".join(map(_entry, moved[:TOLD])))
    if len(moved) > TOLD:
        yield parts.context(f"ほかに{len(moved) - TOLD:,}名あります。")
    if outcome.likenesses:
        pairs = "、".join(outcome.likenesses[:10])
        yield parts.context(
            f"名前の似た方がいます: {pairs}。取り込んだあと、名簿で「同じ人としてまとめる」か「別の人」を選べます。"
        )


def _entry(entry: Entry) -> str:
    became = {"added": "加える", "changed": "直す", "renewed": "再任"}[entry.became]
    changes = "、".join(entry.changes)
    return parts.cut(f"{became}　{entry.name}" + (f"（{changes}）" if changes else ""), 150)
