"""The statements of each message, written out once for each kind of database.

SQLAlchemy looks a statement up in its cache and prepares its values with each use: a
sixth of a millisecond, more than SQLite takes for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy.engine import Connection

TABLE = SQLTrackerStore.SQLEvent.__table__
_COLUMNS = tuple(column.name for column in TABLE.columns if not column.primary_key)


class Fixed:
    """A statement that stays the same.

    Args:
        text: SQL with named values (``:sender``).
    """

    def __init__(self, text: str) -> None:
        self._statement = sa.text(text)
        self._written: dict[str, Any] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Executes it; the result's rows are tuples."""
        name = connection.dialect.name
        if name not in self._written:
            self._written[name] = self._statement.compile(dialect=connection.dialect)
        written = self._written[name]
        order = written.positiontup if written.positional else None
        given = dict(values) if order is None else tuple(values[each] for each in order)
        return connection.exec_driver_sql(written.string, given)


_ADD = f"INSERT INTO {TABLE.name} ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


def add(connection: Connection, events: Sequence[Mapping[str, Any]]) -> None:
    """Adds events, with all columns but the id, in their order."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_ADD, [tuple(event[column] for column in _COLUMNS) for event in events])
    else:
        connection.execute(TABLE.insert(), list(events))  # SQLAlchemy sends them all at once, the driver would not
