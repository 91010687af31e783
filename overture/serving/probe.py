"""Whether the store of conversations can be used: asked in a thread, not more often than needed, never for long."""

from __future__ import annotations

import asyncio
import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Optional

from rasa.core.tracker_store import MongoTrackerStore, RedisTrackerStore, SQLTrackerStore, TrackerStore

CACHED_SECONDS = 2.0
PROBE_SECONDS = 2.0
# Below that a database in a file can't be written much longer.
LEAST_FREE_BYTES = 20_000_000

UNREACHABLE = "Conversations can't be kept: {cause}."
SLOW = f"the store didn't answer within {PROBE_SECONDS:.0f} s"


class StoreProbe:
    """Asks a store how it is.

    Args:
        store: the store itself, without a wrapper.
    """

    def __init__(self, store: TrackerStore) -> None:
        self._store = store
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="probe")
        self._asking: Optional[Future[Optional[str]]] = None
        self._known: Optional[str] = None
        self._at = -CACHED_SECONDS

    async def fault(self) -> Optional[str]:
        """What is wrong, in a sentence; None if nothing is."""
        if time.monotonic() - self._at < CACHED_SECONDS:
            return self._known
        self._known = await self._ask()
        self._at = time.monotonic()
        return self._known

    async def _ask(self) -> Optional[str]:
        if self._asking is None or self._asking.done():  # else the last question still hangs
            self._asking = self._threads.submit(_fault, self._store)
        waiting = asyncio.shield(asyncio.wrap_future(self._asking))
        try:
            return await asyncio.wait_for(waiting, PROBE_SECONDS)
        except asyncio.TimeoutError:
            return UNREACHABLE.format(cause=SLOW)

    def close(self) -> None:
        """Ends the thread, if nothing hangs in it."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _fault(store: Any) -> Optional[str]:
    try:
        if isinstance(store, SQLTrackerStore):
            _ask_database(store.engine)
        elif isinstance(store, RedisTrackerStore):
            store.red.ping()
        elif isinstance(store, MongoTrackerStore):
            store.client.admin.command("ping")
    except Exception as error:
        # Its own text may name the host and the user of a database.
        cause = getattr(error, "orig", None) or error
        return UNREACHABLE.format(cause=str(cause) if isinstance(cause, _Full) else type(cause).__name__)
    return None


class _Full(OSError):
    """No room on the disk."""


def _ask_database(engine: Any) -> None:
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("SELECT 1 FROM events LIMIT 1")
            return
        # Reading works in a file that can't be written.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql("SELECT 1 FROM events LIMIT 1")
        connection.exec_driver_sql("ROLLBACK")
    if engine.url.database:
        _check_room(Path(engine.url.database).absolute().parent)


def _check_room(folder: Path) -> None:
    status = os.statvfs(folder)
    if status.f_bavail * status.f_frsize < LEAST_FREE_BYTES:
        raise _Full(f"less than {LEAST_FREE_BYTES // 1_000_000} MB are free on the disk")
