"""The table of conversations: Rasa's own, with the indexes that a bounded reading of it needs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from overture.conversations import window
from overture.conversations.statements import TABLE

# Any number that nobody else locks: processes that start together make the table one after the other.
_MAKING = 7_205_759
_INDEXES = {"ix_events_latest": window.INDEX, "ix_events_order": window.ORDER}


def prepare(connection: Connection) -> None:
    """Makes the table, or what a table of Rasa's own lacks.

    Args:
        connection: to the database, in a transaction.

    Raises:
        DBAPIError: the database can't be reached or changed.
    """
    if not missing(connection):
        return
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))  # an index of a large table takes its time
        connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MAKING})
    for statement in missing(connection):
        connection.execute(statement)


def missing(connection: Connection) -> list[Any]:
    """The statements that are still to be executed."""
    inspector = sa.inspect(connection)
    if not inspector.has_table(TABLE.name):
        return [*_table(connection), *map(sa.text, _wanted(connection).values())]
    there = {index["name"] for index in inspector.get_indexes(TABLE.name)}
    return [sa.text(statement) for name, statement in _wanted(connection).items() if name not in there]


def _wanted(connection: Connection) -> dict[str, str]:
    """SQLite's indexes hold the id anyway, so that Rasa's own serves as the second."""
    names = ["ix_events_latest"] if connection.dialect.name == "sqlite" else list(_INDEXES)
    return {name: _INDEXES[name] for name in names}


def _table(connection: Connection) -> list[Any]:
    made = [sa.schema.CreateTable(TABLE), *(sa.schema.CreateIndex(index) for index in TABLE.indexes)]
    if connection.dialect.name == "postgresql":
        # Rasa's ids of 32 bits end after some 350 million messages.
        made += [
            sa.text("ALTER TABLE events ALTER COLUMN id TYPE bigint"),
            sa.text("ALTER SEQUENCE events_id_seq AS bigint"),
        ]
    return made
