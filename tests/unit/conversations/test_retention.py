"""Conversations go away when they should, and only then."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.shared.core import events as said
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from deploy.local.postgres import Postgres
from overture.conversations.retention import DAY, JUMP_SECONDS, Retention
from overture.conversations.store import ConversationStore
from tests import services

DOMAIN = Domain.empty()
NOW = 1_800_000_000.0


class Clocks:
    """A clock that may be set, and one that never jumps."""

    def __init__(self) -> None:
        self.time, self.steady = NOW, 1000.0

    def passes(self, seconds: float) -> None:
        self.time += seconds
        self.steady += seconds


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ConversationStore]:
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'conversations.db'}"
    else:
        address = services.new_database(request.getfixturevalue("postgres"))
    made = ConversationStore(DOMAIN, host=address, keep_days=0)
    yield made
    made.close()


def tell(store: ConversationStore, sender: str, *days_ago: float) -> None:
    """A conversation with an event so many days ago each, in this order."""
    tracker = DialogueStateTracker(sender, [])
    for days in days_ago:
        tracker.update(said.BotUttered("So", timestamp=NOW - days * DAY))
    asyncio.run(store.save(tracker))


def senders(store: ConversationStore) -> set[str]:
    return set(asyncio.run(store.keys()))


def retention(store: ConversationStore, clocks: Clocks, days: float = 30) -> Retention:
    return Retention(store.database, days, clock=lambda: clocks.time, steady=lambda: clocks.steady)


def test_what_is_old_goes_and_the_rest_stays(store: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overture.conversations.retention.AT_A_TIME", 3)
    monkeypatch.setattr("overture.conversations.retention.PAUSE_SECONDS", 0.0)
    for number in range(8):
        tell(store, f"old-{number}", 90, 31)
        tell(store, f"new-{number}", 90, 29)
    assert retention(store, Clocks()).clean_up() == 8
    assert senders(store) == {f"new-{number}" for number in range(8)}
    assert retention(store, Clocks()).clean_up() == 0


def test_the_last_event_counts_not_the_youngest(store: ConversationStore) -> None:
    tell(store, "while the clock was wrong", -4000, 40)
    tell(store, "today", 0)
    assert retention(store, Clocks()).clean_up() == 1
    assert senders(store) == {"today"}


def test_a_clock_that_jumps_deletes_nothing(store: ConversationStore, overture_log: pytest.LogCaptureFixture) -> None:
    tell(store, "today", 0)
    clocks = Clocks()
    keeping = retention(store, clocks)
    clocks.time += 400 * DAY
    assert keeping.clean_up() == 0
    assert "The clock has jumped" in overture_log.text
    clocks.time -= 400 * DAY  # set right again
    assert keeping.clean_up() == 0
    assert senders(store) == {"today"}


def test_a_clock_that_was_wrong_at_the_start_is_believed_after_a_day(store: ConversationStore) -> None:
    tell(store, "long ago", 100)
    clocks = Clocks()
    keeping = retention(store, clocks)
    assert keeping.clean_up() == 0
    clocks.passes(DAY - JUMP_SECONDS)
    assert keeping.clean_up() == 0
    clocks.passes(2 * JUMP_SECONDS)
    assert keeping.clean_up() == 1
    assert senders(store) == set()


def test_what_is_said_while_it_is_deleted_stays(store: ConversationStore) -> None:
    tell(store, "back again", 100)
    tell(store, "today", 0)
    keeping = retention(store, Clocks())
    before = NOW - 30 * DAY
    tell(store, "back again", 100, 0)
    assert keeping._erase("back again", before) is False
    assert senders(store) == {"back again", "today"}


def test_it_runs_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overture.conversations.retention.FIRST_SECONDS", 0.05)
    file = tmp_path / "conversations.db"
    store = ConversationStore(DOMAIN, db=str(file), keep_days=0)
    for sender, at in (("old", time.time() - 40 * DAY), ("new", time.time())):
        tracker = DialogueStateTracker(sender, [])
        tracker.update(said.BotUttered("supercalifragilistic", timestamp=at))
        asyncio.run(store.save(tracker))
    store.close()
    again = ConversationStore(DOMAIN, db=str(file))
    until = time.monotonic() + 10
    while senders(again) != {"new"} and time.monotonic() < until:
        time.sleep(0.02)
    assert senders(again) == {"new"}
    again.close()


class TestErasing:
    def test_takes_one_conversation_and_no_other(self, store: ConversationStore) -> None:
        tell(store, "a", 1, 0)
        tell(store, "b", 0)
        assert asyncio.run(store.erase("a")) == 2
        assert asyncio.run(store.erase("a")) == 0
        assert senders(store) == {"b"}

    def test_leaves_no_words_in_the_files(self, tmp_path: Path) -> None:
        store = ConversationStore(DOMAIN, db=str(tmp_path / "conversations.db"), keep_days=0)
        tracker = DialogueStateTracker("a", [])
        tracker.update(said.BotUttered("supercalifragilistic"))
        asyncio.run(store.save(tracker))
        asyncio.run(store.erase("a"))
        files = list(tmp_path.glob("conversations.db*"))
        assert files and not any(b"supercali" in file.read_bytes() for file in files)
        store.close()


class TestTheTable:
    def test_of_a_file_is_for_the_bots_own_account_only(self, tmp_path: Path) -> None:
        file = tmp_path / "folder" / "conversations.db"
        ConversationStore(DOMAIN, db=str(file), keep_days=0).close()
        assert file.stat().st_mode & 0o777 == 0o600

    def test_of_rasas_own_is_given_what_it_lacks(self, tmp_path: Path) -> None:
        from rasa.core.tracker_store import SQLTrackerStore

        address = f"sqlite:///{tmp_path / 'rasa.db'}"
        SQLTrackerStore(DOMAIN, host=address).engine.dispose()
        ConversationStore(DOMAIN, host=address, keep_days=0).close()
        with sqlite3.connect(tmp_path / "rasa.db") as connection:
            names = {row[1] for row in connection.execute("PRAGMA index_list(events)")}
        assert "ix_events_latest" in names

    def test_of_rasas_own_on_a_server_too(self, postgres: Postgres) -> None:
        from rasa.core.tracker_store import SQLTrackerStore

        address = services.new_database(postgres)
        SQLTrackerStore(DOMAIN, host=address).engine.dispose()
        ConversationStore(DOMAIN, host=address, keep_days=0).close()
        engine = sa.create_engine(address)
        assert {i["name"] for i in sa.inspect(engine).get_indexes("events")} >= {"ix_events_latest", "ix_events_order"}
        engine.dispose()

    def test_has_room_for_more_events_than_rasas(self, postgres: Postgres) -> None:
        address = services.new_database(postgres)
        store = ConversationStore(DOMAIN, host=address, keep_days=0)
        with store.engine.begin() as connection:
            connection.execute(sa.text("SELECT setval('events_id_seq', 3000000000)"))
        tell(store, "late", 0)
        assert senders(store) == {"late"}
        store.close()
