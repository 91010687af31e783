"""Two processes never answer one conversation at once; Redis that is away or hangs holds up nobody."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from rasa.core.lock_store import LockError, LockStore, RedisLockStore
from rasa.utils.endpoints import EndpointConfig

from deploy.local import redis as local
from deploy.local.redis import Redis
from overture.conversations import locks
from overture.conversations.errors import StoreError
from overture.conversations.locks import RedisLocks
from tests import services
from tests.faults.store_bot import ticking

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = 50
TYPE = "overture.conversations.locks.RedisLocks"
# Adds to a number in a file, with a pause between reading and writing: an overlap loses one.
HAMMER = """
import asyncio, sys
from pathlib import Path
from rasa.utils.endpoints import EndpointConfig
from overture.conversations.locks import RedisLocks

url, file, times, inside = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]

async def section(locks):
    async with locks.lock("somebody"):
        number = int(file.read_text())
        await asyncio.sleep(0.002)
        if inside == "stay":
            print("inside", flush=True)
            await asyncio.sleep(60)
        file.write_text(str(number + 1))

async def main():
    locks = RedisLocks(EndpointConfig(url))
    print("ready", flush=True)
    sys.stdin.readline()
    await asyncio.gather(*(section(locks) for _ in range(times)))
    await locks.close()

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Redis]:
    """A Redis of these tests alone, which end and start it."""
    services.needs(local.is_here(), "Redis")
    with local.serving() as made:
        yield made


@pytest.fixture
async def store(server: Redis, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RedisLocks]:
    monkeypatch.setattr(locks, "PAUSE_SECONDS", 0.3)
    monkeypatch.setattr(locks, "REDIS_SECONDS", 0.3)
    made = RedisLocks(EndpointConfig(server.url))
    yield made
    await made.close()


def hammer(server: Redis, file: Path, times: int, inside: str = "go") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", HAMMER, server.url, str(file), str(times), inside],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip


def test_two_processes_never_overlap(server: Redis, tmp_path: Path) -> None:
    number = tmp_path / "number"
    number.write_text("0")
    both = [hammer(server, number, SECTIONS) for _ in range(2)]
    for process in both:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60) and process.returncode for process in both] == [0, 0]
    assert number.read_text() == str(2 * SECTIONS)


async def test_the_lock_of_a_killed_process_is_free_soon(server: Redis, store: RedisLocks, tmp_path: Path) -> None:
    number = tmp_path / "number"
    number.write_text("0")
    process = hammer(server, number, 1, "stay")
    assert process.stdout is not None and process.stdin is not None
    process.stdin.close()
    assert [process.stdout.readline() for _ in range(2)] == ["ready\n", "inside\n"]
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    process.stdout.close()
    began = time.monotonic()
    async with store.lock("somebody"):
        assert time.monotonic() - began < locks.LEASE_SECONDS + 1


async def test_a_long_answer_keeps_its_lock(server: Redis, store: RedisLocks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "LEASE_SECONDS", 0.6)
    other = RedisLocks(EndpointConfig(server.url))
    order = []

    async def wait() -> None:
        async with other.lock("somebody"):
            order.append("other")

    async with store.lock("somebody"):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(1.5)
        order.append("own")
    await waiting
    assert order == ["own", "other"]
    await other.close()


async def test_messages_go_in_the_order_in_which_they_came(store: RedisLocks) -> None:
    order: list[int] = []

    async def section(number: int) -> None:
        async with store.lock("somebody"):
            await asyncio.sleep(0.001 * (20 - number))
            order.append(number)

    await asyncio.gather(*(section(number) for number in range(20)))
    assert order == list(range(20))


async def test_conversations_do_not_wait_for_each_other(store: RedisLocks) -> None:
    async def other() -> str:
        async with store.lock("b"):
            return "b"

    async with store.lock("a"):
        assert await asyncio.wait_for(other(), 2) == "b"


async def test_what_fails_inside_frees_it(store: RedisLocks) -> None:
    with pytest.raises(KeyError):
        async with store.lock("somebody"):
            raise KeyError
    began = time.monotonic()
    async with store.lock("somebody"):
        assert time.monotonic() - began < 0.5


async def test_one_that_is_held_elsewhere_for_too_long_is_given_up(
    server: Redis, store: RedisLocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "WAIT_SECONDS", 0.2)
    other = RedisLocks(EndpointConfig(server.url))
    async with other.lock("somebody"):
        with pytest.raises(LockError):
            async with store.lock("somebody"):
                raise AssertionError
    await other.close()


@pytest.mark.parametrize("fault", ["away", "hangs"])
async def test_without_redis_a_process_has_locks_of_its_own(
    server: Redis, store: RedisLocks, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level(logging.INFO)
    assert server.program is not None
    running: list[str] = []
    overlaps: list[list[str]] = []

    async def section(number: int) -> None:
        async with store.lock("somebody"):
            running.append(str(number))
            await asyncio.sleep(0.01)
            overlaps.extend([list(running)] if len(running) > 1 else [])
            running.remove(str(number))

    await section(0)
    server.stop() if fault == "away" else server.program.hang()
    try:
        async with ticking() as gaps:
            began = time.monotonic()
            await asyncio.gather(*(section(number) for number in range(20)))
            assert time.monotonic() - began < 3
        assert max(gaps) < 0.25
        assert overlaps == []
    finally:
        server.start() if fault == "away" else server.program.go_on()
    assert caplog.text.count("conversations are locked in this process alone") == 1
    await asyncio.sleep(0.4)
    await section(1)
    assert caplog.text.count("Redis works again") == 1
    await section(2)
    assert "somebody" not in caplog.text


async def test_redis_that_goes_away_during_an_answer_is_not_noticed(server: Redis, store: RedisLocks) -> None:
    try:
        async with store.lock("somebody"):
            server.stop()
    finally:
        server.start()


def test_it_is_still_needed(server: Redis) -> None:
    """Fails once Rasa's own store takes a ticket in one step: then this one can go."""
    one, other = (RedisLockStore(host="127.0.0.1", port=server.port) for _ in range(2))
    read = one.get_or_create_lock("somebody")
    theirs = other.issue_ticket("somebody")
    ours = read.issue_ticket(60)
    one.save_lock(read)
    lock = other.get_lock("somebody")
    assert lock is not None and not lock.is_locked(theirs) and not lock.is_locked(ours)
    for store in (one, other):
        store.red.close()
        store.red.connection_pool.disconnect()


class TestSetUp:
    def test_it_is_what_endpoints_yml_names(self) -> None:
        made = LockStore.create(EndpointConfig.from_dict({"type": TYPE, "url": "redis://127.0.0.1:1/0"}))
        assert isinstance(made, RedisLocks)

    @pytest.mark.parametrize("entry", [{"type": TYPE}, {"type": TYPE, "url": "nonsense"}])
    def test_what_is_missing_or_wrong_is_told(self, entry: dict[str, str]) -> None:
        with pytest.raises(StoreError, match="under lock_store"):
            LockStore.create(EndpointConfig.from_dict(entry))
