"""users.*, usergroups.*, conversations.*, team.* and bots.*: who and where."""

from typing import Any

from bot.workspace.api import ApiError, Json, Method, is_true, required
from bot.workspace.cast import (
    APP_ID,
    BOT_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    TEAM_NAME,
    Channel,
    Group,
    Person,
    direct_channel,
)
from bot.workspace.messages import Desk
from bot.workspace.payloads import joined_event
from bot.workspace.state import Post, World, post_wire


def person_wire(person: Person, *, locale: bool) -> Json:
    """Draw a user."""
    wire: Json = {
        "id": person.id,
        "team_id": TEAM_ID,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": False,
        "is_bot": person.is_bot,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "tz": person.tz,
        "tz_label": "Japan Standard Time",
        "tz_offset": 32400,
        "profile": {
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.real_name,
            "display_name_normalized": person.real_name,
            "title": person.title,
            "team": TEAM_ID,
        },
    }
    if person.is_bot:
        wire["profile"] |= {"bot_id": BOT_ID, "api_app_id": APP_ID}
    return wire | ({"locale": person.locale} if locale else {})


def users_info(desk: Desk, args: Json) -> Json:
    """users.info."""
    (user,) = required(args, "user")
    person = desk.world.people.get(user)
    if person is None:
        raise ApiError("user_not_found")
    return {"user": person_wire(person, locale=is_true(args.get("include_locale")))}


def users_list(desk: Desk, args: Json) -> Json:
    """users.list."""
    locale = is_true(args.get("include_locale"))
    members = [person_wire(p, locale=locale) for p in desk.world.people.values()]
    return paged("members", members, args)


def lookup_by_email(desk: Desk, args: Json) -> Json:
    """users.lookupByEmail."""
    (email,) = required(args, "email")
    for person in desk.world.people.values():
        if person.email == email and not person.is_bot:
            return {"user": person_wire(person, locale=False)}
    raise ApiError("users_not_found")


def usergroups_list(desk: Desk, args: Json) -> Json:
    """usergroups.list."""
    with_users = is_true(args.get("include_users"))
    return {"usergroups": [_group_wire(g, with_users=with_users) for g in desk.world.groups]}


def _group_wire(group: Group, *, with_users: bool) -> Json:
    wire: Json = {"id": group.id, "team_id": TEAM_ID, "is_usergroup": True}
    wire |= {"name": group.name, "handle": group.handle, "user_count": len(group.members)}
    return wire | ({"users": list(group.members)} if with_users else {})


def usergroups_users(desk: Desk, args: Json) -> Json:
    """usergroups.users.list."""
    (group_id,) = required(args, "usergroup")
    for group in desk.world.groups:
        if group.id == group_id:
            return {"users": list(group.members)}
    raise ApiError("no_such_subteam")


def team_info(desk: Desk, args: Json) -> Json:
    """team.info."""
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN}}


def bots_info(desk: Desk, args: Json) -> Json:
    """bots.info."""
    if args.get("bot") not in (None, BOT_ID):
        raise ApiError("bot_not_found")
    bot = desk.world.bot
    wire = {"id": BOT_ID, "app_id": APP_ID, "user_id": bot.id, "name": bot.real_name}
    return {"bot": wire | {"deleted": False}}


def channel_wire(world: World, channel: Channel, *, members: bool = False) -> Json:
    """Draw a channel as the bot sees it."""
    inside = world.members[channel.id]
    if channel.is_im:
        other = next(u for u in inside if u != world.bot.id)
        return {"id": channel.id, "is_im": True, "user": other, "is_archived": False}
    wire: Json = {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": world.is_member(channel.id, world.bot.id),
        "topic": {"value": channel.topic},
        "purpose": {"value": ""},
    }
    return wire | ({"num_members": len(inside)} if members else {})


def readable(desk: Desk, args: Json, *, as_member: bool = False) -> Channel:
    """Find a channel the bot may know of; reading what is said in it takes being a member."""
    (name,) = required(args, "channel")
    world = desk.world
    channel = world.channels.get(name)
    inside = world.is_member(name, world.bot.id)
    if channel is None or ((channel.is_private or channel.is_im) and not inside):
        raise ApiError("channel_not_found")
    if as_member and not inside:
        raise ApiError("not_in_channel")
    return channel


def conversations_info(desk: Desk, args: Json) -> Json:
    """conversations.info."""
    channel = readable(desk, args)
    with_count = is_true(args.get("include_num_members"))
    return {"channel": channel_wire(desk.world, channel, members=with_count)}


def conversations_list(desk: Desk, args: Json) -> Json:
    """conversations.list: public channels unless `types` says otherwise."""
    types = str(args.get("types") or "public_channel").split(",")
    world = desk.world
    found = [
        channel_wire(world, c, members=True)
        for c in world.channels.values()
        if _type_of(c) in types
        and (not (c.is_private or c.is_im) or world.is_member(c.id, world.bot.id))
        and not (c.is_archived and is_true(args.get("exclude_archived")))
    ]
    return paged("channels", found, args)


def _type_of(channel: Channel) -> str:
    return "im" if channel.is_im else "private_channel" if channel.is_private else "public_channel"


def conversations_members(desk: Desk, args: Json) -> Json:
    """conversations.members."""
    channel = readable(desk, args)
    return paged("members", list(desk.world.members[channel.id]), args)


def conversations_open(desk: Desk, args: Json) -> Json:
    """conversations.open: the direct messages with one person."""
    if channel := args.get("channel"):
        return {"channel": {"id": readable(desk, {"channel": channel}).id}}
    (users,) = required(args, "users")
    names = users.split(",") if isinstance(users, str) else list(users)
    if any(name not in desk.world.people for name in names):
        raise ApiError("user_not_found")
    if len(names) > 1:
        raise ApiError("method_not_supported_for_channel_type")
    return {"channel": {"id": direct_channel(names[0])}}


def conversations_join(desk: Desk, args: Json) -> Json:
    """conversations.join."""
    channel = readable(desk, args)
    world = desk.world
    if channel.is_private or channel.is_im:
        raise ApiError("method_not_supported_for_channel_type")
    join(desk, channel, world.bot.id)
    return {"channel": channel_wire(world, channel)}


def join(desk: Desk, channel: Channel, user: str, inviter: str | None = None) -> None:
    """Let somebody into a channel; the app hears of it when it is inside itself."""
    world = desk.world
    if world.is_member(channel.id, user):
        return
    world.members[channel.id].append(user)
    world.changed()
    if world.is_member(channel.id, world.bot.id):
        body = joined_event(user, channel, inviter, world.new_ts())
        desk.tell("member_joined_channel", body)


def conversations_history(desk: Desk, args: Json) -> Json:
    """conversations.history: newest first, without replies and ephemerals."""
    channel = readable(desk, args, as_member=True)
    posts = [p for p in desk.world.posts[channel.id] if p.seen_by is None]
    tops = [p for p in posts if p.thread_ts in (None, p.ts)]
    chosen = sorted(_between(tops, args), key=lambda p: p.ts, reverse=True)
    messages = [_history_wire(desk.world, p, args) for p in chosen]
    return paged("messages", messages, args, default=100) | {"pin_count": 0}


def conversations_replies(desk: Desk, args: Json) -> Json:
    """conversations.replies: the parent, then its replies, oldest first."""
    channel = readable(desk, args, as_member=True)
    (ts,) = required(args, "ts")
    parent = desk.world.find_post(channel.id, ts)
    if parent is None or parent.seen_by is not None:
        raise ApiError("thread_not_found")
    root = parent.thread_ts or parent.ts
    thread = [p for p in desk.world.posts[channel.id] if root in (p.ts, p.thread_ts)]
    kept = [p for p in thread if p.seen_by is None]
    messages = [_history_wire(desk.world, p, args) for p in _between(kept, args)]
    return paged("messages", messages, args, default=1000)


def _between(posts: list[Post], args: Json) -> list[Post]:
    oldest = float(args.get("oldest") or 0)
    latest = float(args.get("latest") or "inf")
    if is_true(args.get("inclusive")):
        return [p for p in posts if oldest <= float(p.ts) <= latest]
    return [p for p in posts if oldest < float(p.ts) < latest]


def _history_wire(world: World, post: Post, args: Json) -> Json:
    wire = post_wire(post, metadata=is_true(args.get("include_all_metadata")))
    if replies := world.replies(post.channel, post.ts):
        wire |= {
            "thread_ts": post.ts,
            "reply_count": len(replies),
            "reply_users": list(dict.fromkeys(r.user for r in replies)),
            "latest_reply": replies[-1].ts,
        }
    return wire


def paged(name: str, items: list[Any], args: Json, *, default: int = 1000) -> Json:
    """Cut a list to `limit`, with a cursor for the rest."""
    start = int(args.get("cursor") or 0)
    end = start + min(int(args.get("limit") or default), 1000)
    more = end < len(items)
    return {
        name: items[start:end],
        "has_more": more,
        "response_metadata": {"next_cursor": str(end) if more else ""},
    }


METHODS: dict[str, Method] = {
    "bots.info": bots_info,
    "conversations.history": conversations_history,
    "conversations.info": conversations_info,
    "conversations.join": conversations_join,
    "conversations.list": conversations_list,
    "conversations.members": conversations_members,
    "conversations.open": conversations_open,
    "conversations.replies": conversations_replies,
    "team.info": team_info,
    "usergroups.list": usergroups_list,
    "usergroups.users.list": usergroups_users,
    "users.info": users_info,
    "users.list": users_list,
    "users.lookupByEmail": lookup_by_email,
}
