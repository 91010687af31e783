"""Keeps messages that were not answered, in a small SQLite file of their own."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Optional

from overture.review.masking import mask
from overture.review.missed import Missed, Reason

_TABLE = """
CREATE TABLE IF NOT EXISTS missed (
    at REAL NOT NULL, reason TEXT NOT NULL, text TEXT NOT NULL, conversation TEXT NOT NULL, intent TEXT NOT NULL,
    confidence REAL NOT NULL, channel TEXT NOT NULL, missing TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS missed_at ON missed (at);
CREATE INDEX IF NOT EXISTS missed_conversation ON missed (conversation);
"""
_COLUMNS = "reason, text, conversation, intent, confidence, channel, missing, at"


class ReviewStore:
    """The file; made when something is first kept.

    Every method may raise ``sqlite3.Error`` or ``OSError`` when the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, missed: Sequence[Missed]) -> None:
        """Keeps some messages, masked, in one step."""
        rows = [_row(message) for message in missed]
        with self._open() as database:
            database.executemany(f"INSERT INTO missed ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def read(self, since: float = 0.0, reason: Optional[Reason] = None) -> list[Missed]:
        """What is kept, newest first.

        Args:
            since: only from this time on, seconds since 1970.
            reason: only what was not answered for this reason.
        """
        if not self.path.exists():
            return []
        with self._open() as database:
            rows = database.execute(
                f"SELECT {_COLUMNS} FROM missed WHERE at >= ? AND (? IS NULL OR reason = ?)"
                " ORDER BY at DESC, rowid DESC",
                (since, reason and reason.value, reason and reason.value),
            ).fetchall()
        return [Missed(Reason(row[0]), *row[1:]) for row in rows]

    def drop_older(self, days: float) -> int:
        """Removes what is older; returns how many messages."""
        return self._delete("at < ?", time.time() - days * 86400)

    def forget(self, conversation: str) -> int:
        """Removes what is kept of a conversation; returns how many messages."""
        return self._delete("conversation = ?", _hash(conversation))

    def _delete(self, condition: str, value: object) -> int:
        if not self.path.exists():
            return 0
        with self._open() as database:
            return database.execute(f"DELETE FROM missed WHERE {condition}", (value,)).rowcount

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # People's own words: only for the account that the bot runs under.
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        database = sqlite3.connect(self.path, timeout=5.0)
        try:
            # What is removed is to be gone from the disk too.  A power cut may cost the last messages, never the file.
            database.executescript("PRAGMA secure_delete = ON; PRAGMA synchronous = NORMAL;" + _TABLE)
            with database:
                yield database
        finally:
            database.close()


def _row(missed: Missed) -> tuple[object, ...]:
    texts = (mask(missed.text), _hash(missed.conversation), missed.intent)
    row = (missed.reason.value, *texts, missed.confidence, missed.channel, mask(missed.missing), missed.at)
    # Halves of a character pair, over which SQLite would stumble.
    return tuple(v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for v in row)


def _hash(conversation: str) -> str:
    return hashlib.sha256(conversation.encode("utf-8", "surrogatepass")).hexdigest()
