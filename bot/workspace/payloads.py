"""The payloads inside envelopes: what Slack tells the app about what a person did."""

from typing import Any

from bot.workspace.cast import APP_ID, BOT_ID, TEAM_DOMAIN, TEAM_ID, Channel
from bot.workspace.state import OpenView, Post, World, kind_of, post_wire

Json = dict[str, Any]

TOKEN = "deprecated-verification-token"  # noqa: S105 - Slack sends one, nobody reads it


def command(
    world: World, user: str, channel: Channel, name: str, text: str, url: str, trigger_id: str
) -> Json:
    """Build a slash command."""
    return {
        "token": TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_im else channel.name,
        "user_id": user,
        "user_name": world.people[user].name,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger_id,
    }


def _who(world: World, user: str) -> Json:
    name = world.people[user].name
    return {
        "user": {"id": user, "username": name, "name": name, "team_id": TEAM_ID},
        "api_app_id": APP_ID,
        "token": TOKEN,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(world: World, channel: str) -> Json:
    place = world.channels[channel]
    return {"id": place.id, "name": "directmessage" if place.is_im else place.name}


def message_actions(
    world: World, user: str, post: Post, action: Json, values: Json, url: str, trigger_id: str
) -> Json:
    """Build a press in a message. Slack does not repeat an ephemeral message's content."""
    container: Json = {
        "type": "message",
        "message_ts": post.ts,
        "channel_id": post.channel,
        "is_ephemeral": post.seen_by is not None,
    }
    if post.thread_ts:
        container["thread_ts"] = post.thread_ts
    payload = {"type": "block_actions", **_who(world, user), "container": container}
    payload |= {"trigger_id": trigger_id, "channel": _channel(world, post.channel)}
    if post.seen_by is None:
        payload["message"] = post_wire(post)
    return payload | {
        "state": {"values": values},
        "response_url": url,
        "actions": [action],
    }


def view_actions(world: World, user: str, view: OpenView, action: Json, trigger_id: str) -> Json:
    """Build a press in a modal or on the Home tab."""
    return {
        "type": "block_actions",
        **_who(world, user),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger_id,
        "view": view_wire(view),
        "actions": [action],
    }


def suggestion(
    world: World, user: str, where: Post | OpenView, block_id: str, element: Json, query: str
) -> Json:
    """Build a person typing into an external select."""
    payload: Json = {"type": "block_suggestion", **_who(world, user)}
    payload |= {"action_id": element["action_id"], "block_id": block_id, "value": query}
    if isinstance(where, OpenView):
        container: Json = {"type": "view", "view_id": where.id}
        return payload | {"container": container, "view": view_wire(where)}
    container = {"type": "message", "message_ts": where.ts, "channel_id": where.channel}
    payload |= {"container": container | {"is_ephemeral": where.seen_by is not None}}
    payload["channel"] = _channel(world, where.channel)
    return payload if where.seen_by else payload | {"message": post_wire(where)}


def submission(world: World, view: OpenView, trigger_id: str) -> Json:
    """Build a form sent off."""
    return {
        "type": "view_submission",
        **_who(world, view.user),
        "trigger_id": trigger_id,
        "view": view_wire(view),
        "response_urls": view.response_urls,
    }


def closed(world: World, view: OpenView, *, is_cleared: bool) -> Json:
    """Build a form closed without being sent."""
    return {
        "type": "view_closed",
        **_who(world, view.user),
        "view": view_wire(view),
        "is_cleared": is_cleared,
    }


def shortcut(world: World, user: str, callback_id: str, action_ts: str, trigger_id: str) -> Json:
    """Build a global shortcut. It has no channel and no response_url."""
    return {
        "type": "shortcut",
        **_who(world, user),
        "callback_id": callback_id,
        "action_ts": action_ts,
        "trigger_id": trigger_id,
    }


def message_shortcut(world: World, user: str, callback_id: str, post: Post, wires: Json) -> Json:
    """Build a shortcut chosen from a message's menu; the message comes along."""
    return {
        "type": "message_action",
        **_who(world, user),
        "callback_id": callback_id,
        "channel": _channel(world, post.channel),
        "message_ts": post.ts,
        "message": post_wire(post),
        **wires,
    }


def view_wire(view: OpenView) -> Json:
    """Draw a view as payloads and the views methods do."""
    body = view.body
    return {
        "id": view.id,
        "team_id": TEAM_ID,
        "type": body["type"],
        "title": body.get("title"),
        "submit": body.get("submit"),
        "close": body.get("close"),
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "external_id": body.get("external_id", ""),
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "state": {"values": view.values},
        "hash": view.hash,
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": APP_ID,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }


def event(world: World, body: Json) -> Json:
    """Wrap an event; each delivery to a subscription has its own event_id."""
    return {
        "token": TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "type": "event_callback",
        "event_id": world.new_id("Ev"),
        "event_time": int(world.clock()),
        "event": body,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": world.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def message_event(world: World, post: Post) -> Json:
    """Build a message somebody posted."""
    channel = world.channels[post.channel]
    body = post_wire(post)
    if post.thread_ts and (parent := world.find_post(post.channel, post.thread_ts)):
        body["parent_user_id"] = parent.user
    return body | {
        "channel": post.channel,
        "event_ts": post.ts,
        "channel_type": kind_of(channel),
    }


def mention_event(world: World, post: Post) -> Json:
    """Build the same message, because it names the app."""
    body = message_event(world, post) | {"type": "app_mention"}
    del body["channel_type"]
    return body


def changed_event(world: World, post: Post, before: Json, ts: str) -> Json:
    """Build a message was edited."""
    return _hidden(world, post.channel, "message_changed", ts) | {
        "message": post_wire(post),
        "previous_message": before,
    }


def deleted_event(world: World, post: Post, ts: str) -> Json:
    """Build a message was deleted."""
    return _hidden(world, post.channel, "message_deleted", ts) | {
        "deleted_ts": post.ts,
        "previous_message": post_wire(post),
    }


def _hidden(world: World, channel: str, subtype: str, ts: str) -> Json:
    return {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel,
        "channel_type": kind_of(world.channels[channel]),
        "ts": ts,
        "event_ts": ts,
    }


def reaction_event(kind: str, user: str, name: str, post: Post, ts: str) -> Json:
    """Build a reaction was put on a message or taken off."""
    return {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": post.channel, "ts": post.ts},
        "item_user": post.user,
        "event_ts": ts,
    }


def joined_event(user: str, channel: Channel, inviter: str | None, ts: str) -> Json:
    """Somebody, perhaps the bot, is in a channel now."""
    return {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": TEAM_ID,
        "event_ts": ts,
        **({"inviter": inviter} if inviter else {}),
    }


def home_event(world: World, user: str, channel: str, ts: str) -> Json:
    """Build a person opened the app's Home tab."""
    body: Json = {"type": "app_home_opened", "user": user, "channel": channel, "tab": "home"}
    body |= {"event_ts": ts}
    if home := world.homes.get(user):
        body["view"] = view_wire(home)
    return body
