"""Any event to the web channel's socket: each is acknowledged in the form of the protocol, and the server lives."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import socketio
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults.served import Served
from tests.fuzz.anything import objects, texts, values
from tests.fuzz.test_http import exchanged
from tests.web.harness import Client

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing of coroutine objects:DeprecationWarning")

NAMES = ["session_request", "user_uttered", "choose", "feedback", "new_conversation", "erase", "anything"]
FIELDS = ("protocol", "session", "id", "text", "choice", "message", "verdict", "comment")
ids = st.from_regex(r"\A[A-Za-z0-9_-]{8,20}\Z")
good = st.builds(lambda id, text: {"id": id, "text": text, "choice": id, "message": id, "verdict": "up"}, ids, texts)
events = st.tuples(st.sampled_from(NAMES), st.one_of(good, objects(*FIELDS), values))

CODES = {
    "bad_request", "protocol", "no_session", "empty", "too_long", "unknown_choice", "unknown_message", "rate", "busy",
    "unavailable",
}  # fmt: skip


async def exchange(server: Served, sent: list[tuple[str, Any]], *, opened: bool) -> list[dict[str, Any]]:
    """The acknowledgements of some events over one connection."""
    client = Client()
    await client.sio.connect(f"http://localhost:{server.port}", transports=["websocket"])
    try:
        if opened:
            await client.open()
        return [await client.call(name, data) for name, data in sent]
    finally:
        await client.end()


@settings(max_examples=80)
@given(sent=st.lists(events, min_size=1, max_size=5), opened=st.booleans())
def test_each_event_is_acknowledged(server: Served, sent: list[tuple[str, Any]], opened: bool) -> None:
    for answer in asyncio.run(exchange(server, sent, opened=opened)):
        assert answer["ok"] is True or (answer["error"]["code"] in CODES and answer["error"]["message"]), answer


# Without a whole packet of a kind that only servers send: each of them holds its connection for three seconds.
packets = st.one_of(st.text(max_size=60), st.sampled_from(["2", "4", "40", "42[", '42["user_uttered"]', "451-"]))


@settings(max_examples=40)
@given(packet=packets.filter(lambda packet: packet[:1] not in ("0", "6")))
def test_any_packet_over_polling(server: Served, packet: str) -> None:
    opened = server.client.get("/socket.io/?EIO=4&transport=polling")
    session = opened.body.decode().split('"sid":"')[1].split('"')[0]
    address = f"/socket.io/?EIO=4&transport=polling&sid={session}"
    got = server.client.request("POST", address, packet.encode("utf-8", "replace"))
    assert got.status < 500


def test_a_packet_that_only_servers_send(server: Served) -> None:
    opened = server.client.get("/socket.io/?EIO=4&transport=polling")
    session = opened.body.decode().split('"sid":"')[1].split('"')[0]
    got = server.client.request("POST", f"/socket.io/?EIO=4&transport=polling&sid={session}", b"0")
    assert got.status == 400


@settings(max_examples=60)
@given(query=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40), frame=st.binary(max_size=60))
def test_any_frame(server: Served, query: str, frame: bytes) -> None:
    head = (
        f"GET /socket.io/?EIO=4&transport=websocket&{query} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    assert not exchanged(server.port, head.encode("ascii", "ignore") + frame).startswith(b"HTTP/1.1 500")


def test_it_still_talks(server: Served) -> None:
    (answer,) = asyncio.run(exchange(server, [("user_uttered", {"id": "message-1", "text": "hello"})], opened=True))
    assert answer["ok"]
    with pytest.raises(socketio.exceptions.ConnectionError):
        asyncio.run(_from_elsewhere(server))


async def _from_elsewhere(server: Served) -> None:
    client = socketio.AsyncClient(reconnection=False)
    await client.connect(f"http://localhost:{server.port}", headers={"Origin": "https://elsewhere.example"})
