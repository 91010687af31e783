"""PostgreSQL is away, or hangs, at the start or in a conversation: whoever asks is told, nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local import postgres as local
from deploy.local.postgres import Postgres
from overture.conversations import database
from overture.conversations.errors import SENTENCE, StoreError, Unreachable
from overture.conversations.store import ConversationStore
from tests import services
from tests.faults.store_bot import DOMAIN, Bot, texts, ticking, until_written

ROOT = Path(__file__).resolve().parents[2]
MARKER = "supercalifragilistic"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A PostgreSQL of these tests alone, which end and start it."""
    services.needs(local.is_here(), "PostgreSQL")
    with local.prepared() as made:
        yield made


@pytest.fixture
def address(server: Postgres) -> Iterator[str]:
    """An empty database of a server that runs."""
    server.start()
    yield services.new_database(server)
    server.stop()


@pytest.fixture
def store(address: str) -> Iterator[ConversationStore]:
    made = ConversationStore(DOMAIN, host=address, keep_days=0)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "CALL_SECONDS", 1.0)
    monkeypatch.setattr("overture.conversations.store.WRITE_AGAIN_SECONDS", 0.1)


class TestAtTheStart:
    def test_it_is_waited_for_and_the_table_is_made(
        self, server: Postgres, overture_log: pytest.LogCaptureFixture
    ) -> None:
        server.start()
        address = services.new_database(server)
        server.stop()
        later = threading.Timer(1.5, server.start)
        later.start()
        store = ConversationStore(DOMAIN, host=address, keep_days=0, start_seconds=30)
        later.join()
        assert asyncio.run(Bot(store).ask("hello")) == "1"
        assert texts(store) == ["hello", "1"]
        assert overture_log.text.count("Waiting for postgresql://") == 1
        store.close()
        server.stop()

    def test_after_that_it_is_told_in_a_sentence(self, server: Postgres) -> None:
        began = time.monotonic()
        with pytest.raises(StoreError, match=r"can't be kept in postgresql://.*Connection refused"):
            ConversationStore(DOMAIN, host=server.url("none"), keep_days=0, start_seconds=0.5)
        assert time.monotonic() - began < 5

    def test_a_password_is_not_told(self) -> None:
        address = "postgresql://somebody:opensesame@127.0.0.1:1/none"
        with pytest.raises(StoreError) as told:
            ConversationStore(DOMAIN, host=address, keep_days=0, start_seconds=0)
        assert "opensesame" not in str(told.value)

    def test_the_server_ends_with_status_1(self, model: Path, tmp_path: Path, fixture_knowledge: Path) -> None:
        endpoints = tmp_path / "endpoints.yml"
        kind = "overture.conversations.store.ConversationStore"
        address = "postgresql://somebody@127.0.0.1:1/none"
        endpoints.write_text(f"tracker_store: {{type: {kind}, url: '{address}', start_seconds: 0}}\n", encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "overture.cli", "serve", "--port", "1024", "--model", str(model)],
            env={
                **os.environ, "PYTHONPATH": str(ROOT), "OVERTURE_ENDPOINTS": str(endpoints),
                "OVERTURE_KNOWLEDGE": str(fixture_knowledge),
            },
            cwd=ROOT, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1].startswith("overture serve: Conversations can't be kept in postgresql://")


class TestInAConversation:
    def test_whoever_asks_is_told_and_goes_on_when_it_is_back(
        self, server: Postgres, store: ConversationStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        bot = Bot(store)

        async def talk() -> None:
            assert await bot.ask("one") == "1"
            server.stop()
            assert await bot.ask(MARKER) == SENTENCE
            assert await bot.ask(MARKER) == SENTENCE
            server.start()
            assert await bot.ask("two") == "2"

        asyncio.run(talk())
        assert texts(store) == ["one", "1", "two", "2"]
        assert "Incident " in caplog.text and MARKER not in caplog.text

    def test_a_restart_between_two_messages_is_not_noticed(self, server: Postgres, store: ConversationStore) -> None:
        async def talk() -> None:
            assert await Bot(store).ask("one") == "1"
            server.stop()
            server.start()
            assert await Bot(store).ask("two") == "2"

        asyncio.run(talk())

    def test_what_was_answered_is_kept_when_it_is_back(self, server: Postgres, store: ConversationStore) -> None:
        class Interrupted(Bot):
            async def between(self) -> None:
                server.stop()

        async def talk() -> None:
            assert await Interrupted(store).ask("one") == "1"
            assert await Bot(store).ask("two") == SENTENCE
            server.start()
            await until_written(store)
            assert await Bot(store).ask("two") == "2"

        asyncio.run(talk())
        assert texts(store) == ["one", "1", "two", "2"]

    def test_after_some_failures_it_is_left_alone_for_a_while(
        self, server: Postgres, store: ConversationStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store.database._read_breaker._seconds = 1.0
        calls = []
        monkeypatch.setattr(database._Call, "run", lambda self, work: calls.append(1) or _fail())

        async def talk() -> None:
            for _ in range(10):
                assert await Bot(store).ask("one") == SENTENCE

        asyncio.run(talk())
        assert len(calls) == database.FAILURES
        monkeypatch.undo()
        time.sleep(1.1)
        assert asyncio.run(Bot(store).ask("one")) == "1"


def _fail() -> None:
    raise OSError("away")


class TestWhileItHangs:
    def test_others_go_on_and_it_is_told_soon(self, server: Postgres, store: ConversationStore) -> None:
        store.database._read_breaker._seconds = 0.5

        async def talk() -> None:
            assert await Bot(store).ask("one") == "1"
            server.hang(True)
            async with ticking() as gaps:
                began = time.monotonic()
                told = await asyncio.gather(*(Bot(store).ask("two", f"s{number}") for number in range(12)))
                took = time.monotonic() - began
            server.hang(False)
            assert set(told) == {SENTENCE}
            assert took < 4
            assert max(gaps) < 0.5
            await asyncio.sleep(0.6)
            assert await Bot(store).ask("three") == "2"

        asyncio.run(talk())
        assert texts(store) == ["one", "1", "three", "2"]

    def test_no_thread_waits_for_it_any_longer(self, server: Postgres, store: ConversationStore) -> None:
        """Else there would be none for the next messages, even if another server took over."""
        store.database._read_breaker._seconds = 0.0

        async def talk() -> None:
            assert await Bot(store).ask("one") == "1"
            server.hang(True)
            assert await Bot(store).ask("two") == SENTENCE
            await asyncio.sleep(0.2)
            assert store.engine.pool.checkedout() == 0

        asyncio.run(talk())
        server.hang(False)

    def test_the_process_can_end(self, server: Postgres, store: ConversationStore) -> None:
        class Interrupted(Bot):
            async def between(self) -> None:
                server.hang(True)

        assert asyncio.run(Interrupted(store).ask("one")) == "1"
        began = time.monotonic()
        store.write_at_the_end()
        assert time.monotonic() - began < 6
        server.hang(False)

    def test_what_was_answered_is_kept_once(self, server: Postgres, store: ConversationStore) -> None:
        class Interrupted(Bot):
            async def between(self) -> None:
                server.hang(True)

        async def talk() -> None:
            assert await Bot(store).ask("one") == "1"
            assert await Interrupted(store).ask("two") == "2"
            server.hang(False)
            await until_written(store)
            assert await Bot(store).ask("three") == "3"

        asyncio.run(talk())
        assert texts(store) == ["one", "1", "two", "2", "three", "3"]

    def test_what_was_written_though_nobody_heard_is_not_written_again(
        self, store: ConversationStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bot, writing, lost = Bot(store), store.database.write, []

        async def deaf(work: Any) -> Any:
            done = await writing(work)
            if not lost:
                lost.append(1)
                raise Unreachable("the connection was lost after the commit")
            return done

        monkeypatch.setattr(store.database, "write", deaf)

        async def talk() -> None:
            assert await bot.ask("one") == "1"
            assert await bot.ask("two") == "2"
            await until_written(store)

        asyncio.run(talk())
        assert lost
        assert texts(store) == ["one", "1", "two", "2"]
