"""How the history of a remark looks: who did what to it and when, the newest last."""

import re
from datetime import datetime

from handlers.views import parts
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store import wording
from store.changes import Event, Past
from store.slots import JAPAN
from store.wording import Change

PAGE = "changes.history_page"

EVENTS = 10
AROUND = 40  # letters shown on either side of a change
PIECE = 400


def history(past: Past, page: int) -> Message:
    """A page of what happened to a remark; page 0 is the last."""
    cited = f"kaigiroku:{past.place.id}"
    last = max(1, -(-len(past.events) // EVENTS))
    page = min(page, last) if page > 0 else last
    where = past.agenda.name if past.agenda else ""
    stands = "" if past.place.stands else "【取り消されています】"
    blocks = [
        parts.heading(f"発言の履歴（{cited}）"),
        parts.plain(
            f"{stands}{past.meeting.name}\n{where}　{parts.speaker(past.place.label)}".strip()
        ),
    ]
    for event in past.events[(page - 1) * EVENTS : page * EVENTS]:
        blocks += [parts.mrkdwn(f"*{_moment(event.at)}*　{_who(event.actor)}"), _deed(event)]
    blocks += parts.pager(PAGE, {"remark": past.place.id}, page, len(past.events), EVENTS)
    return parts.message(f"発言の履歴（{cited}）{len(past.events):,}件", blocks)


def _moment(at: datetime) -> str:
    in_japan = at.astimezone(JAPAN)
    return f"{day(in_japan.date())} {in_japan:%H:%M}"


def _who(actor: str) -> str:
    """Whose hand it was: a person of Slack's, or whoever sat at the machine itself."""
    door, _, name = actor.partition(":")
    if door == "slack" and _USER.fullmatch(name):
        return f"<@{name}>"
    elif door == "cli":
        return f"コマンド（{parts.escape(name)}）"
    else:
        return "自動の処理"


_USER = re.compile(r"[UW][A-Z0-9_]{1,30}")


def _deed(event: Event) -> Block:
    """What was done in a sentence, with the words that were changed below it."""
    changes: list[Change] = []
    if event.noun == "remarks":
        if "body" in event.before and "body" in event.after:
            changes = wording.changed(event.before["body"], event.after["body"])
        elif event.deed == "added" or "from" in event.after:
            changes = [Change(event.after["body"], event.after["body"])]
    said = {"type": "rich_text_section", "elements": [{"type": "text", "text": _sentence(event)}]}
    elements = [said]
    if changes:
        elements.append({"type": "rich_text_quote", "elements": _woven(changes)})
    return {"type": "rich_text", "elements": elements}


def _sentence(event: Event) -> str:
    match event.deed:
        case "added" if event.after.get("source") == "minutes":
            return "取り込みました"
        case "added":
            return "記録しました"
        case "edited":
            return "本文を直しました"
        case "relabelled":
            return _relabelled(event)
        case "moved":
            old, new = event.before.get("agenda_item"), event.after.get("agenda_item")
            return f"議題を移しました（{old or '議題なし'} → {new or '議題なし'}）"
        case "split" if "from" in event.after:
            return f"kaigiroku:{event.after['from']} から分けました"
        case "split":
            others = "、".join(f"kaigiroku:{part}" for part in event.after.get("parts", ()))
            return f"分けました（後ろの発言は {others}）"
        case "joined" if "into" in event.after:
            return f"kaigiroku:{event.after['into']} につなぎました"
        case "joined":
            return f"kaigiroku:{event.after['with']} をつなぎました"
        case "withdrawn":
            return "取り消しました"
        case "restored":
            return "元に戻しました"
        case "named":
            return "実際の発言者を記録しました"
        case "unnamed":
            return "実際の発言者の記録を消しました"
        case _:
            return "変更しました"


def _relabelled(event: Event) -> str:
    if "begins" in event.after:
        whose = "別の人の発言" if event.after["begins"] else "前の人の続きの発言"
        return f"{whose}としました"
    old, new = event.before.get("label"), event.after.get("label")
    return f"発言者を直しました（{old or '記載なし'} → {new or '記載なし'}）"


def _woven(changes: list[Change]) -> list[Block]:
    """Both wordings in one: what is gone struck out, what is new in bold."""
    pieces: list[tuple[str, dict[str, bool]]] = []
    for change in wording.near(changes, AROUND):
        if change.is_changed:
            pieces += [(change.before, {"strike": True}), (change.after, {"bold": True})]
        else:
            pieces.append((change.before, {}))
    return [
        {"type": "text", "text": parts.cut(text, PIECE), **({"style": style} if style else {})}
        for text, style in pieces
        if text
    ]
