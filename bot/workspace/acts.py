"""What a person does in Slack, and what the app hears of it."""

from typing import Any

from bot.workspace import payloads
from bot.workspace.api import ApiError
from bot.workspace.api_people import join
from bot.workspace.forms import Refused, elements, entry, initial
from bot.workspace.markup import escape, mentioned, typed
from bot.workspace.messages import Desk
from bot.workspace.response import answer_through
from bot.workspace.socket import Ack
from bot.workspace.state import OpenView, Post, ResponseUrl, with_block_ids

Json = dict[str, Any]
Where = Post | OpenView

TIMED_OUT = "この操作は時間内に完了しませんでした。もう一度お試しください。（operation_timeout）"
NOT_CONNECTED = (
    "アプリが応答していません。アプリが起動しているか確かめてください。（dispatch_failed）"
)
MALFORMED = "アプリの応答に誤りがあります。"


async def command(
    desk: Desk, user: str, channel: str, name: str, text: str, thread_ts: str | None = None
) -> Ack:
    """Run a slash command."""
    world = desk.world
    offered = world.manifest.command(name)
    if offered is None:
        raise Refused(f"{name} は有効なコマンドではありません。")
    if thread_ts:
        raise Refused("スラッシュコマンドはスレッドでは使えません。")
    place = _open_to(desk, channel, user)
    sent = mentioned(text, mentions(desk)) if offered.get("should_escape") else escape(text)
    url = world.new_response_url(user, channel)
    ack = await desk.hub.ask(
        "slash_commands",
        payloads.command(
            world, user, place, name, sent, desk.response_url(url.id), world.new_trigger(user)
        ),
    )
    if ack.arrived:
        _show_ack(desk, url, ack)
    else:
        trouble = f"{name}: " + (TIMED_OUT if ack.error == "operation_timeout" else NOT_CONNECTED)
        _slackbot(desk, user, channel, trouble)
    return ack


def _show_ack(desk: Desk, url: ResponseUrl, ack: Ack) -> None:
    content = {"text": ack.body} if isinstance(ack.body, str) else ack.body
    if not content:
        return
    try:
        answer_through(desk, url, content)
    except ApiError as error:
        note_trouble(desk, f"{error.answer}")
        _slackbot(desk, url.user, url.channel, MALFORMED)


def _slackbot(desk: Desk, user: str, channel: str, text: str) -> None:
    """Show a person what Slack itself says when an app fails."""
    world = desk.world
    ts = world.new_ts()
    world.add_post(
        Post(
            channel=channel, ts=ts, user="USLACKBOT", text=text, seen_by=user, trouble="app_failed"
        )
    )


def note_trouble(desk: Desk, what: str) -> None:
    """Remember that the app answered something Slack cannot use."""
    desk.world.troubles.append(what)
    desk.world.changed()


def mentions(desk: Desk) -> dict[str, str]:
    """Return what people type for a name, and the token it becomes."""
    world = desk.world
    people = {f"@{p.real_name}": f"<@{p.id}>" for p in world.people.values()}
    places = {f"#{c.name}": f"<#{c.id}|{c.name}>" for c in world.channels.values() if not c.is_im}
    groups = {f"@{g.name}": f"<!subteam^{g.id}>" for g in world.groups}
    return people | places | groups


def _open_to(desk: Desk, channel: str, user: str) -> Any:
    if user not in desk.world.people or user == desk.world.bot.id:
        raise Refused(f"no person {user}")
    if not desk.world.can_see(channel, user):
        raise Refused(f"{user} cannot see {channel}")
    return desk.world.channels[channel]


# Messages


def say(desk: Desk, user: str, channel: str, text: str, thread_ts: str | None = None) -> Post:
    """Post a message as a person."""
    _open_to(desk, channel, user)
    if not desk.world.is_member(channel, user):
        raise Refused(f"{user} is not in {channel}")
    if not text.strip():
        raise Refused("an empty message cannot be sent")
    kept, blocks = typed(text, mentions(desk))
    parent = desk.world.find_post(channel, thread_ts) if thread_ts else None
    if thread_ts and parent is None:
        raise Refused(f"no message {thread_ts} to reply to")
    return desk.post(
        Post(
            channel=channel,
            ts=desk.world.new_ts(),
            user=user,
            text=kept,
            blocks=blocks,
            thread_ts=(parent.thread_ts or parent.ts) if parent else None,
        )
    )


def edit(desk: Desk, post: Post, user: str, text: str) -> None:
    """Change one's own message."""
    _own(post, user)
    kept, blocks = typed(text, mentions(desk))
    desk.revise(post, text=kept, blocks=blocks)


def delete(desk: Desk, post: Post, user: str) -> None:
    """Delete one's own message."""
    _own(post, user)
    desk.remove(post)


def _own(post: Post, user: str) -> None:
    if post.user != user:
        raise Refused("only one's own messages can be changed")


def dismiss(desk: Desk, post: Post, user: str) -> None:
    """Close a message only this person sees."""
    if post.seen_by != user:
        raise Refused("only an ephemeral message can be dismissed")
    desk.world.remove_post(post)


def enter(desk: Desk, user: str, channel: str, inviter: str | None = None) -> None:
    """Join a channel, or bring somebody (such as the bot) into it."""
    place = desk.world.channels[channel]
    if place.is_im:
        raise Refused("direct messages cannot be joined")
    join(desk, place, user, inviter)


def open_home(desk: Desk, user: str) -> None:
    """Open the app's Home tab."""
    world = desk.world
    if not world.manifest.home_enabled:
        raise Refused("the app has no Home tab")
    channel = next(c.id for c in world.channels.values() if c.is_im and user in c.members)
    desk.tell("app_home_opened", payloads.home_event(world, user, channel, world.new_ts()))


# Buttons and menus


def find_element(
    where: Where, action_id: str, *, block_id: str | None = None, value: str | None = None
) -> tuple[Json, Json]:
    """Find an element on a message or a view, with the block it stands in."""
    found = [
        (block, element)
        for block, element in elements(blocks_of(where))
        if element.get("action_id") == action_id
        and block_id in (None, block["block_id"])
        and (value is None or value == element.get("value"))
    ]
    if not found:
        raise Refused(f"nothing with action_id {action_id!r} (value {value!r}) is on screen")
    return found[0]


def blocks_of(where: Where) -> list[Json]:
    """Return the blocks on screen, those inside others included."""
    blocks = where.body["blocks"] if isinstance(where, OpenView) else list(where.blocks)
    if isinstance(where, Post):
        blocks += [b for a in where.attachments for b in a.get("blocks") or ()]
    inner = [c for b in blocks for c in b.get("child_blocks") or ()]
    cards = [
        card | {"block_id": b["block_id"]}
        for b in blocks
        if b["type"] == "carousel"
        for card in b["elements"]
    ]
    return [*blocks, *with_block_ids(inner), *cards]


async def press(desk: Desk, where: Where, user: str, block: Json, element: Json) -> Ack:
    """Press a button."""
    action = _action(desk, block, element)
    for name in ("text", "value", "url", "style"):
        if name in element:
            action[name] = element[name]
    return await _act(desk, where, user, action)


async def choose(
    desk: Desk, where: Where, user: str, block: Json, element: Json, value: Any
) -> Ack | None:
    """Pick something in a menu, a date or a box; an input tells the app only if it asked to."""
    action_id = element["action_id"]
    if element["type"] == "overflow":
        option = next((o for o in element["options"] if o["value"] == value), None)
        if option is None:
            raise Refused(f"no option {value!r} in {action_id}")
        chosen = {"type": "overflow", "selected_option": option}
    else:
        suggested = desk.world.suggested.get((_place(where), action_id))
        chosen = entry(element, value, suggested)
        fill(where, user, block["block_id"], action_id, chosen)
    if block["type"] == "input" and not block.get("dispatch_action"):
        return None
    return await _act(desk, where, user, _action(desk, block, element) | chosen)


def fill(where: Where, user: str, block_id: str, action_id: str, chosen: Json) -> None:
    """Remember what was put into an input."""
    if isinstance(where, OpenView):
        where.values.setdefault(block_id, {})[action_id] = chosen
        where.errors.pop(block_id, None)
    else:
        mine = where.values.setdefault(user, initial(blocks_of(where)))
        mine.setdefault(block_id, {})[action_id] = chosen


def _place(where: Where) -> str:
    return where.id if isinstance(where, OpenView) else f"{where.channel}/{where.ts}"


def _action(desk: Desk, block: Json, element: Json) -> Json:
    return {
        "type": element["type"],
        "action_id": element.get("action_id", ""),
        "block_id": block["block_id"],
        "action_ts": desk.world.new_ts(),
    }


async def _act(desk: Desk, where: Where, user: str, action: Json) -> Ack:
    world = desk.world
    if not world.manifest.interactive:
        raise Refused("interactivity is not switched on in the manifest")
    if isinstance(where, OpenView):
        trigger_id = world.new_trigger(user, where.id)
        payload = payloads.view_actions(world, user, where, action, trigger_id)
    else:
        _may_see(desk, where, user)
        url = world.new_response_url(
            user, where.channel, thread_ts=where.thread_ts, original=(where.channel, where.ts)
        )
        values = where.values.get(user) or initial(blocks_of(where))
        payload = payloads.message_actions(
            world, user, where, action, values, desk.response_url(url.id), world.new_trigger(user)
        )
    ack = await desk.hub.ask("interactive", payload)
    show_failure(desk, where, ack)
    return ack


def _may_see(desk: Desk, post: Post, user: str) -> None:
    if post.seen_by not in (None, user) or not desk.world.can_see(post.channel, user):
        raise Refused(f"{user} does not see this message")


def show_failure(desk: Desk, where: Where, ack: Ack) -> None:
    """Show beside a message or in a view that the app did not answer, or no longer."""
    where.trouble = None
    if not ack.arrived:
        where.trouble = TIMED_OUT if ack.error == "operation_timeout" else NOT_CONNECTED
    desk.world.touch(where)


async def suggest(
    desk: Desk, where: Where, user: str, block: Json, element: Json, query: str
) -> tuple[Ack, list[Json]]:
    """Type into an external select; return the options the app offers."""
    payload = payloads.suggestion(desk.world, user, where, block["block_id"], element, query)
    ack = await desk.hub.ask("interactive", payload)
    body = ack.body if isinstance(ack.body, dict) else {}
    options: list[Json] = list(body.get("options") or ())
    options += [o for g in body.get("option_groups") or () for o in g["options"]]
    if len(options) > 100:
        note_trouble(desk, "block_suggestion: more than 100 options")
    known = desk.world.suggested.setdefault((_place(where), element["action_id"]), [])
    known.extend(options)
    return ack, options


# Shortcuts


async def shortcut(desk: Desk, user: str, callback_id: str) -> Ack:
    """Choose a global shortcut."""
    world = desk.world
    if not world.manifest.has_shortcut("global", callback_id):
        raise Refused(f"no global shortcut {callback_id}")
    trigger_id = world.new_trigger(user)
    return await desk.hub.ask(
        "interactive", payloads.shortcut(world, user, callback_id, world.new_ts(), trigger_id)
    )


async def message_shortcut(desk: Desk, user: str, callback_id: str, post: Post) -> Ack:
    """Choose a shortcut from a message's menu."""
    world = desk.world
    if not world.manifest.has_shortcut("message", callback_id):
        raise Refused(f"no message shortcut {callback_id}")
    if post.seen_by is not None:
        raise Refused("an ephemeral message has no shortcuts")
    _may_see(desk, post, user)
    url = world.new_response_url(user, post.channel, thread_ts=post.thread_ts)
    wires = {
        "response_url": desk.response_url(url.id),
        "trigger_id": world.new_trigger(user),
        "action_ts": world.new_ts(),
    }
    payload = payloads.message_shortcut(world, user, callback_id, post, wires)
    return await desk.hub.ask("interactive", payload)
