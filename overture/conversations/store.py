"""Rasa's SQL tracker store with the same table and meaning, at a fraction of its cost a message.

Rasa's own opens a connection and builds its queries anew for each call, counts what is
stored before it adds to it, commits once for a new conversation that has no events yet,
and reads a whole session with each message.  Here connections are kept, the queries are
fixed, an event that is read knows that it is stored, and of a long session only what is
needed is read (:mod:`overture.conversations.window`).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Optional

import sqlalchemy as sa
import sqlalchemy.orm
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection
from sqlalchemy.pool import QueuePool

from overture.conversations import window
from overture.conversations.window import Row

_ALL = sa.text("SELECT id, type_name, action_name, timestamp, data FROM events WHERE sender_id = :sender ORDER BY id")
# Property of an event: the store that it is kept in.
_KEPT_IN = "_overture_kept_in"


class ConversationStore(SQLTrackerStore):  # type: ignore[misc]
    """Keeps the events of conversations in SQLite or PostgreSQL; for ``tracker_store`` in endpoints.yml.

    Args:
        domain: whose slots conversations have.
        host: server of the database, or a whole address; none for SQLite.
        settings: as for Rasa's own store: ``dialect``, ``db``, ``username``, ``password`` and so on.
    """

    engine: sa.engine.Engine
    sessionmaker: sa.orm.sessionmaker

    def __init__(self, domain: Optional[Domain] = None, host: Optional[str] = None, **settings: Any) -> None:
        super().__init__(domain, host=host, **settings)
        self._key = uuid.uuid4().hex
        if self.engine.dialect.name == "sqlite" and self.engine.url.database:
            self._keep_connections()
        self._index()

    def _index(self) -> None:
        """The indexes by which the events of a window are found; SQLite has the second one as Rasa's own."""
        wanted = [window.INDEX] if self.engine.dialect.name == "sqlite" else [window.INDEX, window.ORDER]
        with self.engine.begin() as connection:
            for statement in wanted:
                connection.execute(sa.text(statement))

    def _keep_connections(self) -> None:
        """Rasa's engine opens SQLite's file anew for each use."""
        address = self.engine.url
        self.engine.dispose()
        self.engine = sa.create_engine(address, poolclass=QueuePool, connect_args={"check_same_thread": False})
        self.sessionmaker = sa.orm.sessionmaker(bind=self.engine)

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> Optional[DialogueStateTracker]:
        with self.engine.connect() as connection:
            if fetch_events_from_all_sessions:
                rows = [Row(*row) for row in connection.execute(_ALL, {"sender": sender_id})]
            else:
                rows = window.bounded(connection, sender_id, self._slots(), self.domain.form_names)
        if not rows:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, [json.loads(row.data) for row in rows], self.domain.slots)
        self._mark(tracker.events)
        return tracker

    def _slots(self) -> list[str]:
        return [slot.name for slot in self.domain.slots]

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Adds the events that are not stored yet, all or none of them."""
        await self.stream_events(tracker)
        if not tracker.events:
            return
        events = list(tracker.events)
        with self.engine.begin() as connection:
            new = events[self._stored(connection, tracker.sender_id, events) :]
            if new:
                connection.execute(self.SQLEvent.__table__.insert(), [_row(tracker.sender_id, event) for event in new])
        self._mark(new)

    def _stored(self, connection: Connection, sender: str, events: Sequence[Event]) -> int:
        """How many of the first events of a tracker are stored.

        Of a tracker that was not read from here: as many as its session has, which is what Rasa's own store assumes.
        """
        kept = [number for number, event in enumerate(events, 1) if getattr(event, _KEPT_IN, None) == self._key]
        return kept[-1] if kept else len(window.latest_session(connection, sender))

    def _mark(self, events: Iterable[Event]) -> None:
        for event in events:
            setattr(event, _KEPT_IN, self._key)


def _row(sender: str, event: Event) -> dict[str, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
