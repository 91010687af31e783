"""Rasa's SQL tracker store with the same table and meaning, at a fraction of its cost a message.

Rasa's own opens a connection and builds its queries anew for each call, counts what is
stored before it adds to it, commits once for a new conversation that has no events yet,
and reads a whole session with each message.  Here connections are kept, the queries are
fixed, an event that is read knows that it is stored, and of a long session only what is
needed is read (:mod:`overture.conversations.window`).

Rasa's own stops the whole server while the database hangs, and goes on without any
conversation while it is away.  Here the database is used beside the event loop
(:mod:`overture.conversations.database`), what can't be read is
:class:`~overture.conversations.errors.Unreachable`, and what can't be kept is held and
written later.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import logging
import threading
import uuid
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Optional

import sqlalchemy as sa
import sqlalchemy.orm
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from overture.conversations import erasing, fail_safe, statements, window
from overture.conversations.database import Database, address
from overture.conversations.errors import StoreError, Unreachable
from overture.conversations.retention import Retention
from overture.conversations.statements import TABLE
from overture.conversations.unsaved import New, Unsaved
from overture.conversations.window import Row

logger = logging.getLogger(__name__)

KEEP_DAYS = 30
START_SECONDS = 30.0
WRITE_AGAIN_SECONDS = 2.0
END_SECONDS = 4.0
# Property of an event: the store that it is kept in.
_KEPT_IN = "_overture_kept_in"


class ConversationStore(SQLTrackerStore):  # type: ignore[misc]
    """Keeps the events of conversations in SQLite or PostgreSQL; for ``tracker_store`` in endpoints.yml.

    Args:
        domain: whose slots conversations have.
        host: server of the database, or a whole address; none for SQLite.
        event_broker: hears of all events, as with Rasa's own store.
        dialect: ``sqlite`` or ``postgresql``.
        port: of the server.
        db: the database, or SQLite's file.
        username: who uses the database.
        password: theirs.
        query: further parameters of the connection.
        keep_days: a conversation is deleted so many days after its last event; 0 keeps all.
        start_seconds: for so long a server that can't be reached is waited for.

    Raises:
        StoreError: the database can't be reached or written.
    """

    engine: sa.engine.Engine
    sessionmaker: sa.orm.sessionmaker

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: Optional[str] = None,
        event_broker: Optional[EventBroker] = None,
        *,
        dialect: str = "sqlite",
        port: Optional[int] = None,
        db: str = "rasa.db",
        username: Optional[str] = None,
        password: Optional[str] = None,
        query: Optional[dict[str, str]] = None,
        keep_days: float = KEEP_DAYS,
        start_seconds: float = START_SECONDS,
    ) -> None:
        # Not that of SQLTrackerStore, which goes on without a table where the database can't be reached.
        TrackerStore.__init__(self, domain, event_broker)
        self.database = Database(address(dialect, host, port, db, username, password, query))
        self.engine = self.database.engine
        self.sessionmaker = sa.orm.sessionmaker(bind=self.engine)
        self._key = uuid.uuid4().hex
        self._unsaved = Unsaved()
        self._one_writes = asyncio.Lock()
        self._writing_later: Optional[asyncio.Task[None]] = None
        try:
            self.database.wait(float(start_seconds))
            self._retention = Retention(self.database, float(keep_days))
        except ValueError:
            raise StoreError("Conversations: keep_days and start_seconds have to be numbers.") from None
        self._retention.start()

    def close(self) -> None:
        """Ends threads and connections."""
        atexit.unregister(self.write_at_the_end)
        self._retention.stop()
        self.database.close()

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> Optional[DialogueStateTracker]:
        if sender_id in self._unsaved:
            with contextlib.suppress(Unreachable):  # it is read then, and what waits comes behind it
                await self._write_unsaved(sender_id)
        elif self._unsaved.is_full:
            raise Unreachable("too much waits to be written")
        slots, loops = [slot.name for slot in self.domain.slots], self.domain.form_names

        def read(connection: Connection) -> list[Row]:
            if fetch_events_from_all_sessions:
                return window.everything(connection, sender_id)
            return window.bounded(connection, sender_id, slots, loops)

        rows = await self.database.read(read)
        if waiting := self._unsaved.rows(sender_id, after=rows[-1].id if rows else 0):
            rows = [*rows, *waiting] if fetch_events_from_all_sessions else window.latest([*rows, *waiting])
        return self._tracker(sender_id, rows)

    def _tracker(self, sender: str, rows: Sequence[Row]) -> Optional[DialogueStateTracker]:
        if not rows:
            return None
        tracker = DialogueStateTracker.from_dict(sender, [json.loads(row.data) for row in rows], self.domain.slots)
        self._mark(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Adds the events that are not stored yet, all or none of them; later, where the database is away.

        Raises:
            Unreachable: it can't be told what is new in a tracker that was not read from here.
        """
        await self.stream_events(tracker)
        events = list(tracker.events)
        if not events:
            setattr(tracker, _KEPT_IN, self._key)  # Rasa saves a new one so: nothing of it is stored
            return
        kept = self._kept(tracker, events)
        new = [_row(tracker.sender_id, event) for event in events[kept or 0 :]]
        if not new:
            return
        if kept is None:
            await self._add_what_is_new(tracker.sender_id, new)
        else:
            await self._add(tracker.sender_id, new)
        self._mark(events)

    def _kept(self, tracker: DialogueStateTracker, events: Sequence[Event]) -> Optional[int]:
        """How many of the first events of a tracker are stored; None where it is neither new nor was read from here."""
        kept = [number for number, event in enumerate(events, 1) if getattr(event, _KEPT_IN, None) == self._key]
        if kept:
            return kept[-1]
        return 0 if getattr(tracker, _KEPT_IN, None) == self._key else None

    async def _add_what_is_new(self, sender: str, events: Sequence[New]) -> None:
        """Adds what comes after as many events as the session has, which is what Rasa's own store assumes."""
        if sender in self._unsaved:
            await self._write_unsaved(sender)

        def add(connection: Connection) -> None:
            if new := events[len(window.latest_session(connection, sender)) :]:
                statements.add(connection, new)

        await self.database.write(add)

    async def _add(self, sender: str, new: Sequence[New]) -> None:
        if sender in self._unsaved:  # what was said before comes first
            self._hold(sender, new)
            return
        try:
            await self.database.write(lambda connection: statements.add(connection, new))
        except Unreachable:
            self._hold(sender, new)

    def _hold(self, sender: str, turn: Sequence[New]) -> None:
        if not self._unsaved.senders:
            atexit.unregister(self.write_at_the_end)
            atexit.register(self.write_at_the_end)
        self._unsaved.hold(sender, turn)
        if self._writing_later is None or self._writing_later.done():
            self._writing_later = asyncio.get_running_loop().create_task(self._write_later())

    async def _write_later(self) -> None:
        while self._unsaved.senders:
            await asyncio.sleep(WRITE_AGAIN_SECONDS)
            for sender in self._unsaved.senders:
                try:
                    await self._write_unsaved(sender)
                except Unreachable:
                    break
        logger.warning("All that was said meanwhile is kept")

    def write_at_the_end(self) -> None:
        """Writes what waits, when the process ends; for some seconds, since the database may hang."""
        last = threading.Thread(target=self._write_all, name="last-words", daemon=True)
        last.start()
        last.join(END_SECONDS)
        if self._unsaved.senders:
            logger.error("The last of %d conversations could not be kept", len(self._unsaved.senders))

    def _write_all(self) -> None:
        for sender in self._unsaved.senders:
            try:
                self.database.transaction(partial(_add_missing, sender=sender, turns=self._unsaved.turns(sender)))
            except SQLAlchemyError:
                return
            self._unsaved.drop(sender)

    async def _write_unsaved(self, sender: str) -> None:
        """Writes what waits of a conversation; nothing twice, though a time-out may have come after it was written."""
        async with self._one_writes:
            turns = self._unsaved.turns(sender)
            await self.database.write(lambda connection: _add_missing(connection, sender, turns))
            self._unsaved.drop(sender, len(turns))

    def _mark(self, events: Iterable[Event]) -> None:
        for event in events:
            setattr(event, _KEPT_IN, self._key)

    async def keys(self) -> Iterable[str]:
        """The conversations that are kept.

        Raises:
            Unreachable: they can't be read just now.
        """
        query = sa.select(TABLE.c.sender_id).distinct()
        return await self.database.read(lambda connection: [row.sender_id for row in connection.execute(query)])

    async def erase(self, sender_id: str) -> int:
        """Deletes all that is kept of a conversation; returns how many events that were.

        Raises:
            Unreachable: they can't be deleted just now.
        """
        async with self._one_writes:  # else what is being written comes behind
            deleted = await self.database.write(lambda connection: erasing.erase(connection, sender_id))
            waiting = len(self._unsaved.rows(sender_id, 0))
            self._unsaved.drop(sender_id)
        await self.database.read(erasing.purge)
        return deleted + waiting


def _add_missing(connection: Connection, sender: str, turns: Sequence[Sequence[New]]) -> None:
    _lock(connection, sender)
    there = window.data_of(connection, sender, 2 * sum(map(len, turns)))
    for turn in turns:
        if not {event["data"] for event in turn} <= there:
            statements.add(connection, turn)


def _lock(connection: Connection, sender: str) -> None:
    """Waits for another process, or a thread that was given up, which writes the same."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:sender))"), {"sender": sender})


def _row(sender: str, event: Event) -> New:
    data = event.as_dict()
    return {
        "sender_id": sender,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


fail_safe.trust(ConversationStore)
