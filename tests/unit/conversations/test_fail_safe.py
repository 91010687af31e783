"""Rasa's wrapper lets the errors of our store through, and still needs to be told to."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from overture.conversations.errors import Unreachable
from overture.conversations.store import ConversationStore


async def away(*arguments: object) -> None:
    raise Unreachable("away")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    """A store whose database is away."""
    made = ConversationStore(Domain.empty(), db=":memory:", keep_days=0)
    for call in ("retrieve", "retrieve_full_tracker", "save", "keys"):
        monkeypatch.setattr(made, call, away)
    return made


def test_what_can_not_be_read_or_kept_is_raised(store: ConversationStore) -> None:
    wrapped = FailSafeTrackerStore(store)
    for call in (wrapped.retrieve("a"), wrapped.retrieve_full_tracker("a"), wrapped.keys()):
        with pytest.raises(Unreachable):
            asyncio.run(call)
    with pytest.raises(Unreachable):
        asyncio.run(wrapped.save(DialogueStateTracker("a", [])))
    store.close()


def test_whoever_gives_a_callback_of_their_own_gets_the_errors(store: ConversationStore) -> None:
    told: list[Exception] = []
    wrapped = FailSafeTrackerStore(store, on_tracker_store_error=told.append)
    assert asyncio.run(wrapped.retrieve("a")) is None
    assert len(told) == 1
    store.close()


def test_it_is_still_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails once Rasa's own wrapper no longer takes what it can't read for a new conversation."""
    other: TrackerStore = InMemoryTrackerStore(Domain.empty())
    monkeypatch.setattr(other, "retrieve", away)
    assert asyncio.run(FailSafeTrackerStore(other).retrieve("a")) is None
