"""Fixtures: the loopback Slack, a bot that says things back, and the channel between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from overture import handover
from overture.channels import people
from overture.channels.slack import settings as settings_module
from overture.channels.slack import watch
from tests.slack import harness, loopback
from tests.slack.harness import Channel, HttpChannel, StubBot
from tests.slack.loopback import Slack
from tests.slack.staffing import STAFF, FakeVoice


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    harness.quick(monkeypatch)
    others = ("MODE", "API", "STORE", "REDIS", "STAFF", "WAIT")
    for name in (*settings_module.SECRETS, *(getattr(settings_module, other) for other in others)):
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


@pytest.fixture
def visitor() -> Iterator[FakeVoice]:
    """The web channel, in place of the real one."""
    voice = FakeVoice()
    people.shared().join("web-", voice)
    yield voice
    people.shared().leave("web-")


@pytest.fixture
def desk_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "handover.yml").write_text("folder: handovers\n", encoding="utf-8")
    monkeypatch.setenv("OVERTURE_HANDOVER", str(tmp_path / "handover.yml"))
    monkeypatch.setattr(watch, "LOOKED_AT_SECONDS", 0.1)
    yield
    handover.shared().stop()


@pytest.fixture
async def staffed(
    slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, desk_of_its_own: None, in_the_world: Path
) -> AsyncIterator[Channel]:
    """The channel with a bridge to the staff."""
    async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
        yield channel
