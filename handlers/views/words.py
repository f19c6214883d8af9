"""How groups of words look, their form, and the words that were looked for in vain."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.views import parts
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store.misses import Miss
from store.slots import JAPAN
from store.vocabulary import Group, Wording

PAGE = "words.page"
ADD = "words.add"
EDIT = "words.edit"
MISSES = "words.misses"
FORM = "words_form"

GROUPS = 20  # on a page; two blocks for one that the office changed
LISTED = 12  # words in one line of a sentence


def overview(found: Sequence[Group], page: int, *, may_edit: bool) -> Message:
    """All the groups, a page of them."""
    own = sum(group.version > 0 for group in found)
    told = f"言葉の組は{len(found):,}組あります"
    if own:
        told += f"（うち事務局が加えたもの、直したもの{own:,}組）"
    advice = "検索では、同じ組の言葉も一緒に探します。「/minutes words 人材」のように言葉を添えると、その言葉の組だけを表示します。"
    shown = found[(page - 1) * GROUPS : page * GROUPS]
    blocks = [parts.plain(told), parts.context(advice)]
    for group in shown:
        blocks += _group(group, may_edit=may_edit)
    blocks += parts.pager(PAGE, {"word": ""}, page, len(found), GROUPS)
    if may_edit:
        misses_button = parts.button("見つからなかった言葉", MISSES, {})
        blocks.append(parts.buttons([_add_button(()), misses_button]))
    return parts.message(told, blocks)


def touching(
    word: str, found: Sequence[Group], also: Sequence[str], page: int, *, may_edit: bool
) -> Message:
    """The groups a word touches, and what a search for it looks for beside it."""
    named = f"「{parts.cut(word, 50)}」"
    if also:
        told = f"{named}を検索すると、{_listed(also)}も探します"
    elif found:
        told = f"{named}と同じ組の言葉はありません。近い言葉の組は次のとおりです"
    else:
        told = f"{named}の言葉の組は、まだありません"
    blocks = [parts.plain(told)]
    for group in found[(page - 1) * GROUPS : page * GROUPS]:
        blocks += _group(group, may_edit=may_edit)
    blocks += parts.pager(PAGE, {"word": word}, page, len(found), GROUPS)
    if may_edit:
        blocks.append(parts.buttons([_add_button((word,))]))
    return parts.message(told, blocks)


def form(wording: Wording, *, key: str | None = None, version: int = 0) -> dict[str, Any]:
    """The form for a group: a new one, or one to be put right."""
    words = parts.field(
        "同じ意味の言葉",
        "words",
        hint="「、」か改行で区切ります。一つの言葉は2字から30字まで、一つの組は20語までです。",
        limit=700,
    )
    words["element"] |= {"multiline": True, "initial_value": "、".join(wording.words)}
    reason = parts.field(
        "組にする理由", "reason", hint="後の担当者のために書き残します。例: 略した言い方", limit=100
    )
    reason["optional"] = True
    reason["element"]["initial_value"] = wording.reason
    for block in (words, reason):
        if not block["element"]["initial_value"]:
            del block["element"]["initial_value"]
    return parts.modal(
        "言葉の組を直す" if key else "言葉の組を追加",
        [
            words,
            reason,
            _checkbox("use", "検索", "検索でこの組を使う", is_ticked=wording.is_on),
            _checkbox("overlap", "重なり", "ほかの組と重なる言葉があってもよい", is_ticked=False),
        ],
        callback_id=FORM,
        submit="登録する",
        close="やめる",
        private_metadata=json.dumps({"group": key, "version": version}, ensure_ascii=False),
    )


def overlapping(word: str, group: Group) -> str:
    """The word stands in another group already."""
    return (
        f"「{word}」は「{_listed(group.words)}」の組にもあります。"
        "両方の組で使うときは「ほかの組と重なる言葉があってもよい」に印を付けてください。"
    )


def saved(wording: Wording) -> dict[str, Any]:
    """The group is kept; the form becomes this."""
    told = f"「{_listed(wording.words)}」の組を登録しました。"
    if wording.is_on:
        told += "次の検索から、どの言葉で探しても、ほかの言葉も一緒に探します。"
    else:
        told += "この組は、検索では使いません。"
    return parts.modal("言葉の組", [parts.plain(told)])


def misses(looked_for: Sequence[Miss], covered: Sequence[Miss], first: date, last: date) -> Message:
    """What was looked for in vain on these days; `covered` stand in a group by now."""
    told = f"{day(first)}から{day(last)}までに、検索して見つからなかった言葉"
    if not looked_for:
        return parts.sentence(f"{told}はありません。")
    blocks = [parts.heading("見つからなかった言葉"), parts.plain(told)]
    blocks += [_miss(miss, is_covered=miss in covered) for miss in looked_for]
    blocks.append(
        parts.context(
            "誰が探したかは記録していません。会議録では別の言い方をしているときは、言葉の組に加えると見つかるようになります。"
        )
    )
    return parts.message(told, blocks)


def _group(group: Group, *, may_edit: bool) -> list[Block]:
    name = group.words[0]
    off = "" if group.is_on else "【使っていません】"
    about = "　".join(filter(None, (group.reason, f"（{group.area or '事務局が追加'}）")))
    button = parts.button("直す", EDIT, {"group": group.key}, spoken=f"「{name}」の組を直す")
    blocks = [parts.plain(f"{off}{'、'.join(group.words)}\n{about}", button if may_edit else None)]
    if group.changed_by and group.changed_at:
        on = day(group.changed_at.astimezone(JAPAN).date())
        blocks.append(parts.mrkdwn(f"{_who(group.changed_by)} が{on}に登録"))
    return blocks


def _miss(miss: Miss, *, is_covered: bool) -> Block:
    words = "　".join(miss.words)
    line = f"{parts.cut(words, 100)}　{miss.times:,}回"
    if is_covered:
        return parts.plain(f"{line}　（言葉の組に入りました）")
    else:
        return parts.plain(line, _add_button(miss.words))


def _add_button(words: Sequence[str]) -> Block:
    spoken = f"「{'、'.join(words)}」で言葉の組を追加" if words else None
    return parts.button("言葉の組を追加", ADD, {"words": list(words)}, spoken=spoken)


def _listed(words: Sequence[str]) -> str:
    more = "など" if len(words) > LISTED else ""
    return "、".join(words[:LISTED]) + more


def _who(actor: str) -> str:
    kind, _, name = actor.partition(":")
    return f"<@{name}> さん" if kind == "slack" else parts.escape(actor)


def _checkbox(block_id: str, label: str, text: str, *, is_ticked: bool) -> Block:
    option = {"text": {"type": "plain_text", "text": text}, "value": block_id}
    element: Block = {"type": "checkboxes", "action_id": "value", "options": [option]}
    if is_ticked:
        element["initial_options"] = [option]
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": {"type": "plain_text", "text": label},
        "element": element,
    }
