"""SQLite's file is full, read-only or taken; the clock is set back: conversations go on, and are kept once."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core import events as said

from overture.conversations import database
from overture.conversations.errors import SENTENCE, StoreError
from overture.conversations.store import ConversationStore
from tests.faults.store_bot import DOMAIN, Bot, texts, ticking, until_written

MARKER = "supercalifragilistic"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "conversations.db"


@pytest.fixture
def store(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ConversationStore]:
    monkeypatch.setattr("overture.conversations.store.WRITE_AGAIN_SECONDS", 0.1)
    monkeypatch.setattr(database, "STATEMENT_SECONDS", 0.3)  # how long it waits for another process
    monkeypatch.setattr(database, "PAUSE_SECONDS", 0.2)
    made = ConversationStore(DOMAIN, db=str(file), keep_days=0)
    yield made
    made.close()


def on_each_connection(store: ConversationStore, statement: str) -> None:
    """Sets something on the connections of a store from now on."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql(statement)
    # Those that are open in the pool, and no others, are used: the threads use one after the other here.


def full(store: ConversationStore) -> None:
    """As with a full disk: the file can't grow any more."""
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def free(store: ConversationStore) -> None:
    on_each_connection(store, "PRAGMA max_page_count = 1073741823")


def read_only(store: ConversationStore) -> None:
    on_each_connection(store, "PRAGMA query_only = ON")


def writable(store: ConversationStore) -> None:
    on_each_connection(store, "PRAGMA query_only = OFF")


LONG = "a long message " * 100


@pytest.mark.parametrize(
    ("begin", "end", "named"),
    [(full, free, "database or disk is full"), (read_only, writable, "attempt to write a readonly database")],
    ids=["full", "read-only"],
)
def test_the_conversation_goes_on_and_is_kept_later(
    store: ConversationStore,
    begin: Callable[[ConversationStore], None],
    end: Callable[[ConversationStore], None],
    named: str,
    overture_log: pytest.LogCaptureFixture,
) -> None:
    bot = Bot(store)

    async def talk() -> None:
        assert await bot.ask(LONG) == "1"
        begin(store)
        for number in range(2, 12):
            assert await bot.ask(MARKER + LONG) == str(number)
        assert store._unsaved.senders == ["somebody"]
        end(store)
        await until_written(store)
        assert await bot.ask(LONG) == "12"

    asyncio.run(talk())
    assert [text for text in texts(store) if text.isdecimal()] == [str(number) for number in range(1, 13)]
    assert named in overture_log.text and "Incident " in overture_log.text and MARKER not in overture_log.text
    assert "works again" in overture_log.text


def test_a_first_message_is_kept_too(store: ConversationStore) -> None:
    async def talk() -> None:
        read_only(store)
        assert await Bot(store).ask("one") == "1"
        assert await Bot(store).ask("two") == "2"
        writable(store)
        await until_written(store)

    asyncio.run(talk())
    assert texts(store) == ["one", "1", "two", "2"]


def test_when_too_much_waits_others_are_told(store: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overture.conversations.unsaved.MOST_EVENTS", 3)

    async def talk() -> None:
        read_only(store)
        assert await Bot(store).ask("one", "a") == "1"
        assert await Bot(store).ask("one", "b") == SENTENCE
        writable(store)
        await until_written(store)
        assert await Bot(store).ask("one", "b") == "1"

    asyncio.run(talk())
    assert texts(store, "a") == ["one", "1"] and texts(store, "b") == ["one", "1"]


def test_what_waits_when_the_process_ends_is_written(store: ConversationStore) -> None:
    async def talk() -> None:
        read_only(store)
        assert await Bot(store).ask("one") == "1"

    asyncio.run(talk())
    writable(store)
    store.write_at_the_end()
    assert not store._unsaved.senders
    assert texts(store) == ["one", "1"]


def test_what_can_not_be_written_even_then_is_told(
    store: ConversationStore, overture_log: pytest.LogCaptureFixture
) -> None:
    async def talk() -> None:
        read_only(store)
        assert await Bot(store).ask(MARKER) == "1"

    asyncio.run(talk())
    store.write_at_the_end()
    assert "The last of 1 conversations could not be kept" in overture_log.text and MARKER not in overture_log.text


def test_what_is_erased_meanwhile_is_not_written_later(store: ConversationStore) -> None:
    async def talk() -> None:
        assert await Bot(store).ask("one") == "1"
        read_only(store)
        assert await Bot(store).ask("two") == "2"
        writable(store)
        await store.erase("somebody")
        await until_written(store)
        await asyncio.sleep(0.3)

    asyncio.run(talk())
    assert texts(store) == []


def test_another_process_that_holds_the_file_stops_nobody(store: ConversationStore, file: Path) -> None:
    async def talk() -> None:
        assert await Bot(store).ask("one") == "1"
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        async with ticking() as gaps:
            assert await Bot(store).ask("two") == "2"
            assert await Bot(store).ask("three") == "3"
        assert max(gaps) < 0.25
        other.execute("ROLLBACK")
        other.close()
        await until_written(store)

    asyncio.run(talk())
    assert texts(store) == ["one", "1", "two", "2", "three", "3"]


def test_a_file_that_can_not_be_made_is_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    began = time.monotonic()
    with pytest.raises(StoreError, match="unable to open database file"):
        ConversationStore(DOMAIN, db=str(tmp_path / "taken"), keep_days=0)
    assert time.monotonic() - began < 5


def test_what_is_no_database_is_told_at_the_start(file: Path) -> None:
    file.write_bytes(b"no database at all " * 100)
    with pytest.raises(StoreError, match="DatabaseError"):
        ConversationStore(DOMAIN, db=str(file), keep_days=0)


def test_a_clock_that_is_set_back_loses_nothing(store: ConversationStore) -> None:
    """Rasa's own store reads nothing of what is said until the clock has caught up."""

    async def say(text: str, at: float) -> list[Any]:
        tracker = await store.get_or_create_tracker("somebody", append_action_listen=False)
        if not tracker.events:
            tracker.update(said.SessionStarted(timestamp=at))
        tracker.update(said.UserUttered(text, timestamp=at + 1))
        await store.save(tracker)
        return [event.text for event in tracker.events if isinstance(event, said.UserUttered)]

    async def talk() -> None:
        assert await say("one", 2_000_000_000) == ["one"]
        assert await say("two", 1_800_000_000) == ["one", "two"]
        assert await say("three", 1_800_000_010) == ["one", "two", "three"]

    asyncio.run(talk())
