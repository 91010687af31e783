"""Which events of a long conversation are read: the last turns, and what still holds from before them.

Rasa reads a whole session with each message, so that a message costs the more the longer
somebody has talked.  Of a session of more than :data:`MOST_EVENTS` events are read here the
last :data:`TURNS` turns and before them, in their order, the single events that set what
holds: the session's start, the last value of each slot, whether the bot is paused, its last
words, and of a form that is being filled in the turns that led to it and its last run.
The tracker that comes of it has the same slots, form, latest message, action and words.
Its history is shorter: rules and stories look back four turns, a transcript for a person is that much shorter too.

A session in which something was taken back (``undo``, ``rewind``) is read as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from overture.conversations.statements import Fixed

MOST_EVENTS = 120
TURNS = 16
# With fewer turns among the last events, a session is read as a whole.
_FEWEST_TURNS = 5
# Events before the start of a form that are read with it.
_BEFORE_FORM = 40
_LISTEN = "action_listen"

# A type of event, and its name where it has one: of an action, a slot, a form.
_Kind = tuple[str, Optional[str]]
_STARTS: tuple[_Kind, ...] = (("session_started", None), ("restart", None))
_RESET: _Kind = ("reset_slots", None)
_TAKEN_BACK: tuple[_Kind, ...] = (("rewind", None), ("undo", None))
_LAST_OF: tuple[_Kind, ...] = (("pause", None), ("resume", None), ("bot", None))
_NO_LOOP: tuple[_Kind, ...] = (("active_loop", None), ("form", None))

INDEX = "CREATE INDEX IF NOT EXISTS ix_events_latest ON events (sender_id, type_name, action_name, id)"
ORDER = "CREATE INDEX IF NOT EXISTS ix_events_order ON events (sender_id, id)"

_COLUMNS = "SELECT id, type_name, action_name, timestamp, data FROM events"
_LAST = Fixed(f"{_COLUMNS} WHERE sender_id = :sender AND id <= :upto ORDER BY id DESC LIMIT :most")
_ALL = sa.text(f"{_COLUMNS} WHERE sender_id = :sender ORDER BY id")
_BY_ID = sa.text(f"{_COLUMNS} WHERE id IN :ids ORDER BY id").bindparams(sa.bindparam("ids", expanding=True))
_NEWEST = 2**62


@dataclass(frozen=True)
class Row:
    """A row of the table of events; ``data`` is JSON."""

    id: int
    type_name: str
    action_name: Optional[str]
    timestamp: Optional[float]
    data: str


def everything(connection: Connection, sender: str) -> list[Row]:
    """All events of a conversation."""
    return _rows(connection.execute(_ALL, {"sender": sender}))


def latest_session(connection: Connection, sender: str) -> list[Row]:
    """All events of a conversation's latest session."""
    return latest(everything(connection, sender))


def data_of(connection: Connection, sender: str, most: int) -> set[str]:
    """The last so many events of a conversation as JSON."""
    return {row.data for row in _last(connection, sender, _NEWEST, most)}


def bounded(connection: Connection, sender: str, slots: Iterable[str], loops: Iterable[str]) -> list[Row]:
    """The events of the latest session that are to be read, in their order.

    Args:
        connection: to the database, in a transaction.
        sender: the conversation.
        slots: names of the slots that a conversation has.
        loops: names of the forms that it can be in.
    """
    tail = _last(connection, sender, _NEWEST, MOST_EVENTS + 1)
    if len(tail) <= MOST_EVENTS or any(row.type_name == "session_started" for row in tail):
        return latest(tail)
    window = _turns(tail)
    before = _Before(connection, sender, window[0].id, tuple(slots), tuple(loops)) if window else None
    kept = before.rows() if before else None
    return latest_session(connection, sender) if kept is None else [*kept, *window]


def latest(rows: Sequence[Row]) -> list[Row]:
    """The rows since the latest session start; all where there is none.

    Rasa goes by the clock: once that has been set back, nothing that is said is read again until it has caught up.
    """
    started = max((number for number, row in enumerate(rows) if row.type_name == "session_started"), default=0)
    return list(rows[started:])


def _turns(tail: Sequence[Row]) -> list[Row]:
    """The last turns, from where the bot began to listen; none where there are too few to go by."""
    heard = [number for number, row in enumerate(tail) if row.type_name == "user"][-TURNS:]
    if len(heard) < _FEWEST_TURNS:
        return []
    begin = _begin(tail, heard[0])
    return list(tail[begin:]) if any(row.type_name == "action" for row in tail[heard[0] :]) else []


def _begin(rows: Sequence[Row], heard: int) -> int:
    listened = heard and rows[heard - 1].type_name == "action" and rows[heard - 1].action_name == _LISTEN
    return heard - 1 if listened else heard


class _Before:
    """What still holds from before a window.

    Args:
        connection: to the database.
        sender: the conversation.
        begin: id of the window's first event.
        slots: names of slots.
        loops: names of forms.
    """

    def __init__(
        self, connection: Connection, sender: str, begin: int, slots: tuple[str, ...], loops: tuple[str, ...]
    ) -> None:
        self._connection, self._sender, self._begin = connection, sender, begin
        self._slots = [("slot", name) for name in slots]
        self._loops: list[_Kind] = [*_NO_LOOP, *((kind, name) for name in loops for kind in ("active_loop", "form"))]

    def rows(self) -> Optional[list[Row]]:
        """The events that hold, in their order; None where the whole session must be read."""
        kinds = [*_STARTS, _RESET, *_TAKEN_BACK, *_LAST_OF, *self._slots, *self._loops]
        last = self._latest(kinds)
        start = max((last[kind] for kind in _STARTS), default=0)
        if any(last[kind] > start for kind in _TAKEN_BACK):
            return None
        since = max(start, last[_RESET])
        wanted = {start, *(last[kind] for kind in _LAST_OF if last[kind] > start)}
        wanted |= {last[kind] for kind in self._slots if last[kind] > since}
        loop = max(last[kind] for kind in self._loops)
        found = {row.id: row for row in self._by_id({*wanted, loop} - {0})}
        if loop > start and found[loop].action_name:
            found |= {row.id: row for row in self._form(found[loop], start)}
        else:
            found.pop(loop, None)
        return [found[number] for number in sorted(found)]

    def _form(self, loop: Row, start: int) -> Iterator[Row]:
        """The turns that led to a form, and its last run and refusal before the window."""
        led = [row for row in _last(self._connection, self._sender, loop.id, _BEFORE_FORM) if row.id > start]
        heard = next((number for number, row in enumerate(led) if row.type_name == "user"), 0)
        yield from led[_begin(led, heard) :]
        last = self._latest([("action", loop.action_name), ("action_execution_rejected", loop.action_name)])
        yield from self._by_id({number for number in last.values() if number > loop.id})

    def _latest(self, kinds: Sequence[_Kind]) -> Mapping[_Kind, int]:
        """The id of the last event of each kind before the window; 0 for none."""
        values: dict[str, Any] = {"sender": self._sender, "begin": self._begin}
        for number, (type_name, name) in enumerate(kinds):
            values[f"type{number}"] = type_name
            if name is not None:
                values[f"name{number}"] = name
        found = self._connection.execute(_latest_query(tuple(name is None for _, name in kinds)), values).one()
        return {kind: number or 0 for kind, number in zip(kinds, found)}

    def _by_id(self, ids: Iterable[int]) -> list[Row]:
        wanted = sorted(ids)
        return _rows(self._connection.execute(_BY_ID, {"ids": wanted})) if wanted else []


_queries: dict[tuple[bool, ...], Any] = {}


def _latest_query(unnamed: tuple[bool, ...]) -> Any:
    """One row with the last id of each of several kinds, each looked up in the index."""
    if unnamed not in _queries:
        columns = (
            "(SELECT id FROM events WHERE sender_id = :sender AND id < :begin"
            f" AND type_name = :type{number} AND action_name {'IS NULL' if bare else f'= :name{number}'}"
            f" ORDER BY id DESC LIMIT 1) AS found{number}"
            for number, bare in enumerate(unnamed)
        )
        _queries[unnamed] = sa.text(f"SELECT {', '.join(columns)}")
    return _queries[unnamed]


def _last(connection: Connection, sender: str, upto: int, most: int) -> list[Row]:
    return _rows(_LAST.run(connection, {"sender": sender, "upto": upto, "most": most}))[::-1]


def _rows(found: Iterable[Any]) -> list[Row]:
    return [Row(*row) for row in found]
