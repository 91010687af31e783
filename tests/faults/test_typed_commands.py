"""What begins with a slash would be an intent to Rasa, from anybody; in every channel it is text."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from overture.channels.rest import GuardedRestInput
from tests.rest.client import Client
from tests.rest.conftest import free_port
from tests.slack import harness, loopback, payloads
from tests.slack.harness import StubBot
from tests.web.harness import ON_A_SERVER, serving

pytestmark = ON_A_SERVER

TYPED = ["/restart", '/ask_salary{"career": "x"}', " //session_start", "\u200b/restart", "/ /intent{}"]


@pytest.fixture(scope="session")
def event_loop_policy() -> asyncio.AbstractEventLoopPolicy:
    """Python's own loop, as in the tests of Slack."""
    return asyncio.DefaultEventLoopPolicy()


@pytest.fixture
def bot() -> Iterator[StubBot]:
    heard = StubBot()
    yield heard
    assert len(heard.texts) == len(TYPED)
    assert [text for text in heard.texts if text.startswith("/") or not text] == []


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    harness.quick(monkeypatch)


@asynccontextmanager
async def rest(bot: StubBot) -> Any:
    from sanic import Sanic

    app = Sanic(f"typed_{uuid.uuid4().hex}", configure_logging=False)
    app.blueprint(GuardedRestInput().blueprint(bot), url_prefix="/webhooks/rest")
    port = free_port()
    server = await app.create_server("localhost", port, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    try:
        yield Client(port)
    finally:
        server.close()
        await server.wait_closed()


async def test_over_rest(bot: StubBot) -> None:
    async with rest(bot) as client:
        for typed in TYPED:
            assert (await asyncio.to_thread(client.ask, typed, "a")).status == 200


async def test_on_the_web(bot: StubBot, tmp_path: Path) -> None:
    async with serving(tmp_path, bot) as server:
        client = await server.client()
        for typed in TYPED:
            assert await client.ask(typed)


@pytest.mark.parametrize("make", [payloads.message, payloads.mention], ids=["written", "mentioned"])
async def test_in_slack(bot: StubBot, tmp_path: Path, in_the_world: Path, make: Callable[[str], Any]) -> None:
    async with loopback.running() as slack, harness.over_socket(slack, tmp_path, bot) as channel:
        for typed in TYPED:
            await channel.after(make(typed))


async def test_by_slacks_own_command(bot: StubBot, tmp_path: Path, in_the_world: Path) -> None:
    async with loopback.running() as slack, harness.over_socket(slack, tmp_path, bot) as channel:
        for typed in TYPED:
            await channel.after(payloads.command(typed, slack.response_url()), "slash_commands")


async def test_by_pointing_at_a_message(bot: StubBot, tmp_path: Path, in_the_world: Path) -> None:
    async with loopback.running() as slack, harness.over_socket(slack, tmp_path, bot) as channel:
        for typed in TYPED:
            await channel.after(payloads.shortcut(typed, slack.response_url()), "interactive")
