"""Forms sent off or closed, and what their ack makes of them."""

from typing import Any

from bot.workspace import payloads
from bot.workspace.acts import MALFORMED, note_trouble, show_failure
from bot.workspace.api import ApiError
from bot.workspace.api_views import check_view, push_view, replace
from bot.workspace.forms import Refused, complaints, elements
from bot.workspace.messages import Desk
from bot.workspace.socket import Ack
from bot.workspace.state import OpenView

Json = dict[str, Any]


async def submit(desk: Desk, view: OpenView) -> Ack:
    """Send a form off; its ack says what becomes of it."""
    world = desk.world
    view.errors = complaints(view.body["blocks"], view.values)
    if view.errors:
        world.touch(view)
        raise Refused("the form is not complete", dict(view.errors))
    view.response_urls = _response_urls(desk, view)
    payload = payloads.submission(world, view, world.new_trigger(view.user, view.id))
    ack = await desk.hub.ask("interactive", payload)
    show_failure(desk, view, ack)
    if ack.arrived and view in world.stacks[view.user]:
        try:
            _obey(desk, view, ack.body if isinstance(ack.body, dict) else {})
        except ApiError as error:
            note_trouble(desk, f"response_action: {error.answer}")
            view.trouble = MALFORMED
            world.touch(view)
    return ack


def _response_urls(desk: Desk, view: OpenView) -> list[Json]:
    urls: list[Json] = []
    for block, element in elements(view.body["blocks"]):
        if not element.get("response_url_enabled"):
            continue
        state = view.values[block["block_id"]][element["action_id"]]
        if channel := state.get("selected_conversation") or state.get("selected_channel"):
            url = desk.world.new_response_url(view.user, channel)
            urls.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel,
                    "response_url": desk.response_url(url.id),
                }
            )
    return urls


def _obey(desk: Desk, view: OpenView, answer: Json) -> None:
    stack = desk.world.stacks[view.user]
    match answer.get("response_action"):
        case None:
            stack.remove(view)
            desk.world.closed_at[view.user] = desk.world.changed()
        case "clear":
            stack.clear()
            desk.world.closed_at[view.user] = desk.world.changed()
        case "update":
            replace(desk, view, check_view(answer.get("view"), kind="modal"))
        case "push":
            push_view(desk, view.user, check_view(answer.get("view"), kind="modal"))
        case "errors":
            _show_errors(view, answer.get("errors"))
        case other:
            raise ApiError("invalid_response_action", response_action=other)
    desk.world.touch(view)


def _show_errors(view: OpenView, errors: Any) -> None:
    """Slack shows errors only beside input blocks that exist."""
    inputs = {b["block_id"] for b in view.body["blocks"] if b["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise ApiError("invalid_errors")
    if unknown := sorted(set(errors) - inputs):
        raise ApiError("invalid_errors", unknown_block_ids=unknown)
    view.errors = {k: str(v) for k, v in errors.items()}


async def close(desk: Desk, view: OpenView, *, everything: bool = False) -> Ack | None:
    """Close a form by its button, or the whole stack by the × at the corner."""
    stack = desk.world.stacks[view.user]
    gone = list(stack) if everything or view.body.get("clear_on_close") else [view]
    for each in gone:
        stack.remove(each)
    desk.world.changed()
    ack = None
    for each in reversed(gone):
        if each.body.get("notify_on_close"):
            payload = payloads.closed(desk.world, each, is_cleared=everything or len(gone) > 1)
            ack = await desk.hub.ask("interactive", payload)
    return ack
