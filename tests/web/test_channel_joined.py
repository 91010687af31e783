"""Two servers joined by Redis: what is said on one reaches those who are connected to the other."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import fakeredis
import pytest
import redis.asyncio

from tests.web.harness import ON_A_SERVER, serving

pytestmark = ON_A_SERVER

SEVERAL = {"redis_url": "redis://localhost:1/0"}


@pytest.fixture(autouse=True)
def redis_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """One Redis for all servers of a test."""
    server = fakeredis.FakeServer()

    def opened(url: str, **options: Any) -> fakeredis.FakeAsyncRedis:
        assert url == SEVERAL["redis_url"]
        return fakeredis.FakeAsyncRedis(server=server)

    monkeypatch.setattr(redis.asyncio.Redis, "from_url", opened)


async def test_what_is_said_on_one_is_seen_on_the_other(tmp_path: Path) -> None:
    async with serving(tmp_path, **SEVERAL) as one, serving(tmp_path, **SEVERAL) as two:
        here = await one.client()
        there = await two.client(here.session)
        stranger = await two.client()
        (said,) = await here.ask("hello from here", "message-1")
        assert (await there.until("user_said", id="message-1"))["text"] == "hello from here"
        assert await there.until("bot_uttered", reply_to="message-1") == said
        await there.until("turn_done", reply_to="message-1")
        await there.ask("and from there", "message-2")
        await here.until("turn_done", reply_to="message-2")
        assert [(heard["id"], heard["text"]) for heard in here.all("user_said")] == [("message-2", "and from there")]
        assert stranger.got == []


async def test_what_is_erased_on_one_ends_on_the_other(tmp_path: Path) -> None:
    async with serving(tmp_path, **SEVERAL) as one, serving(tmp_path, **SEVERAL) as two:
        here = await one.client()
        there = await two.client(here.session)
        await here.ask("forget this")
        assert (await here.call("erase", {}))["ok"]
        assert await there.until("session_ended") == {"reason": "erased"}
        assert (await there.say("still there?"))["error"]["code"] == "no_session"


async def test_a_server_that_has_ended_listens_no_more(tmp_path: Path) -> None:
    def listening() -> list[str]:
        return [repr(task) for task in asyncio.all_tasks() if "PubSubManager._thread" in repr(task)]

    async with serving(tmp_path, **SEVERAL) as server:
        await server.client()
        assert len(listening()) == 1
    assert listening() == []
