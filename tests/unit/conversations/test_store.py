"""The store of conversations keeps and gives back what Rasa's own SQL store does."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sqlite3
import tempfile
import time
import timeit
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core import events as said
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

from overture.conversations import window
from overture.conversations.store import ConversationStore
from tests import services

pytestmark = [
    pytest.mark.filterwarnings("ignore:Calling URL:DeprecationWarning"),  # Rasa's store
    pytest.mark.filterwarnings("ignore:The explicit passing of coroutine objects:DeprecationWarning"),
]

DOMAIN = Domain.from_dict(
    {
        "intents": ["greet", "ask"],
        "entities": ["school"],
        "slots": {
            "context": {"type": "any", "mappings": [{"type": "custom"}], "influence_conversation": False},
            "level": {"type": "text", "mappings": [{"type": "custom"}]},
        },
        "forms": {"advice_form": {"required_slots": []}},
        "actions": ["action_answer"],
        "responses": {"utter_greet": [{"text": "Hello"}]},
    }
)
SENDER = "somebody"
WHEN = datetime(2030, 1, 1, tzinfo=timezone.utc)
Make = Callable[[], said.Event]


def heard(intent: str, text: str) -> Make:
    entities = [{"entity": "school", "value": text, "start": 0, "end": len(text)}]
    return lambda: said.UserUttered(text, {"name": intent, "confidence": 0.9}, entities, input_channel="rest")


MADE: st.SearchStrategy[Make] = st.one_of(
    st.builds(heard, st.sampled_from(["greet", "ask"]), st.sampled_from(["hello", "à l'été 👍", "x' OR 1=1 --"])),
    st.sampled_from(
        [
            lambda: said.BotUttered("Hello", {"custom": {"answer": {"text": "é"}}}),
            lambda: said.ActionExecuted("action_listen", "RulePolicy", 1.0),
            lambda: said.ActionExecuted("action_answer"),
            lambda: said.ActiveLoop("advice_form"),
            lambda: said.ActiveLoop(None),
            lambda: said.LoopInterrupted(True),
            lambda: said.ActionExecutionRejected("advice_form"),
            lambda: said.SessionStarted(),
            lambda: said.Restarted(),
            lambda: said.AllSlotsReset(),
            lambda: said.ReminderScheduled("greet", WHEN, name="later"),
            lambda: said.ReminderCancelled("later"),
            lambda: said.UserUtteranceReverted(),
            lambda: said.ActionReverted(),
            lambda: said.FollowupAction("action_answer"),
            lambda: said.ConversationPaused(),
            lambda: said.ConversationResumed(),
        ]
    ),
    st.builds(
        lambda key, value: lambda: said.SlotSet(key, value),
        st.sampled_from(["context", "level"]),
        st.sampled_from([None, "masters", {"facet": "salary", "about": [["career", "x"]]}]),
    ),
)
TURNS = st.lists(st.lists(MADE, max_size=6), max_size=8)


@contextlib.contextmanager
def short_windows() -> Iterator[None]:
    """Conversations become long ones after few turns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(window, "MOST_EVENTS", 24)
        patch.setattr(window, "TURNS", 3)
        patch.setattr(window, "_FEWEST_TURNS", 2)
        yield


class Places:
    """Two empty databases, one for Rasa's own store and one for ours."""

    def __init__(self, theirs: str, own: str) -> None:
        self.addresses = {"theirs": theirs, "own": own}
        self._open: list[SQLTrackerStore] = []

    def theirs(self, where: str = "theirs") -> SQLTrackerStore:
        return self._opened(SQLTrackerStore(DOMAIN, host=self.addresses[where]))

    def own(self, where: str = "own") -> ConversationStore:
        store = self._opened(ConversationStore(DOMAIN, host=self.addresses[where], keep_days=0))
        assert isinstance(store, ConversationStore)
        return store

    def _opened(self, store: SQLTrackerStore) -> SQLTrackerStore:
        self._open.append(store)
        return store

    def both(self) -> tuple[SQLTrackerStore, ConversationStore]:
        return self.theirs(), self.own()

    def rows(self, where: str) -> list[Any]:
        engine = sa.create_engine(self.addresses[where])
        with engine.connect() as connection:
            found = connection.execute(sa.text("SELECT * FROM events ORDER BY id")).fetchall()
        engine.dispose()
        return [tuple(row) for row in found]

    def close(self) -> None:
        for store in self._open:
            store.close() if isinstance(store, ConversationStore) else store.engine.dispose()


@contextlib.contextmanager
def emptied(addresses: Sequence[str]) -> Iterator[Places]:
    """Two databases of a server, emptied."""
    for address in addresses:
        engine = sa.create_engine(address)
        with engine.begin() as connection:
            if sa.inspect(connection).has_table("events"):
                connection.execute(sa.text("TRUNCATE events RESTART IDENTITY"))
        engine.dispose()
    yield Places(*addresses)


@contextlib.contextmanager
def in_files() -> Iterator[Places]:
    with tempfile.TemporaryDirectory() as folder:
        yield Places(f"sqlite:///{folder}/rasa.db", f"sqlite:///{folder}/own.db")


MakePlaces = Callable[[], contextlib.AbstractContextManager[Places]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest) -> MakePlaces:
    """Makes two empty databases of one kind."""
    if request.param == "sqlite":
        return lambda: closing(in_files())
    server = request.getfixturevalue("postgres")
    addresses = [services.new_database(server) for _ in range(2)]
    return lambda: closing(emptied(addresses))


@contextlib.contextmanager
def closing(making: contextlib.AbstractContextManager[Places]) -> Iterator[Places]:
    with making as made:
        try:
            yield made
        finally:
            made.close()


def rows(folder: Path, name: str) -> list[Any]:
    with sqlite3.connect(folder / name) as connection:
        return connection.execute("SELECT * FROM events ORDER BY id").fetchall()


def state(tracker: DialogueStateTracker | None) -> Any:
    if tracker is None:
        return None
    return tracker.current_state(EventVerbosity.ALL), tracker.past_states(DOMAIN), tracker.is_paused()


async def talk(store: TrackerStore, turns: Sequence[Sequence[Make]]) -> None:
    clock = itertools.count(1_700_000_000)
    for turn in turns:
        tracker = await store.get_or_create_tracker(SENDER, append_action_listen=False)
        for make in turn:
            event = make()
            event.timestamp = float(next(clock))
            tracker.update(event, DOMAIN)
        await store.save(tracker)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ConversationStore]:
    made = ConversationStore(DOMAIN, db=str(tmp_path / "own.db"), keep_days=0)
    yield made
    made.close()


@settings(max_examples=50)
@given(TURNS)
def test_conversations_are_kept_and_read_as_by_rasa(places: MakePlaces, turns: list[list[Make]]) -> None:
    with places() as made:
        stores = made.both()
        for one in stores:
            asyncio.run(talk(one, turns))
        assert made.rows("own") == made.rows("theirs")
        for read in ("retrieve", "retrieve_full_tracker"):
            theirs, own = (state(asyncio.run(getattr(one, read)(SENDER))) for one in stores)
            assert own == theirs
        assert asyncio.run(stores[0].keys()) == asyncio.run(stores[1].keys())


@settings(max_examples=20)
@given(st.lists(st.lists(MADE, min_size=2, max_size=6), min_size=6, max_size=14))
def test_a_long_conversation_is_added_to_as_by_rasa(places: MakePlaces, turns: list[list[Make]]) -> None:
    with places() as made, short_windows():
        for one in made.both():
            asyncio.run(talk(one, turns))
        assert made.rows("own") == made.rows("theirs")


@settings(max_examples=12)
@given(TURNS, TURNS)
def test_each_goes_on_with_what_the_other_has_kept(
    places: MakePlaces, before: list[list[Make]], after: list[list[Make]]
) -> None:
    with places() as made:
        theirs, own = made.theirs("own"), made.own()
        asyncio.run(talk(theirs, before))
        asyncio.run(talk(own, after))
        asyncio.run(talk(theirs, before))
        asyncio.run(talk(made.theirs(), [*before, *after, *before]))
        assert [row[1:3] for row in made.rows("own")] == [row[1:3] for row in made.rows("theirs")]


def test_a_tracker_that_was_not_read_here_adds_only_what_is_new(store: ConversationStore) -> None:
    asyncio.run(talk(store, [[heard("greet", "hello")], [heard("ask", "pay")]]))
    read = asyncio.run(store.retrieve(SENDER))
    assert read is not None
    copy = read.copy()
    copy.update(said.BotUttered("Hello"))
    asyncio.run(store.save(copy))
    asyncio.run(store.save(copy))
    kept = asyncio.run(store.retrieve(SENDER))
    assert kept is not None
    assert [event.type_name for event in kept.events] == ["user", "user", "bot"]


def test_nothing_is_kept_of_a_turn_that_can_not_be_written(store: ConversationStore, tmp_path: Path) -> None:
    asyncio.run(talk(store, [[heard("greet", "hello")]]))
    tracker = asyncio.run(store.retrieve(SENDER))
    assert tracker is not None
    broken = said.SlotSet("context", {1, 2})  # a set is no JSON
    for event in (said.ActionExecuted("action_answer"), broken):
        tracker.update(event)
    with pytest.raises(TypeError):
        asyncio.run(store.save(tracker))
    assert len(rows(tmp_path, "own.db")) == 1


def test_what_is_erased_stays_erased_though_the_conversation_goes_on(store: ConversationStore, tmp_path: Path) -> None:
    asyncio.run(talk(store, [[heard("greet", "hello")]]))
    tracker = asyncio.run(store.retrieve(SENDER))
    assert tracker is not None
    with store.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM events"))
    tracker.update(said.BotUttered("It is forgotten"))
    asyncio.run(store.save(tracker))
    assert [row[2] for row in rows(tmp_path, "own.db")] == ["bot"]


def test_it_is_what_endpoints_yml_names(tmp_path: Path) -> None:
    configured = EndpointConfig.from_dict(
        {"type": "overture.conversations.store.ConversationStore", "dialect": "sqlite", "db": str(tmp_path / "x.db")}
    )
    made = TrackerStore.create(configured, DOMAIN)
    assert isinstance(made, ConversationStore)
    assert made.domain is DOMAIN
    made.close()


def test_it_is_still_needed() -> None:
    """Fails once Rasa's own store is as quick: then this one can go."""

    def seconds(store: TrackerStore) -> float:
        turns = [[heard("ask", "pay"), lambda: said.BotUttered("Much")]]
        loop = asyncio.new_event_loop()
        try:
            # Processor time: how long the disk takes is the same for both.
            return min(
                timeit.repeat(
                    lambda: loop.run_until_complete(talk(store, turns)), timer=time.process_time, number=5, repeat=4
                )
            )
        finally:
            loop.close()

    with closing(in_files()) as made:
        theirs, own = made.both()
        assert seconds(theirs) > 1.2 * seconds(own)
