"""views.*: modals and the Home tab."""

import json
from typing import Any

from bot.workspace import blocks
from bot.workspace.api import ApiError, Json, Method, required
from bot.workspace.forms import kept
from bot.workspace.markup import stored_blocks
from bot.workspace.messages import Desk
from bot.workspace.payloads import view_wire
from bot.workspace.state import OpenView, Trigger, with_block_ids

DEEPEST_STACK = 3


def check_view(view: Any, *, kind: str) -> Json:
    """Refuse a view Slack would refuse; return it as it will be kept."""
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments")
    found = blocks.problems_of_view(view)
    if found:
        raise ApiError("invalid_arguments", **blocks.as_metadata(found, prefix="/view"))
    if view["type"] != kind:
        raise ApiError("invalid_arguments")
    if len(json.dumps(view, ensure_ascii=False).encode()) > blocks.HEAVIEST_VIEW:
        raise ApiError("view_too_large")
    kept_view = stored_blocks(view)
    return kept_view | {"blocks": with_block_ids(kept_view["blocks"])}


def new_view(desk: Desk, user: str, body: Json, below: OpenView | None = None) -> OpenView:
    """Make a view that is not on screen yet."""
    external_id = body.get("external_id")
    if external_id and desk.world.find_view(None, external_id):
        raise ApiError("duplicate_external_id")
    view_id = desk.world.new_id("V")
    return OpenView(
        id=view_id,
        user=user,
        body=body,
        hash=desk.world.new_hash(body),
        root_id=below.root_id if below else view_id,
        previous_id=below.id if below else None,
        values=kept(body["blocks"], {}),
    )


def replace(desk: Desk, view: OpenView, body: Json) -> None:
    """Change a view in place; equal ids keep what was typed."""
    view.values = kept(body["blocks"], view.values)
    view.body = body
    view.hash = desk.world.new_hash(body)
    view.errors, view.trouble = {}, None
    desk.world.touch(view)


def push_view(desk: Desk, user: str, body: Json) -> OpenView:
    """Put a view on top of a person's stack."""
    stack = desk.world.stacks[user]
    if len(stack) >= DEEPEST_STACK:
        raise ApiError("push_limit_reached")
    view = new_view(desk, user, body, stack[-1] if stack else None)
    stack.append(view)
    desk.world.touch(view)
    return view


def _take_trigger(desk: Desk, args: Json) -> Trigger:
    trigger = desk.world.use_trigger(
        str(args.get("trigger_id") or args.get("interactivity_pointer"))
    )
    if isinstance(trigger, str):
        raise ApiError(trigger)
    return trigger


def views_open(desk: Desk, args: Json) -> Json:
    """views.open: a new modal, which takes the place of an open stack."""
    required(args, "trigger_id", "view")
    body = check_view(args["view"], kind="modal")
    trigger = _take_trigger(desk, args)
    view = new_view(desk, trigger.user, body)
    desk.world.stacks[trigger.user] = [view]
    desk.world.touch(view)
    return {"view": view_wire(view)}


def views_push(desk: Desk, args: Json) -> Json:
    """views.push: a further modal on the stack, at most three."""
    required(args, "trigger_id", "view")
    body = check_view(args["view"], kind="modal")
    trigger = _take_trigger(desk, args)
    if trigger.view_id is None or not desk.world.stacks[trigger.user]:
        raise ApiError("invalid_trigger_id")
    return {"view": view_wire(push_view(desk, trigger.user, body))}


def views_update(desk: Desk, args: Json) -> Json:
    """views.update: with `hash`, only if nothing changed meanwhile."""
    required(args, "view")
    view = desk.world.find_view(args.get("view_id"), args.get("external_id"))
    if view is None:
        raise ApiError("not_found")
    body = check_view(args["view"], kind=view.body["type"])
    if args.get("hash") and args["hash"] != view.hash:
        raise ApiError("hash_conflict")
    replace(desk, view, body)
    return {"view": view_wire(view)}


def views_publish(desk: Desk, args: Json) -> Json:
    """views.publish: one person's Home tab."""
    user, _ = required(args, "user_id", "view")
    world = desk.world
    if user not in world.people:
        raise ApiError("user_not_found")
    if not world.manifest.home_enabled:
        raise ApiError("not_enabled")
    body = check_view(args["view"], kind="home")
    home = world.homes.get(user)
    if home is None:
        home = world.homes[user] = new_view(desk, user, body)
        world.touch(home)
    elif args.get("hash") and args["hash"] != home.hash:
        raise ApiError("hash_conflict")
    else:
        replace(desk, home, body)
    return {"view": view_wire(home)}


METHODS: dict[str, Method] = {
    "views.open": views_open,
    "views.publish": views_publish,
    "views.push": views_push,
    "views.update": views_update,
}
