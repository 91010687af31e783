"""What /health/ready says of a store, in this process; the answers over HTTP are those of a real server elsewhere."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain

from overture.conversations.store import ConversationStore
from overture.serving import gate, probe
from overture.serving.gate import Gate
from overture.serving.health import Health

pytestmark = pytest.mark.filterwarnings("ignore:Calling URL:DeprecationWarning")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "CACHED_SECONDS", 0.0)
    monkeypatch.setattr(probe, "PROBE_SECONDS", 0.3)


@pytest.fixture
def store(tmp_path: Path) -> Any:
    return ConversationStore(Domain.empty(), dialect="sqlite", db=str(tmp_path / "conversations.db"))


def health(store: Any, *, loaded: bool = True) -> Health:
    agent = SimpleNamespace(tracker_store=FailSafeTrackerStore(store), is_ready=lambda: loaded)
    return Health(SimpleNamespace(ctx=SimpleNamespace(agent=agent)))  # type: ignore[arg-type]


@pytest.fixture
async def ready(store: Any) -> AsyncIterator[Health]:
    made = health(store)
    yield made
    made.close()


async def what(health: Health) -> list[str]:
    return [finding.what for finding in await health.wrong()]


async def test_nothing_is_wrong(ready: Health) -> None:
    assert await what(ready) == []
    assert await what(health(InMemoryTrackerStore(Domain.empty()))) == []


async def test_a_model_that_is_not_loaded(store: Any) -> None:
    assert await what(health(store, loaded=False)) == ["model"]
    assert await what(Health(SimpleNamespace(ctx=SimpleNamespace()))) == ["model"]  # type: ignore[arg-type]


async def test_a_server_that_is_being_stopped(ready: Health, monkeypatch: pytest.MonkeyPatch) -> None:
    door = Gate()
    monkeypatch.setattr(gate, "_shared", door)
    await door.close(0.0)
    assert await what(ready) == ["stopping"]


async def test_a_store_that_cannot_be_used(ready: Health, store: Any, tmp_path: Path) -> None:
    store.engine.dispose()
    (tmp_path / "conversations.db").rename(tmp_path / "away.db")
    (tmp_path / "conversations.db").mkdir()
    (found,) = await ready.wrong()
    assert found.what == "store" and found.message == "Conversations can't be kept: OperationalError."
    (tmp_path / "conversations.db").rmdir()
    (tmp_path / "away.db").rename(tmp_path / "conversations.db")
    assert await what(ready) == [], "it recovers by itself"


async def test_a_store_that_somebody_has_locked(ready: Health, store: Any, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "conversations.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await what(ready) == ["store"]
    for _ in range(100):
        if await what(ready) == []:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it does not recover")


async def test_a_disk_that_is_nearly_full(ready: Health, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "LEAST_FREE_BYTES", 10**18)
    (found,) = await ready.wrong()
    assert "MB are free on the disk" in found.message


async def test_a_store_that_hangs_holds_nothing_up(ready: Health, store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, free = [], threading.Event()

    def hangs(engine: Any) -> None:
        asked.append(engine)
        free.wait(10)

    monkeypatch.setattr(probe, "_ask_database", hangs)
    began = time.monotonic()
    for _ in range(3):
        (found,) = await ready.wrong()
        assert "didn't answer" in found.message
    assert time.monotonic() - began < 3.0
    assert len(asked) == 1, "no thread a question"
    free.set()
    await asyncio.sleep(0.1)
    assert await what(ready) == []


async def test_it_is_not_asked_more_often_than_needed(
    ready: Health, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "CACHED_SECONDS", 60.0)
    asked: list[Any] = []
    monkeypatch.setattr(probe, "_ask_database", asked.append)
    for _ in range(5):
        await ready.wrong()
    assert len(asked) == 1
