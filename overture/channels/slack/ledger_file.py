"""The ledger in a SQLite file: for one process, or for several on one machine."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Optional, TypeVar

from overture.channels.slack.asked import Asked
from overture.channels.slack.ledger import (
    HELD_SECONDS,
    REMEMBERED_SECONDS,
    LedgerError,
    Work,
    packed,
    unpacked,
)

Result = TypeVar("Result")

# NORMAL outlives an end of the process, which is what happens; without a wait for the disk at every step.
_TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS seen (key TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS work (
    id TEXT PRIMARY KEY, asked TEXT NOT NULL, answer TEXT, sent INTEGER NOT NULL DEFAULT 0,
    since REAL NOT NULL, held REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT NOT NULL, until REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept (
    "group" TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("group", key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS seen_at ON seen (at);
"""


# A busy bot has words in the write-ahead log for so long at most; an idle one has none.
_TIDY_SECONDS = 60.0
# How long another process may hold the file; Slack waits for three seconds.
_BUSY_SECONDS = 1.5


class FileLedger:
    """Keeps it in a file that only the bot's own account may read.

    Its steps take a tenth of a millisecond and are done where they are asked for: handing
    them to a thread takes longer than that, and on a busy machine a hundred times longer.

    Args:
        path: the file; made at the first use.
        held: after how many seconds without a sign of life something counts as left.
    """

    def __init__(self, path: Path, held: float = HELD_SECONDS) -> None:
        self._path, self._held = path, held
        self._database: Optional[sqlite3.Connection] = None
        self._tidied = 0.0

    async def take(self, asked: Asked) -> Optional[Work]:
        """See :class:`Ledger`."""
        now = time.time()
        body = json.dumps(asked.as_dict())
        keys = [asked.id, *([f"e:{asked.event}"] if asked.event else [])]

        def write(database: sqlite3.Connection) -> bool:
            marks = ", ".join("?" * len(keys))
            if database.execute(f"SELECT 1 FROM seen WHERE key IN ({marks}) LIMIT 1", keys).fetchone():
                return False
            database.executemany("INSERT INTO seen VALUES (?, ?)", [(key, now) for key in keys])
            database.execute(
                "INSERT OR REPLACE INTO work (id, asked, since, held) VALUES (?, ?, ?, ?)", (asked.id, body, now, now)
            )
            return True

        return Work(asked, since=now) if self._do(write) else None

    async def keep(self, work: Work) -> None:
        """See :class:`Ledger`."""
        self._write("UPDATE work SET answer = ?, sent = ? WHERE id = ?", (packed(work), work.sent, work.id))

    async def sent(self, work: Work, number: int) -> None:
        """See :class:`Ledger`."""
        self._write("UPDATE work SET sent = ? WHERE id = ?", (number, work.id))

    async def finish(self, work: Work) -> None:
        """See :class:`Ledger`."""
        self._write("DELETE FROM work WHERE id = ?", (work.id,))

    async def hold(self, ids: Collection[str]) -> None:
        """See :class:`Ledger`."""
        now = time.time()
        rows = [(now, one) for one in ids]
        self._do(lambda database: database.executemany("UPDATE work SET held = ? WHERE id = ?", rows))

    async def left(self) -> list[Work]:
        """See :class:`Ledger`."""
        now = time.time()

        def take_over(database: sqlite3.Connection) -> list[Any]:
            database.execute("DELETE FROM seen WHERE at < ?", (now - REMEMBERED_SECONDS,))
            database.execute("DELETE FROM notes WHERE until < ?", (now,))
            return database.execute(
                "UPDATE work SET held = ? WHERE held < ? RETURNING id, asked, answer, sent, since",
                (now, now - self._held),
            ).fetchall()

        rows = self._do(take_over)
        if now - self._tidied > _TIDY_SECONDS or not self._do(_some_work):
            self._tidied = now
            self._tidy()
        found = {one: unpacked(*row) for one, *row in rows}
        for one in (one for one, work in found.items() if work is None):
            self._write("DELETE FROM work WHERE id = ?", (one,))
        return [work for work in found.values() if work]

    async def note(self, key: str, value: str, seconds: float, *, only_new: bool = False) -> bool:
        """See :class:`Ledger`."""
        now = time.time()

        def write(database: sqlite3.Connection) -> bool:
            database.execute("DELETE FROM notes WHERE key = ? AND until < ?", (key, now))
            kind = "IGNORE" if only_new else "REPLACE"
            row = (key, value, now + seconds)
            return database.execute(f"INSERT OR {kind} INTO notes VALUES (?, ?, ?)", row).rowcount > 0

        return self._do(write)

    async def noted(self, key: str) -> Optional[str]:
        """See :class:`Ledger`."""
        row = (key, time.time())
        found = self._do(
            lambda database: database.execute("SELECT value FROM notes WHERE key = ? AND until >= ?", row).fetchone()
        )
        return found[0] if found else None

    async def get(self, group: str, key: str) -> Optional[str]:
        """See :class:`Ledger`."""
        query = 'SELECT value FROM kept WHERE "group" = ? AND key = ?'
        found = self._do(lambda database: database.execute(query, (group, key)).fetchone())
        return found[0] if found else None

    async def group(self, group: str) -> dict[str, str]:
        """See :class:`Ledger`."""
        query = 'SELECT key, value FROM kept WHERE "group" = ?'
        return dict(self._do(lambda database: database.execute(query, (group,)).fetchall()))

    async def put(self, group: str, key: str, value: Optional[str]) -> None:
        """See :class:`Ledger`."""
        if value is None:
            self._write('DELETE FROM kept WHERE "group" = ? AND key = ?', (group, key))
        else:
            self._write("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (group, key, value))

    async def close(self) -> None:
        """See :class:`Ledger`."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _write(self, statement: str, row: tuple[Any, ...] = ()) -> None:
        self._do(lambda database: database.execute(statement, row))

    def _do(self, act: Callable[[sqlite3.Connection], Result]) -> Result:
        """Does something in one transaction; of several processes, one after the other."""
        try:
            database = self._open()
            database.execute("BEGIN IMMEDIATE")
            try:
                result = act(database)
                database.execute("COMMIT")
                return result
            except BaseException:
                database.execute("ROLLBACK")
                raise
        except (sqlite3.Error, OSError) as error:
            raise LedgerError(f"{self._path}: {error}") from error

    def _tidy(self) -> None:
        """Words that are deleted are overwritten in the file; this takes them out of the write-ahead log too."""
        with contextlib.suppress(sqlite3.Error):  # another process is just reading: the next time then
            self._open().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # SQLite would make a file that others may read; its journal takes the mode of the file.
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            database = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
            database.executescript(_TABLES)
            self._database = database
        return self._database


def _some_work(database: sqlite3.Connection) -> bool:
    return database.execute("SELECT 1 FROM work LIMIT 1").fetchone() is not None
