"""How confirming, publishing and reopening minutes look: what it means, and that it is done."""

from handlers.views import parts
from handlers.views import remarks as remark_views
from handlers.views.parts import Block, Message
from store.meetings import Meeting

CONFIRM = "confirming.confirm"
PUBLISH = "confirming.publish"
REOPEN = "confirming.reopen"


def ask_to_confirm(meeting: Meeting) -> Message:
    """What it means to confirm, and the button that does it."""
    told = f"{meeting.name}の会議録（発言{meeting.remarks:,}件）を確定しますか。"
    lines = [
        "確定すると、発言の記録、訂正、取消しはできなくなります。",
        "「Slackで記録」の印は消え、正式な会議録として扱います。",
        "あとで直す必要があるときは、「/minutes reopen」で確定を解除できます。",
    ]
    return _ask(told, lines, _confirm_button(meeting))


def ask_to_publish(meeting: Meeting) -> Message:
    """What it means to publish."""
    told = f"{meeting.name}の会議録を、公表済みと記録しますか。"
    lines = [
        "市のホームページなどで公表したことの記録です。このボットが外に公表することはありません。",
        "公表した会議録は、「/minutes reopen」で確定を解除するまで直せません。",
    ]
    return _ask(told, lines, _publish_button(meeting))


def ask_to_reopen(meeting: Meeting, *, is_published: bool) -> Message:
    """What it means to reopen."""
    told = f"{meeting.name}の会議録の確定を解除しますか。"
    lines = ["解除すると、発言を直せるようになります。直し終えたら、もう一度確定してください。"]
    if is_published:
        lines.append(
            "この会議録は公表済みです。公表したものとの違いは「/minutes changes」の新旧対照表で示せます。"
        )
    return _ask(told, lines, _reopen_button(meeting))


def confirmed(meeting: Meeting, *, is_new: bool) -> Message:
    """The minutes are confirmed."""
    told = f"{meeting.name}の会議録を確定しました。" if is_new else _already(meeting, "確定")
    row = [_reopen_button(meeting)]
    if meeting.disclosure != "closed":
        row.insert(0, _publish_button(meeting))
    return parts.message(told, [parts.plain(told), parts.buttons(row)])


def published(meeting: Meeting, *, is_new: bool) -> Message:
    """The minutes are noted as published."""
    told = (
        f"{meeting.name}の会議録を公表済みと記録しました。" if is_new else _already(meeting, "公表")
    )
    return parts.message(told, [parts.plain(told), parts.buttons([_reopen_button(meeting)])])


def reopened(meeting: Meeting, *, is_new: bool) -> Message:
    """The minutes may be put right again."""
    if is_new:
        told = f"{meeting.name}の会議録の確定を解除しました。発言を直せます。"
    else:
        told = f"{meeting.name}の会議録は確定していません。このまま直せます。"
    return parts.message(told, [parts.plain(told), parts.buttons([_confirm_button(meeting)])])


def _already(meeting: Meeting, deed: str) -> str:
    return f"{meeting.name}の会議録は、すでに{deed}しています。"


def _ask(told: str, lines: list[str], button: Block) -> Message:
    return parts.message(told, [parts.plain(told), parts.bullets(lines), parts.buttons([button])])


def _confirm_button(meeting: Meeting) -> Block:
    button = parts.button("確定する", CONFIRM, {"meeting": meeting.id}, style="primary")
    line = "確定したあとは、解除するまで発言を直せません。"
    return button | {"confirm": remark_views.confirm("会議録を確定しますか", line, "確定する")}


def _publish_button(meeting: Meeting) -> Block:
    button = parts.button("公表済みにする", PUBLISH, {"meeting": meeting.id})
    line = "公表したことを記録します。このボットが外に公表することはありません。"
    return button | {"confirm": remark_views.confirm("公表済みにしますか", line, "公表済みにする")}


def _reopen_button(meeting: Meeting) -> Block:
    button = parts.button("確定を解除する", REOPEN, {"meeting": meeting.id})
    line = "発言を直せるようになります。公表済みの記録も外れます。"
    return button | {"confirm": remark_views.confirm("確定を解除しますか", line, "解除する")}
