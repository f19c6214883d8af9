"""The workspace's HTTP server: one small aiohttp app, on loopback only."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bot.workspace import api_chat, api_files, api_people, api_views
from bot.workspace.api import Api
from bot.workspace.browser import Browser, local_only
from bot.workspace.faults import Faults
from bot.workspace.messages import Desk
from bot.workspace.response import Responses

HOST = "127.0.0.1"
LARGEST_BODY = 64 * 1024 * 1024
SCHEDULE_TICK = 0.25


@dataclass(slots=True)
class Server:
    """A running server and the way to stop it."""

    desk: Desk
    runner: web.AppRunner
    port: int
    ticking: asyncio.Task[None]

    async def stop(self) -> None:
        """Close every connection and the port."""
        self.ticking.cancel()
        await self.desk.stop()
        await self.desk.hub.close(1001)
        await self.runner.cleanup()
        await asyncio.gather(self.ticking, return_exceptions=True)


async def start(desk: Desk, faults: Faults, *, bot_token: str, app_token: str, port: int) -> Server:
    """Open the port and begin to answer."""
    api = Api(desk, faults, bot_token, app_token)
    for family in (api_chat, api_files, api_people, api_views):
        api.methods.update(family.METHODS)
    responses = Responses(desk, faults)
    browser = Browser(desk)
    desk.on_change.append(browser.wake)

    async def upload(request: web.Request) -> web.StreamResponse:
        return await api_files.receive(desk, request)

    async def download(request: web.Request) -> web.StreamResponse:
        return api_files.download(desk, request)

    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[local_only])
    app.add_routes(
        [
            web.route("*", "/api/{method}", api.serve),
            web.get("/socket/", desk.hub.serve),
            web.post("/response/{url}", responses.serve),
            web.post("/upload/{file}", upload),
            web.get("/files/{file}/{name}", download),
            *browser.routes(),
        ]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, HOST, port)
    await site.start()
    actual = runner.addresses[0][1]
    desk.base = f"http://{HOST}:{actual}"
    ticking = asyncio.get_running_loop().create_task(_post_scheduled(desk))
    return Server(desk, runner, actual, ticking)


async def _post_scheduled(desk: Desk) -> None:
    while True:
        await asyncio.sleep(SCHEDULE_TICK)
        api_chat.post_due(desk)
