"""One bound over all channels: what one has in work counts for the others, and each refuses in its own form."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from overture.serving import gate
from overture.serving.gate import BUSY, STOPPING, Gate
from tests.faults.test_typed_commands import rest
from tests.slack import harness, loopback, payloads
from tests.slack.harness import StubBot
from tests.web.harness import ON_A_SERVER, new_id, serving

pytestmark = ON_A_SERVER


@pytest.fixture(scope="session")
def event_loop_policy() -> asyncio.AbstractEventLoopPolicy:
    """Python's own loop, as in the tests of Slack."""
    return asyncio.DefaultEventLoopPolicy()


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """A gate with one place."""
    harness.quick(monkeypatch)
    narrow = Gate(1)
    monkeypatch.setattr(gate, "_shared", narrow)
    return narrow


async def test_over_rest(door: Gate) -> None:
    async with rest(StubBot()) as client:
        with door.taking():
            got = await asyncio.to_thread(client.ask, "hello", "a")
            assert (got.status, got.json) == (503, {"error": "busy", "message": BUSY})
            assert int(got.headers["retry-after"]) >= 1
        assert (await asyncio.to_thread(client.ask, "hello", "a")).status == 200
        await door.close(0.0)
        got = await asyncio.to_thread(client.ask, "hello", "a")
        assert (got.status, got.json) == (503, {"error": "stopping", "message": STOPPING})
    assert door.in_work == 0


async def test_on_the_web(door: Gate, tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        client = await server.client()
        id = new_id()
        with door.taking():
            refused = (await client.say("hello", id))["error"]
            assert (refused["code"], refused["message"]) == ("busy", BUSY) and refused["retry_after"] >= 1
        assert await client.ask("hello", id), "the same message again, a moment later"
        await door.close(0.0)
        assert (await client.say("hello"))["error"]["message"] == STOPPING
    assert door.in_work == 0


async def test_what_the_web_has_in_work_counts(door: Gate, tmp_path: Path) -> None:
    async with serving(tmp_path, StubBot(seconds=0.5)) as server, rest(StubBot()) as client:
        visitor = await server.client()
        id = new_id()
        await visitor.say("hello", id)
        assert (await asyncio.to_thread(client.ask, "hello", "a")).status == 503
        await visitor.until("turn_done", reply_to=id)
        await asyncio.sleep(0.05)
        assert (await asyncio.to_thread(client.ask, "hello", "a")).status == 200
    assert door.in_work == 0


async def test_what_is_left_when_the_web_channel_ends_is_in_work_no_more(
    door: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("overture.channels.web.running.CLOSE_SECONDS", 0.1)
    door.allow(5)
    async with serving(tmp_path, StubBot(seconds=60)) as server:
        client = await server.client()
        for _ in range(3):
            assert (await client.say("hello"))["ok"]
        assert door.in_work == 3
    assert door.in_work == 0


async def test_slack_is_acknowledged_and_answered_later(door: Gate, tmp_path: Path, in_the_world: Path) -> None:
    bot = StubBot()
    async with loopback.running() as slack, harness.over_socket(slack, tmp_path, bot) as channel:
        with door.taking():
            await channel.send(payloads.message("how long is it?"))  # returns once it is acknowledged
            await asyncio.sleep(0.2)
            assert bot.texts == []
        await channel.settled()
        assert bot.texts == ["how long is it?"] and slack.everything_posted
    assert door.in_work == 0
