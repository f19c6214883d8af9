"""The Web API's front door: token, method, scope, faults; then the method itself."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.workspace.cast import APP_ID, BOT_ID, TEAM_DOMAIN, TEAM_ID, TEAM_NAME
from bot.workspace.faults import Fault, Faults
from bot.workspace.messages import Desk
from bot.workspace.scopes import METHOD_SCOPES, of_channel
from bot.workspace.state import Call

Json = dict[str, Any]
Method = Callable[[Desk, Json], Json]

STRUCTURED = ("attachments", "blocks", "channel_ids", "files", "message", "metadata", "view")
APP_LEVEL = ("apps.connections.open",)


class ApiError(Exception):
    """An answer with ok false."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error, **more}


class Api:
    """Answers /api/METHOD and remembers each call."""

    def __init__(self, desk: Desk, faults: Faults, bot_token: str, app_token: str) -> None:
        self.desk = desk
        self.faults = faults
        self.tokens = {"xoxb": bot_token, "xapp": app_token}
        self.methods: dict[str, Method] = {
            "api.test": api_test,
            "auth.test": auth_test,
            "apps.connections.open": self.connections_open,
        }

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        method = request.match_info["method"]
        args = await read_args(request)
        token = _token(request, args)
        fault = self.faults.take(method)
        if fault and (fault.status or fault.error or fault.hang or fault.reset == "before"):
            self._remember(method, args, None, fault)
            return await misbehave(request, fault)
        answer = self._answer(method, token, args)
        self._remember(method, args, answer, fault)
        if fault:
            return await misbehave(request, fault)
        headers = {"x-oauth-scopes": ",".join(self.desk.world.manifest.scopes)}
        return web.json_response(answer, headers=headers)

    def _answer(self, method: str, token: str | None, args: Json) -> Json:
        try:
            self._admit(method, token, args)
            return {"ok": True, **self.methods[method](self.desk, args)}
        except ApiError as error:
            return error.answer

    def _admit(self, method: str, token: str | None, args: Json) -> None:
        if method not in self.methods:
            raise ApiError("unknown_method", req_method=method)
        if method == "api.test":
            return
        if not token:
            raise ApiError("not_authed")
        if token not in self.tokens.values():
            raise ApiError("invalid_auth")
        kind = "xapp" if method in APP_LEVEL else "xoxb"
        if token != self.tokens[kind]:
            raise ApiError("not_allowed_token_type")
        self._check_scope(method, args)

    def _check_scope(self, method: str, args: Json) -> None:
        world = self.desk.world
        needed = METHOD_SCOPES[method]
        channel = world.channels.get(str(args.get("channel", "")))
        if channel and method.startswith("conversations."):
            needed = of_channel(needed, private=channel.is_private, im=channel.is_im)
        if not world.manifest.holds(needed):
            provided = ",".join(world.manifest.scopes)
            raise ApiError("missing_scope", needed=",".join(needed), provided=provided)

    def _remember(self, method: str, args: Json, answer: Json | None, fault: Fault | None) -> None:
        world = self.desk.world
        world.calls.append(
            Call(
                method=method,
                args=args,
                at=world.clock(),
                answer=answer,
                fault=describe(fault) if fault else None,
            )
        )
        world.changed()

    def connections_open(self, desk: Desk, args: Json) -> Json:
        """apps.connections.open: admit one Socket Mode connection."""
        ticket = desk.hub.new_ticket()
        base = desk.base.replace("http://", "ws://")
        return {"url": f"{base}/socket/?ticket={ticket}&app_id={APP_ID}"}


def _token(request: web.Request, args: Json) -> str | None:
    header = request.headers.get("Authorization", "")
    given = args.pop("token", None)
    return header.removeprefix("Bearer ").strip() or given


async def read_args(request: web.Request) -> Json:
    """Read arguments from wherever a client may put them."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.json() if request.can_read_body else {}
        args |= body if isinstance(body, dict) else {}
    elif request.can_read_body:
        args |= {name: _text(value) for name, value in (await request.post()).items()}
    for name in STRUCTURED:
        if isinstance(args.get(name), str):
            args[name] = _parsed(args[name])
    return args


def _text(value: Any) -> str:
    return value.file.read().decode() if isinstance(value, web.FileField) else str(value)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def describe(fault: Fault) -> str:
    """Name a fault in the list of calls."""
    if fault.status:
        return str(fault.status)
    return fault.error or (f"reset {fault.reset}" if fault.reset else "hang")


async def misbehave(request: web.Request, fault: Fault) -> web.StreamResponse:
    """Answer as on a bad day."""
    if fault.status == 429:
        headers = {"Retry-After": str(fault.retry_after)}
        answer = {"ok": False, "error": "ratelimited"}
        return web.json_response(answer, status=429, headers=headers)
    if fault.status:
        return web.Response(status=fault.status, text="<html>Something went wrong</html>")
    if fault.error:
        return web.json_response({"ok": False, "error": fault.error})
    if fault.hang:
        await asyncio.sleep(fault.hang)
    if request.transport:
        request.transport.abort()
    return web.Response(status=500)


def api_test(desk: Desk, args: Json) -> Json:
    """api.test: echo the arguments."""
    if "error" in args:
        raise ApiError(str(args["error"]))
    return {"args": args}


def auth_test(desk: Desk, args: Json) -> Json:
    """auth.test: who the bot is."""
    bot = desk.world.bot
    return {
        "url": f"{desk.base}/",
        "team": TEAM_NAME,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "user": bot.name,
        "user_id": bot.id,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def required(args: Json, *names: str) -> list[Any]:
    """Take arguments that must be there."""
    missing = [name for name in names if args.get(name) in (None, "")]
    if missing:
        messages = [f"[ERROR] missing required field: {name}" for name in missing]
        raise ApiError("invalid_arguments", response_metadata={"messages": messages})
    return [args[name] for name in names]


def is_true(value: Any) -> bool:
    """Read a boolean however a client spelt it."""
    return value in (True, "true", "True", "1", 1)
