"""What is still to be handed over, on disk until it has arrived.

A small SQLite file, since several processes may take from it and a process may be
killed at any time: who takes something holds it for a while, and what was held by a
process that is gone comes up again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

RECORD, ERASURE = "record", "erasure"
# How long somebody who takes a thing has it to themselves; longer than any target may need.
HELD_SECONDS = 180.0

_TABLES = """
CREATE TABLE IF NOT EXISTS waiting (
    id TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL, conversation TEXT NOT NULL, body TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, since REAL NOT NULL, due REAL NOT NULL, PRIMARY KEY (id, target)
);
CREATE TABLE IF NOT EXISTS arrived (
    conversation TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (conversation, target)
);
"""


@dataclass(frozen=True)
class Item:
    """One thing for one target; ``kind`` is record or erasure, ``body`` its JSON values.

    ``stored`` is False for what the outbox could not take: it has one try.
    """

    id: str
    target: str
    kind: str
    conversation: str
    body: dict[str, Any]
    attempts: int = 0
    stored: bool = True


class Outbox:
    """The file; made when something is first put in.

    Every method may raise ``sqlite3.Error`` or ``OSError`` when the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, item: Item, *, held: bool = False) -> None:
        """Adds something; ``held`` keeps it for the caller, who will try it at once."""
        now = time.time()
        due = now + HELD_SECONDS if held else now
        row = (item.id, item.target, item.kind, item.conversation, json.dumps(item.body), now, due)
        with self._open() as database:
            database.execute(
                "INSERT OR IGNORE INTO waiting (id, target, kind, conversation, body, since, due)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    def take(self) -> Optional[Item]:
        """The next thing that is due, held for the caller; None when nothing is."""
        if not self._path.exists():
            return None
        now = time.time()
        with self._open() as database:
            rows = database.execute(
                "UPDATE waiting SET due = ? WHERE rowid ="
                " (SELECT rowid FROM waiting WHERE due <= ? ORDER BY due LIMIT 1)"
                " RETURNING id, target, kind, conversation, body, attempts",
                (now + HELD_SECONDS, now),
            ).fetchall()
        return next((_item(row) for row in rows), None)

    def done(self, item: Item) -> bool:
        """It has arrived; of a record it is remembered which target has something of the conversation.

        Returns:
            False when it was gone from here before: forgotten while it was on its way.
        """
        with self._open() as database:
            removed = database.execute("DELETE FROM waiting WHERE id = ? AND target = ?", (item.id, item.target))
            if item.kind == RECORD:
                database.execute("INSERT OR IGNORE INTO arrived VALUES (?, ?)", (_hash(item.conversation), item.target))
        return removed.rowcount > 0

    def again(self, item: Item, seconds: float) -> None:
        """It has not arrived and comes up again after some seconds."""
        with self._open() as database:
            database.execute(
                "UPDATE waiting SET attempts = attempts + 1, due = ? WHERE id = ? AND target = ?",
                (time.time() + seconds, item.id, item.target),
            )

    def drop_older(self, days: float) -> int:
        """Gives up what has waited longer; returns how many things."""
        if not self._path.exists():
            return 0
        with self._open() as database:
            return database.execute("DELETE FROM waiting WHERE since < ?", (time.time() - days * 86400,)).rowcount

    def forget(self, conversation: str) -> tuple[int, list[str]]:
        """Removes what waits of a conversation.

        Returns:
            How many things that were, and the targets that have got something of it.
        """
        if not self._path.exists():
            return 0, []
        key = _hash(conversation)
        with self._open() as database:
            removed = database.execute(
                "DELETE FROM waiting WHERE conversation = ? AND kind = ?", (conversation, RECORD)
            ).rowcount
            rows = database.execute("DELETE FROM arrived WHERE conversation = ? RETURNING target", (key,)).fetchall()
        return removed, sorted(target for (target,) in rows)

    def erase(self, conversation: str, target: str) -> Item:
        """Puts in that a target is to forget a conversation; held for the caller."""
        item = Item(uuid.uuid4().hex, target, ERASURE, conversation, {})
        self.put(item, held=True)
        return item

    def waiting(self) -> dict[str, int]:
        """How many records wait, by target."""
        if not self._path.exists():
            return {}
        with self._open() as database:
            counted = database.execute("SELECT target, COUNT(*) FROM waiting WHERE kind = ? GROUP BY target", (RECORD,))
            return dict(counted.fetchall())

    def next_due(self) -> Optional[float]:
        """When the next thing comes up, as a time; None when nothing waits."""
        if not self._path.exists():
            return None
        with self._open() as database:
            (due,) = database.execute("SELECT MIN(due) FROM waiting").fetchone()
        return due if due is None else float(due)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # SQLite would make a file that others may read; its journal takes the mode of the file.
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        database = sqlite3.connect(self._path, timeout=5.0)
        try:
            # What is removed is to be gone from the disk too.
            database.executescript("PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;" + _TABLES)
            with database:
                yield database
        finally:
            database.close()


def _item(row: tuple[Any, ...]) -> Item:
    id, target, kind, conversation, body, attempts = row
    return Item(id, target, kind, conversation, json.loads(body), attempts)


def _hash(conversation: str) -> str:
    return hashlib.sha256(conversation.encode("utf-8", "surrogatepass")).hexdigest()
