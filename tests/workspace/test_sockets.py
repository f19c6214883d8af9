"""Socket Mode: many connections, control frames, and connections that end."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import aiohttp
import pytest
from slack_sdk import WebClient

from bot.workspace import Workspace


@pytest.fixture(scope="module")
def quiet():
    """A workspace of its own, for raw connections."""
    with Workspace(ack_within=0.3).running() as running:
        yield running


async def connect(ws, session):
    client = WebClient(ws.app_token, base_url=ws.api_url)
    url = client.apps_connections_open(app_token=ws.app_token)["url"]
    return await session.ws_connect(url)


def talk(story):
    """Run a coroutine with a session of its own."""

    async def run():
        async with aiohttp.ClientSession() as session:
            return await story(session)

    # In a thread: the browser tests leave a loop running in this one.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(run())).result()


def test_a_connection_is_greeted(quiet):
    async def story(session):
        socket = await connect(quiet, session)
        return await socket.receive_json()

    hello = talk(story)
    assert (hello["type"], hello["connection_info"]["app_id"]) == ("hello", "A_KAIGIROKU")


def test_a_ticket_admits_once(quiet):
    async def story(session):
        client = WebClient(quiet.app_token, base_url=quiet.api_url)
        url = client.apps_connections_open(app_token=quiet.app_token)["url"]
        await session.ws_connect(url)
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(url)
        return caught.value.status

    assert talk(story) == 403


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", "link_disabled"])
def test_control_frames_say_why(quiet, reason):
    async def story(session):
        socket = await connect(quiet, session)
        await socket.receive_json()
        await asyncio.to_thread(quiet.refresh_socket, reason)
        return await socket.receive_json()

    frame = talk(story)
    assert (frame["type"], frame["reason"]) == ("disconnect", reason)


def test_the_eleventh_connection_is_too_many(quiet):
    async def story(session):
        sockets = [await connect(quiet, session) for _ in range(11)]
        return [(await s.receive_json())["type"] for s in sockets]

    quiet.until(lambda: quiet.connections == 0)
    assert talk(story) == ["hello"] * 10 + ["disconnect"]


def test_each_envelope_goes_to_one_connection_in_turn(ws, bot):
    for _ in range(4):
        ws.command("/minutes", wait=0)
    used = [d.connection for d in ws.deliveries]
    assert len(used) == 4
    assert len(set(used)) == 2
    assert used[0] == used[2] != used[1] == used[3]


def test_an_unanswered_command_times_out(quiet):
    async def story(session):
        socket = await connect(quiet, session)
        await socket.receive_json()
        asked = asyncio.to_thread(quiet.command, "/minutes", wait=0)
        reply, envelope = await asyncio.gather(asked, socket.receive_json())
        return reply, envelope

    quiet.until(lambda: quiet.connections == 0)
    reply, envelope = talk(story)
    assert (reply.acked, reply.error) == (False, "operation_timeout")
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert "retry_attempt" not in envelope


def test_a_first_event_carries_attempt_zero_on_the_wire(quiet):
    async def story(session):
        socket = await connect(quiet, session)
        await socket.receive_json()
        await asyncio.to_thread(quiet.say, "あ")
        return await socket.receive_json()

    envelope = talk(story)
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    assert json.loads(json.dumps(envelope))["payload"]["type"] == "event_callback"


def test_with_nobody_connected_the_person_is_told(quiet):
    quiet.reset()
    quiet.until(lambda: quiet.connections == 0)
    reply = quiet.command("/minutes", wait=0)
    assert reply.error == "dispatch_failed"
    assert "dispatch_failed" in reply.message.words


def test_a_refresh_loses_no_command(ws, bot):
    before = {d.connection for d in _four(ws)}
    ws.refresh_socket()
    assert all(d.acked for d in _four(ws))
    ws.wait_connected(2)
    ws.reset()
    after = _four(ws)
    assert all(d.acked for d in after)
    assert not before >= {d.connection for d in after}


def test_the_app_comes_back_after_a_close(ws, bot):
    ws.close_sockets(every=True)
    ws.wait_connected(2)
    assert ws.command("/minutes", wait=0).acked


def test_a_drop_comes_without_a_close_frame(quiet):
    async def story(session):
        socket = await connect(quiet, session)
        await socket.receive_json()
        await asyncio.to_thread(quiet.drop_sockets, every=True)
        await socket.receive()
        return socket.close_code

    assert talk(story) == 1006


def _four(ws):
    for _ in range(4):
        ws.command("/minutes", wait=0)
    return ws.deliveries
