"""How watches and their alerts look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.views import excerpts, parts
from handlers.views.dates import day
from handlers.views.parts import Block, Message
from store import text
from store.meetings import Meeting
from store.search import Hit
from store.watches import MOST, Watch

PAUSE = "watch.pause"
RESUME = "watch.resume"
STOP = "watch.stop"
SHOW = "watch.show"
PAGE = "watch.page"

LISTED = 20  # on a page; two blocks each
TOLD = 10  # meetings in an alert
QUOTED = 3  # remarks of a meeting; of several meetings, one of each
NAMED = 5  # watches under an alert

# Where a button was pressed: a page of the list is drawn anew, an alert stays as it is.
IN_ALERT = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an alert tells about one meeting."""

    meeting: Meeting
    hits: tuple[Hit, ...]


def kept(watch: Watch, also: Sequence[str], *, is_new: bool) -> Message:
    """The query is kept, or was already."""
    if is_new:
        told = f"「{watch.query}」の通知を設定しました。"
        advice = "この検索に合う発言が新しく記録されると、会議ごとにまとめて、ダイレクトメッセージでお知らせします。"
        if also:
            advice += f"同じ意味の言葉（{'、'.join(also)}）でもお知らせします。打った言葉だけでよければ、=人材 のように = を付けます。"
    elif watch.state == "active":
        told = f"「{watch.query}」の通知は、すでに設定しています。"
        advice = "一覧は「/minutes watch」で表示できます。"
    else:
        told = f"「{watch.query}」の通知は、一時停止しています。"
        advice = "「再開する」を押すと、これからの発言をお知らせします。"
    blocks = [parts.plain(told), parts.context(advice), _buttons(watch, page=1)]
    return parts.message(told, blocks)


def watches(kept: Sequence[Watch], page: int) -> Message:
    """What a person watches, each with its buttons."""
    if not kept:
        return parts.sentence(
            "設定している通知はありません。「/minutes watch 人材」のように言葉を添えると、"
            "その言葉に合う発言が新しく記録されたときにお知らせします。"
        )
    page = min(page, -(-len(kept) // LISTED))
    told = f"通知は{len(kept):,}件あります（{MOST}件まで設定できます）"
    blocks = [parts.plain(told)]
    for watch in kept[(page - 1) * LISTED : page * LISTED]:
        state = "" if watch.state == "active" else "（一時停止中）"
        blocks += [parts.plain(f"{watch.query}{state}"), _buttons(watch, page)]
    blocks += parts.pager(PAGE, {}, page, len(kept), LISTED)
    return parts.message(told, blocks)


def paused(watch: Watch) -> Message:
    """No more alerts for now."""
    told = (
        f"「{watch.query}」の通知を一時停止しました。停止中の発言は、再開してもお知らせしません。"
    )
    again = _button("再開する", RESUME, watch, IN_ALERT)
    return parts.message(told, [parts.plain(told, again)])


def resumed(watch: Watch) -> Message:
    """Alerts from here on."""
    return parts.sentence(f"「{watch.query}」の通知を再開しました。")


def removed(watch: Watch) -> Message:
    """The watch is gone."""
    return parts.sentence(
        f"「{watch.query}」の通知をやめました。"
        f"もう一度設定するには「/minutes watch {watch.query}」と打ちます。"
    )


def alert(told: Sequence[Told], watches: Sequence[Watch], words: Iterable[str]) -> Message:
    """New remarks answer what somebody watches: by meeting, with the first of them."""
    words = list(words)
    asked = "、".join(f"「{watch.query}」" for watch in watches[:NAMED])
    total = sum(len(meeting.hits) for meeting in told)
    where = told[0].meeting.name if len(told) == 1 else f"{len(told):,}の会議"
    line = f"{asked}に合う新しい発言が{total:,}件あります（{where}）"
    blocks = [parts.plain(line)]
    quoted = QUOTED if len(told) == 1 else 1
    for meeting in told[:TOLD]:
        blocks += _meeting(meeting, words, quoted)
    if len(told) > TOLD:
        blocks.append(parts.context(f"ほかに{len(told) - TOLD:,}の会議があります。"))
    blocks.append({"type": "divider"})
    for watch in watches[:NAMED]:
        blocks += [parts.context(f"通知の言葉　{watch.query}"), _buttons(watch, IN_ALERT)]
    return parts.message(line, blocks)


def _meeting(told: Told, words: list[str], quoted: int) -> list[Block]:
    meeting = told.meeting
    show = parts.button(
        "会議録を表示", SHOW, {"meeting": meeting.id}, spoken=f"{meeting.name}の会議録を表示"
    )
    is_closed = meeting.disclosure == "closed"
    closed = "【非公開】" if is_closed else ""
    line = f"{closed}{meeting.name}\n{day(meeting.held_on)}　{len(told.hits):,}件"
    blocks = [parts.plain(line, show)]
    if is_closed:
        # An alert stays in Slack, where the words of a closed meeting are not to stay.
        return [*blocks, parts.context("非公開の会議の発言は、ここには載せません。")]
    for hit in told.hits[:quoted]:
        agenda = f"　{hit.agenda}" if hit.agenda else ""
        blocks.append(parts.context(f"{parts.speaker(hit.speaker)}{agenda}"))
        blocks.append(parts.quote(excerpts.window(text.mark(hit.body, words))))
    if len(told.hits) > quoted:
        blocks.append(parts.context(f"ほかに{len(told.hits) - quoted:,}件あります。"))
    return blocks


def _buttons(watch: Watch, page: int) -> Block:
    if watch.state == "active":
        first = _button("一時停止", PAUSE, watch, page)
    else:
        first = _button("再開する", RESUME, watch, page)
    return parts.buttons([first, _button("通知をやめる", STOP, watch, page)])


def _button(text: str, action_id: str, watch: Watch, page: int) -> Block:
    value = {"watch": watch.id, "page": page}
    query = parts.cut(watch.query, 50)
    return parts.button(text, action_id, value, spoken=f"{query}: {text}")
