"""chat.* and reactions.*: what the app writes."""

import re
from typing import Any

from bot.workspace import blocks
from bot.workspace.api import ApiError, Json, Method, required
from bot.workspace.cast import direct_channel
from bot.workspace.messages import Desk, message_fields
from bot.workspace.state import Post, Scheduled, post_wire

LONGEST_TEXT = 40_000
MOST_ATTACHMENTS = 100
FURTHEST = 120 * 24 * 3600
REACTION_NAME = re.compile(r"[a-z0-9_'+\-]+(::skin-tone-[2-6])?")


def channel_to_write(desk: Desk, name: Any) -> str:
    """Find the channel an app may write in, opening a DM when given a person."""
    world = desk.world
    channel = direct_channel(name) if name in world.people else str(name)
    place = world.channels.get(channel)
    if place is None or (place.is_im and not world.is_member(channel, world.bot.id)):
        raise ApiError("channel_not_found")
    if place.is_archived:
        raise ApiError("is_archived")
    if not world.is_member(channel, world.bot.id):
        if place.is_private:
            raise ApiError("channel_not_found")
        if world.manifest.source is None or not world.manifest.holds(("chat:write.public",)):
            raise ApiError("not_in_channel")
    return channel


def check_content(content: Json) -> None:
    """Refuse a message Slack would refuse."""
    if not any(content.get(part) for part in ("text", "blocks", "attachments")):
        raise ApiError("no_text")
    if len(str(content.get("text") or "")) > LONGEST_TEXT:
        raise ApiError("msg_too_long")
    if len(content.get("attachments") or ()) > MOST_ATTACHMENTS:
        raise ApiError("too_many_attachments")
    if found := blocks.problems_of_message(content.get("blocks")):
        raise ApiError("invalid_blocks", **blocks.as_metadata(found))
    for attachment in content.get("attachments") or ():
        if found := blocks.problems_of_message(attachment.get("blocks")):
            raise ApiError("invalid_attachments", **blocks.as_metadata(found))
    metadata = content.get("metadata")
    if metadata is not None and not _is_metadata(metadata):
        raise ApiError("invalid_metadata_format")


def _is_metadata(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("event_type"), str)
        and isinstance(value.get("event_payload"), dict)
    )


def thread_of(desk: Desk, channel: str, args: Json) -> str | None:
    """Find the thread a reply belongs to."""
    ts = args.get("thread_ts")
    if not ts:
        return None
    parent = desk.world.find_post(channel, str(ts))
    if parent is None:
        raise ApiError("thread_not_found")
    return parent.thread_ts or parent.ts


def post_message(desk: Desk, args: Json) -> Json:
    """chat.postMessage."""
    (name,) = required(args, "channel")
    channel = channel_to_write(desk, name)
    check_content(args)
    thread_ts = thread_of(desk, channel, args)
    post = desk.post(desk.by_bot(channel, args, thread_ts=thread_ts))
    return {"channel": channel, "ts": post.ts, "message": post_wire(post, metadata=True)}


def post_ephemeral(desk: Desk, args: Json) -> Json:
    """chat.postEphemeral: to one person's eyes, kept nowhere."""
    name, user = required(args, "channel", "user")
    channel = channel_to_write(desk, name)
    check_content(args)
    if user not in desk.world.people:
        raise ApiError("user_not_found")
    if not desk.world.is_member(channel, user):
        raise ApiError("user_not_in_channel")
    thread_ts = thread_of(desk, channel, args)
    post = desk.post(desk.by_bot(channel, args, thread_ts=thread_ts, seen_by=user))
    return {"message_ts": post.ts}


def update(desk: Desk, args: Json) -> Json:
    """chat.update: the app's own kept messages only."""
    post = _own_post(desk, args, "cant_update_message")
    content = {k: v for k, v in args.items() if k in ("text", "blocks", "attachments", "metadata")}
    check_content(content)
    fields = message_fields(content)
    if "blocks" not in content and "attachments" not in content:
        fields["blocks"] = []
    if "metadata" not in content:
        del fields["metadata"]
    del fields["mrkdwn"]
    desk.revise(post, **fields)
    wire = post_wire(post, metadata=True)
    return {"channel": post.channel, "ts": post.ts, "text": post.text, "message": wire}


def delete(desk: Desk, args: Json) -> Json:
    """chat.delete."""
    post = _own_post(desk, args, "cant_delete_message")
    desk.remove(post)
    return {"channel": post.channel, "ts": post.ts}


def _own_post(desk: Desk, args: Json, refusal: str) -> Post:
    channel, ts = required(args, "channel", "ts")
    if channel not in desk.world.channels:
        raise ApiError("channel_not_found")
    post = desk.world.find_post(channel, str(ts))
    if post is None or post.seen_by is not None:
        raise ApiError("message_not_found")
    if not post.by_bot:
        raise ApiError(refusal)
    return post


def get_permalink(desk: Desk, args: Json) -> Json:
    """chat.getPermalink."""
    channel, ts = required(args, "channel", "message_ts")
    if channel not in desk.world.channels:
        raise ApiError("channel_not_found")
    post = desk.world.find_post(channel, str(ts))
    if post is None or post.seen_by is not None:
        raise ApiError("message_not_found")
    link = f"{desk.base}/archives/{channel}/p{post.ts.replace('.', '')}"
    if post.thread_ts:
        link += f"?thread_ts={post.thread_ts}&cid={channel}"
    return {"channel": channel, "permalink": link}


def schedule_message(desk: Desk, args: Json) -> Json:
    """chat.scheduleMessage. With metadata it is accepted and never posted, as in Slack."""
    name, post_at = required(args, "channel", "post_at")
    channel = channel_to_write(desk, name)
    check_content(args)
    now, at = desk.world.clock(), int(post_at)
    if at <= now:
        raise ApiError("time_in_past")
    if at - now > FURTHEST:
        raise ApiError("time_too_far")
    near = [
        s
        for s in desk.world.scheduled.values()
        if s.channel == channel and s.post_at // 300 == at // 300
    ]
    if len(near) >= 30:
        raise ApiError("restricted_too_many")
    waiting = Scheduled(
        id=desk.world.new_id("Q"), channel=channel, post_at=at, arguments=args, created=int(now)
    )
    desk.world.scheduled[waiting.id] = waiting
    desk.world.changed()
    return {"channel": channel, "scheduled_message_id": waiting.id, "post_at": at}


def delete_scheduled(desk: Desk, args: Json) -> Json:
    """chat.deleteScheduledMessage: not in the last 60 seconds."""
    channel, scheduled_id = required(args, "channel", "scheduled_message_id")
    waiting = desk.world.scheduled.get(str(scheduled_id))
    if waiting is None or waiting.channel != channel:
        raise ApiError("invalid_scheduled_message_id")
    if waiting.post_at - desk.world.clock() <= 60:
        raise ApiError("invalid_scheduled_message_id")
    del desk.world.scheduled[waiting.id]
    desk.world.changed()
    return {}


def list_scheduled(desk: Desk, args: Json) -> Json:
    """chat.scheduledMessages.list: without blocks, as in Slack."""
    found = [
        {
            "id": s.id,
            "channel_id": s.channel,
            "post_at": s.post_at,
            "date_created": s.created,
            "text": str(s.arguments.get("text") or ""),
        }
        for s in desk.world.scheduled.values()
        if args.get("channel") in (None, s.channel)
    ]
    return {"scheduled_messages": found, "response_metadata": {"next_cursor": ""}}


def post_due(desk: Desk) -> None:
    """Post the scheduled messages whose time has come."""
    world = desk.world
    for waiting in [s for s in world.scheduled.values() if s.post_at <= world.clock()]:
        del world.scheduled[waiting.id]
        if not waiting.arguments.get("metadata"):
            thread_ts = waiting.arguments.get("thread_ts")
            desk.post(desk.by_bot(waiting.channel, waiting.arguments, thread_ts=thread_ts))


def add_reaction(desk: Desk, args: Json) -> Json:
    """reactions.add."""
    post, name = _post_to_react(desk, args)
    if not desk.react(post, desk.world.bot.id, name):
        raise ApiError("already_reacted")
    return {}


def remove_reaction(desk: Desk, args: Json) -> Json:
    """reactions.remove."""
    post, name = _post_to_react(desk, args)
    if not desk.unreact(post, desk.world.bot.id, name):
        raise ApiError("no_reaction")
    return {}


def _post_to_react(desk: Desk, args: Json) -> tuple[Post, str]:
    channel, ts, name = required(args, "channel", "timestamp", "name")
    if channel not in desk.world.channels:
        raise ApiError("channel_not_found")
    if not desk.world.is_member(channel, desk.world.bot.id):
        raise ApiError("not_in_channel")
    post = desk.world.find_post(channel, str(ts))
    if post is None or post.seen_by is not None:
        raise ApiError("message_not_found")
    if not REACTION_NAME.fullmatch(name):
        raise ApiError("invalid_name")
    return post, name


def validate_blocks(desk: Desk, args: Json) -> Json:
    """blocks.validate: one of blocks, message or view, with pointers to what is wrong."""
    given = [name for name in ("blocks", "message", "view") if args.get(name) is not None]
    if len(given) != 1:
        raise ApiError("invalid_arguments")
    value = args[given[0]]
    if given == ["view"]:
        found = blocks.problems_of_view(value)
    elif given == ["message"]:
        found = blocks.problems_of_message(value.get("blocks"))
    else:
        found = blocks.problems_of_message(value)
    if found:
        errors = [{"pointer": p.pointer, "code": p.code, "message": p.message} for p in found]
        raise ApiError("invalid_blocks", errors=errors)
    return {"errors": []}


METHODS: dict[str, Method] = {
    "blocks.validate": validate_blocks,
    "chat.delete": delete,
    "chat.deleteScheduledMessage": delete_scheduled,
    "chat.getPermalink": get_permalink,
    "chat.postEphemeral": post_ephemeral,
    "chat.postMessage": post_message,
    "chat.scheduleMessage": schedule_message,
    "chat.scheduledMessages.list": list_scheduled,
    "chat.update": update,
    "reactions.add": add_reaction,
    "reactions.remove": remove_reaction,
}
