"""Fixtures: the loopback Slack, a bot that says things back, and the channel between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from overture.channels.slack import settings as settings_module
from tests.slack import harness, loopback
from tests.slack.harness import Channel, HttpChannel, StubBot
from tests.slack.loopback import Slack


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    harness.quick(monkeypatch)
    for name in (*settings_module.SECRETS, settings_module.MODE, settings_module.API, settings_module.REDIS):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def event_loop_policy() -> asyncio.AbstractEventLoopPolicy:
    """Python's own loop: uvloop, which Sanic puts in its place, now and then crashes when loop follows on loop."""
    return asyncio.DefaultEventLoopPolicy()


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with loopback.running() as workspace:
        yield workspace


@pytest.fixture
def stub() -> StubBot:
    return StubBot()


@pytest.fixture
async def channel(slack: Slack, stub: StubBot, tmp_path: Path, in_the_world: Path) -> AsyncIterator[Channel]:
    """The channel in Socket Mode with the stub behind it."""
    async with harness.over_socket(slack, tmp_path, stub) as connected:
        yield connected


@pytest.fixture
async def http(slack: Slack, stub: StubBot, tmp_path: Path, in_the_world: Path) -> AsyncIterator[HttpChannel]:
    """The channel over HTTP with the stub behind it."""
    async with harness.over_http(slack, tmp_path, stub) as serving:
        yield serving
