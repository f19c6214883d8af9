"""How the ladder looks: what to try when nothing was found, and how much each try would find."""

from collections.abc import Sequence

from handlers.parse.query import write
from handlers.views import minutes, parts
from handlers.views.dates import day
from handlers.views.parts import Block
from store.ladder import Office, Place, Step

STEP = "search.step"

FEWER = 5  # buttons that leave one word out
PLACES = 3
OFFICES = 5
ASKED = 5  # people of one secretariat

_DROPPED = {
    "when": "期間を限らない",
    "where": "会議・会議体を限らない",
    "agenda": "議題を限らない",
    "who": "発言者を限らない",
    "kind": "区分を限らない",
    "all": "絞り込みをすべて外す",
}
_WHERE = {"agenda": "議題", "material": "資料", "meeting": "会議名", "venue": "場所"}


def ladder(steps: Sequence[Step]) -> list[Block]:
    """The steps in their order, each with a button; at the end whom to ask."""
    fewer = [step for step in steps if step.kind == "fewer"][:FEWER]
    searches = [s for s in steps if s.query and (s.kind != "fewer" or s in fewer)]
    row = [
        parts.button(_label(step), f"{STEP}.{n}", {"q": write(step.query)})
        for n, step in enumerate(searches)
        if step.query
    ]
    blocks = [parts.plain("次のように探すと見つかります。"), parts.buttons(row)] if row else []
    for step in steps:
        if step.kind == "headings":
            blocks += _headings(step)
        elif step.kind == "people":
            blocks.append(_people(step.offices))
    return blocks


def _label(step: Step) -> str:
    # The number stays where a long word is cut.
    number = f"（{step.total:,}件）"
    return parts.cut(_what(step), parts.BUTTON - len(number)) + number


def _what(step: Step) -> str:
    words = "、".join(step.words)
    match step.kind:
        case "fewer":
            return f"「{words}」を外す"
        case "included":
            return f"「{words}」を除かない"
        case "apart":
            return f"「{'」「'.join(step.words)}」に分ける"
        case "synonyms":
            return f"{words}も探す"
        case "spelling":
            return f"「{words}」で探す"
        case _:
            return _DROPPED[step.words[0]]


def _headings(step: Step) -> list[Block]:
    told = f"議題・資料・会議名・場所では{step.total:,}件見つかりました。"
    return [parts.plain(told), *map(_place, step.places[:PLACES])]


def _place(place: Place) -> Block:
    closed = "【非公開】" if place.closed else ""
    line = f"{_WHERE[place.where]}　{place.said}\n{closed}{place.meeting}　{day(place.held_on)}"
    value = {"meeting": place.meeting_id, "page": 1}
    button = parts.button(
        "会議録を表示", minutes.SHOW, value, spoken=f"{place.meeting}の会議録を表示"
    )
    return parts.plain(line, button)


def _people(offices: Sequence[Office]) -> Block:
    if not offices:
        return parts.plain(
            "会議録にないことは、会議体の事務局にお尋ねください。担当者は、まだ登録されていません。"
        )
    lines = ["会議録にないことは、事務局の担当者にお尋ねください。"]
    for office in offices[:OFFICES]:
        people = " ".join(f"<@{user_id}>" for user_id in office.user_ids[:ASKED])
        lines.append(f"• {parts.escape(office.council)}　{people}")
    if len(offices) > OFFICES:
        lines.append("ほかの会議体の担当者は「/council staff 会議体の名前」で確かめられます。")
    return parts.mrkdwn("\n".join(lines))
