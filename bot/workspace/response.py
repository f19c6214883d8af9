"""response_url: where the app answers what a person just did."""

from typing import Any

from aiohttp import web

from bot.workspace.api import ApiError, misbehave
from bot.workspace.api_chat import check_content
from bot.workspace.faults import Faults
from bot.workspace.messages import Desk, message_fields
from bot.workspace.state import Call, Post, ResponseUrl

Json = dict[str, Any]


class Responses:
    """Answers POSTs to response_urls."""

    def __init__(self, desk: Desk, faults: Faults) -> None:
        self.desk = desk
        self.faults = faults

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Take one answer."""
        content = await request.json()
        fault = self.faults.take("response_url")
        if fault and (fault.status or fault.error or fault.hang or fault.reset == "before"):
            self._remember(content, None)
            return await misbehave(request, fault)
        url = self.desk.world.use_response_url(request.match_info["url"])
        if url is None:
            answer: Json = {"ok": False, "error": "expired_url"}
            self._remember(content, answer)
            return web.json_response(answer, status=404)
        try:
            answer_through(self.desk, url, content)
        except ApiError as error:
            self._remember(content, error.answer)
            return web.json_response(error.answer, status=400)
        self._remember(content, {"ok": True})
        if fault:
            return await misbehave(request, fault)
        return web.Response(text="ok")

    def _remember(self, content: Json, answer: Json | None) -> None:
        world = self.desk.world
        call = Call(method="response_url", args=content, at=world.clock(), answer=answer)
        world.calls.append(call)
        world.changed()


def answer_through(desk: Desk, url: ResponseUrl, content: Json) -> Post | None:
    """Post, replace or delete as the app asks; ephemeral unless it says in_channel."""
    original = _original(desk, url)
    if content.get("delete_original"):
        if original:
            desk.remove(original)
        return None
    check_content(content)
    if content.get("replace_original") and original:
        fields = message_fields(content)
        del fields["mrkdwn"], fields["metadata"]
        desk.revise(original, **fields)
        return original
    public = content.get("response_type") == "in_channel"
    post = desk.by_bot(
        url.channel,
        content,
        thread_ts=content.get("thread_ts"),
        seen_by=None if public else url.user,
    )
    desk.post(post)
    if url.original is None:
        url.original = (post.channel, post.ts)
    return post


def _original(desk: Desk, url: ResponseUrl) -> Post | None:
    return desk.world.find_post(*url.original) if url.original else None
