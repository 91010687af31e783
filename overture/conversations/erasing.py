"""Deletes conversations: one at somebody's wish, or those in which nothing was said for long."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

_ERASE = sa.text("DELETE FROM events WHERE sender_id = :sender")
# Jumps from one conversation to the next in the index, in place of reading all events.
_NEXT = sa.text(
    "WITH RECURSIVE found(sender) AS ("
    " SELECT min(sender_id) FROM events WHERE sender_id > :after"
    " UNION ALL"
    " SELECT (SELECT min(sender_id) FROM events WHERE sender_id > found.sender)"
    " FROM found WHERE found.sender IS NOT NULL"
    ") SELECT sender, (SELECT timestamp FROM events WHERE sender_id = sender ORDER BY id DESC LIMIT 1)"
    " FROM found WHERE sender IS NOT NULL LIMIT :most"
)
_ERASE_IDLE = sa.text(
    "DELETE FROM events WHERE sender_id = :sender AND :before >"
    " COALESCE((SELECT timestamp FROM events WHERE sender_id = :sender ORDER BY id DESC LIMIT 1), 0)"
)
_NEWEST = sa.text("SELECT timestamp FROM events ORDER BY id DESC LIMIT 1")


@dataclass(frozen=True)
class Last:
    """A conversation, and the time of its last event in seconds since 1970."""

    sender: str
    at: float


def erase(connection: Connection, sender: str) -> int:
    """Deletes a conversation; returns how many events that were."""
    return int(connection.execute(_ERASE, {"sender": sender}).rowcount)


def purge(connection: Connection) -> None:
    """Takes what was deleted out of SQLite's write-ahead log too."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def last_events(connection: Connection, after: str, most: int) -> list[Last]:
    """The next conversations by name, and when something was last said in each.

    Events are in the order of their ids: a clock that was wrong for a while doesn't make a conversation old or young.
    """
    found = connection.execute(_NEXT, {"after": after, "most": most})
    return [Last(sender, at or 0.0) for sender, at in found]


def erase_idle(connection: Connection, sender: str, before: float) -> int:
    """Deletes a conversation unless something has been said in it since; returns how many events that were."""
    return int(connection.execute(_ERASE_IDLE, {"sender": sender, "before": before}).rowcount)


def newest(connection: Connection) -> float:
    """When something was last said to anybody, in seconds since 1970; 0 if nothing ever was."""
    return float(connection.execute(_NEWEST).scalar() or 0.0)
