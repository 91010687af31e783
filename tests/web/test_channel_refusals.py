"""What the web channel refuses: acknowledged with an error, never silence, and no word of the user's in the log."""

from __future__ import annotations

import asyncio
import http.client
import json
import logging
import re
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage

from overture.channels.guards import LONGEST_MESSAGE
from overture.channels.web.forms import LONGEST_COMMENT, MESSAGES
from tests.web.harness import ON_A_SERVER, Client, Server, echo, new_id, serving

pytestmark = ON_A_SERVER

CODES = {*MESSAGES, "empty", "too_long"}
SECRET = "my number is 555 0199"


def error(answer: dict[str, Any]) -> dict[str, Any]:
    """The error of an acknowledgement, which has one."""
    assert answer["ok"] is False and set(answer) == {"ok", "error"}
    assert set(answer["error"]) <= {"code", "message", "retry_after"} and answer["error"]["code"] in CODES
    assert answer["error"]["message"].endswith((".", ")"))
    return dict(answer["error"])


def code(answer: dict[str, Any]) -> str:
    return str(error(answer)["code"])


async def post(server: Server, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    """A request by hand."""
    async with aiohttp.ClientSession() as http, http.post(server.url + path, data=body, headers=headers) as got:
        return got.status, await got.text()


async def get(server: Server, path: str, **headers: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(server.url + path, headers=headers) as got:
        return got.status, await got.text()


# Event, what is sent with it, and how it is refused.
WRONG: dict[str, tuple[str, tuple[Any, ...], str]] = {
    "an unknown event": ("hello", ({},), "bad_request"),
    "nothing": ("user_uttered", (), "bad_request"),
    "null": ("user_uttered", (None,), "bad_request"),
    "a text": ("user_uttered", ("hello",), "bad_request"),
    "a list": ("user_uttered", ([["id", "text"]],), "bad_request"),
    "two objects": ("user_uttered", ({"id": "message-1", "text": "a"}, {}), "bad_request"),
    "bytes": ("user_uttered", (b"\x00\xff",), "bad_request"),
    "no id": ("user_uttered", ({"text": "hello"},), "bad_request"),
    "no text": ("user_uttered", ({"id": "message-1"},), "bad_request"),
    "a number as id": ("user_uttered", ({"id": 12345678, "text": "hello"},), "bad_request"),
    "a short id": ("user_uttered", ({"id": "1234567", "text": "hello"},), "bad_request"),
    "a long id": ("user_uttered", ({"id": "a" * 65, "text": "hello"},), "bad_request"),
    "an id with spaces": ("user_uttered", ({"id": "message 1", "text": "hello"},), "bad_request"),
    "an id with a line break": ("user_uttered", ({"id": "message-1\n", "text": "hello"},), "bad_request"),
    "an id with letters beyond ASCII": ("user_uttered", ({"id": "mässage-1", "text": "hello"},), "bad_request"),
    "bytes as text": ("user_uttered", ({"id": "message-1", "text": b"hello"},), "bad_request"),
    "null as text": ("user_uttered", ({"id": "message-1", "text": None},), "bad_request"),
    "a list as text": ("user_uttered", ({"id": "message-1", "text": ["hello"]},), "bad_request"),
    "an empty text": ("user_uttered", ({"id": "message-1", "text": ""},), "empty"),
    "a blank text": ("user_uttered", ({"id": "message-1", "text": " \n\t"},), "empty"),
    "only marks that can't be seen": ("user_uttered", ({"id": "message-1", "text": "\u200b\u0000\u202e"},), "empty"),
    "half a character": ("user_uttered", ({"id": "message-1", "text": "\ud83d"},), "empty"),
    "a text too long": ("user_uttered", ({"id": "message-1", "text": "a" * (LONGEST_MESSAGE + 1)},), "too_long"),
    "a choice without id": ("choose", ({"choice": "a" * 32},), "bad_request"),
    "a number as choice": ("choose", ({"id": "message-1", "choice": 1},), "bad_request"),
    "a choice that wasn't offered": ("choose", ({"id": "message-1", "choice": "a" * 32},), "unknown_choice"),
    "feedback without verdict": ("feedback", ({"message": "a" * 32},), "bad_request"),
    "feedback of another kind": ("feedback", ({"message": "a" * 32, "verdict": "meh"},), "bad_request"),
    "a number as verdict": ("feedback", ({"message": "a" * 32, "verdict": 1},), "bad_request"),
    "a long comment": (
        "feedback",
        ({"message": "a" * 32, "verdict": "up", "comment": "a" * (LONGEST_COMMENT + 1)},),
        "bad_request",
    ),
    "feedback on nothing": ("feedback", ({"message": "a" * 32, "verdict": "up"},), "unknown_message"),
    "a new conversation of a list": ("new_conversation", ([],), "bad_request"),
    "erasing null": ("erase", (None,), "bad_request"),
    "no version": ("session_request", ({},), "bad_request"),
    "a text as version": ("session_request", ({"protocol": "1"},), "bad_request"),
    "true as version": ("session_request", ({"protocol": True},), "bad_request"),
    "an old version": ("session_request", ({"protocol": 0},), "protocol"),
    "a version to come": ("session_request", ({"protocol": 2},), "protocol"),
    "a number as session": ("session_request", ({"protocol": 1, "session": 7},), "bad_request"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_bad_data_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    event, data, wanted = WRONG[name]
    async with serving(tmp_path) as server:
        client = await server.client()
        assert code(await client.call(event, *data)) == wanted
        assert (await client.ask("hello"))[0]["text"] == "You: hello"


@pytest.mark.parametrize("event", ["user_uttered", "choose", "feedback", "new_conversation", "erase"])
async def test_a_session_comes_first(tmp_path: Path, event: str) -> None:
    whole = {"id": "message-1", "text": "hello", "choice": "a" * 32, "message": "a" * 32, "verdict": "up"}
    async with serving(tmp_path) as server:
        client = await server.connect()
        assert code(await client.call(event, whole)) == "no_session"


async def test_the_longest_text_is_taken_and_more_is_told_by_how_much(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        client = await server.client()
        assert (await client.ask("b" * LONGEST_MESSAGE))[0]["text"] == "You: " + "b" * LONGEST_MESSAGE
        refused = error(await client.say("b" * 12_345))
    assert "12,345" in refused["message"] and "2,000" in refused["message"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)
FIELDS = ("id", "text", "choice", "message", "verdict", "comment", "protocol", "session")
DATA = st.lists(
    ANYTHING | st.dictionaries(st.sampled_from(FIELDS), ANYTHING | st.just("message-1") | st.just(1), max_size=8),
    max_size=2,
)
EVENTS = ["session_request", "user_uttered", "choose", "feedback", "new_conversation", "erase", "connect_error", "x"]


# One server for many events; what came before may matter, which is all the better.
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(events=st.lists(st.tuples(st.sampled_from(EVENTS), DATA), min_size=10, max_size=40))
async def test_whatever_is_sent_is_acknowledged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, events: list[tuple[str, list[Any]]]
) -> None:
    async with serving(tmp_path, per_minute=10_000, in_flight=100, per_minute_address=10_000) as server:
        client = await server.client()
        for event, data in events:
            answer = await client.call(event, *data)
            if not answer["ok"]:
                assert code(answer) != "unavailable", (event, data)
    assert "Incident" not in caplog.text


class TestHowMuch:
    async def test_a_session_may_say_so_much_a_minute(self, tmp_path: Path) -> None:
        async with serving(tmp_path, per_minute=3) as server:
            client, other = await server.client(), await server.client()
            for number in range(3):
                await client.ask(f"number {number}")
            refused = error(await client.say("number 3"))
            assert refused["code"] == "rate" and 50 <= refused["retry_after"] <= 60
            again = await server.client(client.session)
            assert code(await again.say("number 3")) == "rate"
            await other.ask("hello")

    async def test_an_address_may_say_so_much_a_minute(self, tmp_path: Path) -> None:
        async with serving(tmp_path, per_minute_address=4) as server:
            one, two = await server.client(), await server.client()
            for client in (one, two, one, two):
                await client.ask("hello")
            assert code(await one.say("hello")) == "rate"

    async def test_an_address_may_open_so_many_sessions_a_minute(self, tmp_path: Path) -> None:
        async with serving(tmp_path, per_minute_address=4) as server:
            client = await server.client()
            for _ in range(3):
                assert (await client.call("new_conversation", {}))["ok"]
            assert code(await client.call("new_conversation", {})) == "rate"
            assert code(await client.call("session_request", {"protocol": 1})) == "rate"
            assert code(await client.call("erase", {})) == "rate"

    async def test_a_socket_may_send_so_many_events_a_minute(self, tmp_path: Path) -> None:
        async with serving(tmp_path, per_minute=2) as server:
            client = await server.client()
            answers = [await client.call("nonsense", {}) for _ in range(12)]
            assert [code(answer) for answer in answers] == ["bad_request"] * 11 + ["rate"]

    async def test_a_session_has_so_many_messages_in_work(self, tmp_path: Path) -> None:
        let_through = asyncio.Event()

        async def waits(message: UserMessage) -> None:
            await let_through.wait()
            await echo(message)

        async with serving(tmp_path, waits, in_flight=2) as server:
            client, other = await server.client(), await server.client()
            assert (await client.say("one", "message-1"))["ok"] and (await client.say("two", "message-2"))["ok"]
            refused = error(await client.say("three", "message-3"))
            assert refused["code"] == "busy" and refused["retry_after"] >= 1
            assert (await client.say("two", "message-2"))["ok"]  # that one is taken already
            assert (await other.say("one"))["ok"]
            let_through.set()
            await client.until("turn_done", reply_to="message-2")
            await client.ask("three", "message-3")
        assert [said["reply_to"] for said in client.all("bot_uttered")] == ["message-1", "message-2", "message-3"]

    async def test_the_server_has_so_many_messages_in_work(self, tmp_path: Path) -> None:
        let_through = asyncio.Event()

        async def waits(message: UserMessage) -> None:
            await let_through.wait()
            await echo(message)

        async with serving(tmp_path, waits, in_flight_all=2) as server:
            clients = [await server.client() for _ in range(3)]
            assert (await clients[0].say("one", "message-1"))["ok"] and (await clients[1].say("one"))["ok"]
            assert code(await clients[2].say("one")) == "busy"
            let_through.set()
            await clients[0].until("turn_done", reply_to="message-1")
            await clients[2].ask("one")


class TestFrames:
    async def test_a_large_one_ends_the_connection(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        async with serving(tmp_path) as server:
            client = await server.client()
            await client.sio.emit("user_uttered", {"id": new_id(), "text": SECRET * 4000})
            for _ in range(100):
                if not client.sio.connected:
                    break
                await asyncio.sleep(0.02)
            assert not client.sio.connected
            again = await server.client(client.session)
            (said,) = await again.ask("hello")
            assert said["text"] == "You: hello" and len(again.all("bot_uttered")) == 1
        assert SECRET not in caplog.text

    @pytest.mark.parametrize(("letter", "kept"), [("u", True), ("ü", False)])
    async def test_bytes_are_counted_and_not_characters(self, tmp_path: Path, letter: str, kept: bool) -> None:
        async with serving(tmp_path) as server:
            url = f"ws://localhost:{server.port}/socket.io/?EIO=4&transport=websocket"
            async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
                await socket.receive_str(timeout=5)
                await socket.send_str("40")
                await socket.receive_str(timeout=5)
                await socket.send_str(f'421["user_uttered","{letter * 40_000}"]')
                got = await socket.receive(timeout=5)
                assert (got.type is aiohttp.WSMsgType.TEXT) == kept
                assert kept or socket.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG

    async def test_a_large_poll_is_refused_before_it_is_read(self, tmp_path: Path) -> None:
        async with serving(tmp_path) as server:
            client = await server.connect(transports=["polling"])
            path = f"/socket.io/?EIO=4&transport=polling&sid={client.sio.eio.sid}"
            connection = http.client.HTTPConnection("localhost", server.port, timeout=5)
            connection.putrequest("POST", path)
            connection.putheader("Content-Length", "50000000")
            connection.endheaders()
            connection.send(b"4" * 100_000)
            assert (await asyncio.to_thread(connection.getresponse)).status == 413
            connection.close()

    @pytest.mark.parametrize(
        "packet",
        ["", "x", "9", "4", "42", "42[]", "42{}", "42[1]", '42[["a"],{}]', "42" + "[" * 30_000, "4" + "9" * 200,
         f'42["user_uttered","{SECRET}"', f"4{SECRET}", f"b{SECRET}", '451-["user_uttered",{"_placeholder":true}]',
         '459999999999-["x"]', '41', '44{"a":1}', "40/admin,", '43999[{}]', b"\x00\x01", b"", b"\xff" * 1000],
        ids=lambda packet: repr(packet)[:25],
    )  # fmt: skip
    async def test_junk_neither_ends_the_server_nor_stands_in_the_log(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture, packet: str | bytes
    ) -> None:
        caplog.set_level(logging.DEBUG)
        async with serving(tmp_path) as server:
            url = f"ws://localhost:{server.port}/socket.io/?EIO=4&transport=websocket"
            async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
                await socket.receive_str(timeout=5)
                await socket.send_str("40")
                await socket.receive_str(timeout=5)
                await (socket.send_str(packet) if isinstance(packet, str) else socket.send_bytes(packet))
                await asyncio.sleep(0.05)
            assert (await (await server.client()).ask("hello"))[0]["text"] == "You: hello"
        assert "555 0199" not in caplog.text
        assert not [record for record in caplog.records if record.exc_info and record.name != "asyncio"]

    async def test_junk_over_polling(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        async with serving(tmp_path) as server:
            for body in (b"\xff\xfe", SECRET.encode(), b"4\x1e" * 40, b"d=", b"42[" + b"[" * 20_000):
                client = await server.connect(transports=["polling"])
                path = f"/socket.io/?EIO=4&transport=polling&sid={client.sio.eio.sid}"
                status, _ = await post(server, path, body)
                assert status in (200, 400)
                assert (await post(server, path.replace("sid=", "sid=no"), body))[0] == 400
            assert (await (await server.client()).ask("hello"))[0]["text"] == "You: hello"
        assert "555 0199" not in caplog.text


class TestOrigins:
    HERE = "/socket.io/?EIO=4&transport=polling"

    @pytest.mark.parametrize("transport", ["polling", "websocket"])
    @pytest.mark.parametrize(
        "origin", ["https://evil.example", "http://localhost", "http://localhost:1", "null", "http://["]
    )
    async def test_a_foreign_page_is_refused_before_the_connection_exists(
        self, tmp_path: Path, origin: str, transport: str
    ) -> None:
        async with serving(tmp_path) as server:
            url = f"{server.url}/socket.io/?EIO=4&transport={transport}"
            async with aiohttp.ClientSession() as http:
                if transport == "polling":
                    async with http.get(url, headers={"Origin": origin}) as got:
                        assert got.status == 403 and "Access-Control-Allow-Origin" not in got.headers
                else:
                    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                        await http.ws_connect(url, headers={"Origin": origin})
                    assert refused.value.status == 403
            client = await server.connect(transports=["polling"])
            path = f"{self.HERE}&sid={client.sio.eio.sid}"
            assert (await post(server, path, b'42["erase",{}]', Origin=origin))[0] == 403

    @pytest.mark.parametrize(
        ("origin", "host"),
        [
            ("http://bot.example", "bot.example"),
            ("https://bot.example", "bot.example"),
            ("https://BOT.example", "bot.example:443"),
            ("http://bot.example:8080", "bot.example:8080"),
            ("http://[::1]:5005", "[::1]:5005"),
        ],
    )
    async def test_a_page_of_its_own_host_may(self, tmp_path: Path, origin: str, host: str) -> None:
        async with serving(tmp_path) as server:
            assert (await get(server, self.HERE, Origin=origin, Host=host))[0] == 200

    async def test_a_page_that_is_named_may_and_its_browser_is_told(self, tmp_path: Path) -> None:
        async with serving(tmp_path, origins=["https://www.example.edu"]) as server, aiohttp.ClientSession() as http:
            origin = {"Origin": "https://www.example.edu"}
            async with http.get(server.url + self.HERE, headers=origin) as got:
                assert got.status == 200
                assert got.headers["Access-Control-Allow-Origin"] == "https://www.example.edu"
            client = await server.connect(headers=origin)
            await client.open()
            assert (await get(server, self.HERE, Origin="https://example.edu"))[0] == 403

    async def test_all_may_where_all_are_let_in(self, tmp_path: Path) -> None:
        async with serving(tmp_path, origins=["*"]) as server:
            assert (await get(server, self.HERE, Origin="https://anybody.example"))[0] == 200


async def test_rest_callers_do_not_reach_conversations_of_the_web(tmp_path: Path) -> None:
    from overture.channels.guards import Refusal, checked_sender

    for sender in ("web-abc", "WEB-abc", " web-abc", "slack-U1"):
        with pytest.raises(Refusal) as refused:
            checked_sender(sender)
        assert refused.value.code == "sender_reserved"
    assert checked_sender("website-7") == "website-7"


async def test_addresses_behind_a_trusted_proxy_are_told_apart(tmp_path: Path) -> None:
    """As Sanic's PROXIES_COUNT says; without it, what a client claims counts for nothing."""

    async def opened(server: Server, address: str) -> Client:
        client = await server.connect(headers={"X-Forwarded-For": address})
        assert re.match("[0-9A-Za-z_-]+", client.sio.eio.sid or "")
        return client

    async with serving(tmp_path, per_minute_address=1) as server:
        one, two = await opened(server, "203.0.113.1"), await opened(server, "203.0.113.2")
        await one.open()
        assert code(await two.call("session_request", {"protocol": 1})) == "rate"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANIC_PROXIES_COUNT", "1")
        async with serving(tmp_path, per_minute_address=1) as server:
            one, two = await opened(server, "203.0.113.1"), await opened(server, "203.0.113.2")
            await one.open()
            await two.open()


def test_the_document_and_the_code_name_the_same_refusals() -> None:
    text = Path(__file__).resolve().parents[2].joinpath("docs", "web-protocol.md").read_text(encoding="utf-8")
    table = text.partition("## Refusals")[2]
    named = {name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)}
    assert named == CODES
    assert json.dumps(sorted(MESSAGES)) and "64 kB" in text
