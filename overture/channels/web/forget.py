"""Deletes a conversation from where else it is kept: by Rasa, which itself has no way to, for review, for a person."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from pathlib import Path
from typing import Any, Optional

import sqlalchemy as sa
from rasa.core.tracker_store import (
    InMemoryTrackerStore,
    MongoTrackerStore,
    RedisTrackerStore,
    SQLTrackerStore,
    TrackerStore,
)

from overture import handover
from overture.review import keeper
from overture.review.store import ReviewStore


class CannotForget(Exception):
    """This kind of tracker store has no way to delete a conversation."""


def stores(store: Optional[TrackerStore]) -> list[TrackerStore]:
    """The stores behind Rasa's wrappers: the configured one, and the one in memory that stands in when it fails."""
    if store is None:
        return []
    inner = getattr(store, "_tracker_store", None)
    if inner is None:
        return [store]
    return [*stores(inner), *stores(getattr(store, "_fallback_tracker_store", None))]


async def forget(store: Optional[TrackerStore], sender: str) -> None:
    """Deletes all that Rasa keeps of a conversation.

    A store of another kind than Rasa's own is asked by its method ``erase(sender_id)`` or ``delete(sender_id)``.

    Raises:
        CannotForget: the store has no way to do it.
    """
    for one in stores(store):
        await _forget(one, sender)


async def forget_review(sender: str) -> None:
    """Deletes what was kept of a conversation for review, because it could not be answered."""
    path = keeper.default_file()
    if path is not None:
        await asyncio.get_running_loop().run_in_executor(None, _delete_review, path, sender)


def _delete_review(path: Path, sender: str) -> None:
    if (kept := keeper.shared()) is not None:
        kept.flush()  # what was only just said is not written yet
    ReviewStore(path).forget(sender)


async def forget_handover(sender: str) -> None:
    """Deletes what was passed on to a person, or waits to be; whoever has got it already is told."""
    await asyncio.get_running_loop().run_in_executor(None, _delete_handover, sender)


def _delete_handover(sender: str) -> None:
    # With faults in its settings nothing has been passed on; the log says which.
    with contextlib.suppress(handover.ConfigError):
        handover.shared().forget(sender)


async def _forget(store: TrackerStore, sender: str) -> None:
    own = getattr(store, "erase", None) or getattr(store, "delete", None)
    if own is not None:
        done = own(sender)
        if inspect.isawaitable(done):
            await done
    elif isinstance(store, InMemoryTrackerStore):
        store.store.pop(sender, None)
    else:
        await asyncio.get_running_loop().run_in_executor(None, _delete, store, sender)


def _delete(store: Any, sender: str) -> None:
    if isinstance(store, SQLTrackerStore):
        with store.sessionmaker() as session, session.begin():
            if store.engine.dialect.name == "sqlite":
                session.execute(sa.text("PRAGMA secure_delete=ON"))  # what is deleted is overwritten
            session.query(store.SQLEvent).filter_by(sender_id=sender).delete()
    elif isinstance(store, RedisTrackerStore):
        store.red.delete(store.key_prefix + sender)
    elif isinstance(store, MongoTrackerStore):
        store.conversations.delete_many({"sender_id": sender})
    else:
        raise CannotForget(type(store).__name__)
