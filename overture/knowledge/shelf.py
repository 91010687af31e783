"""A file of records that are read when they are asked for, and mappings that stand for them.

The file is an SQLite database made from the knowledge files, never the other way round.
It is only read; threads may share it.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

# Records kept once they were read.  Larger shelves are read through, so that a full pass does not fill the memory.
KEPT = 20_000
# Parts of a key that is several values.
_SEPARATOR = "\x1f"


class ShelfFile:
    """A compiled file, opened for reading.

    Args:
        path: of the file.

    Raises:
        sqlite3.DatabaseError: it is none, or damaged.
    """

    def __init__(self, path: Path) -> None:
        # Nobody changes a compiled file: it is replaced as a whole, and an open one lives on.
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._lock = threading.Lock()
        self._connect()
        self._sizes: dict[str, int] = dict(self.all("SELECT shelf, size FROM shelves"))

    def _connect(self) -> None:
        self._process = os.getpid()
        self._database = sqlite3.connect(self._uri, uri=True, check_same_thread=False)

    def all(self, query: str, *values: object) -> list[Any]:
        """All rows of a query."""
        with self._lock:
            if self._process != os.getpid():
                self._connect()  # a connection must not be shared with the process that this one was forked from
            return self._database.execute(query, values).fetchall()

    def size(self, shelf: str) -> int:
        """How many records a shelf holds."""
        return self._sizes[shelf]

    def blob(self, name: str) -> Any:
        """An object that is kept as a whole.

        Raises:
            KeyError: there is none of that name.
        """
        found = self.all("SELECT value FROM blobs WHERE name = ?", name)
        if not found:
            raise KeyError(name)
        return pickle.loads(found[0][0])

    def close(self) -> None:
        """Ends reading."""
        with self._lock:
            self._database.close()


class Shelf(Mapping[Key, Value], Generic[Key, Value]):
    """Records by key, in the order in which they were written; each is read when it is asked for.

    Args:
        file: that holds them.
        name: of the shelf.
        made: makes a record of what was written; that itself if not given.
    """

    def __init__(self, file: ShelfFile, name: str, made: Callable[[Any], Value] | None = None) -> None:
        self._file, self._name = file, name
        self._made = made
        self._kept: dict[Key, Value] = {}

    def __getitem__(self, key: Key) -> Value:
        if key in self._kept:
            return self._kept[key]
        found = self._file.all("SELECT value FROM records WHERE shelf = ? AND key = ?", self._name, _written(key))
        if not found:
            raise KeyError(key)
        return self._keep(key, found[0][0])

    def __contains__(self, key: object) -> bool:
        if key in self._kept:
            return True
        query = "SELECT 1 FROM records WHERE shelf = ? AND key = ?"
        return isinstance(key, (str, int, tuple)) and bool(self._file.all(query, self._name, _written(key)))

    def __len__(self) -> int:
        return self._file.size(self._name)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    @cached_property
    def _keys(self) -> tuple[Key, ...]:
        rows = self._file.all("SELECT key FROM records WHERE shelf = ? ORDER BY place", self._name)
        return tuple(_read(key) for (key,) in rows)

    def items(self) -> Any:
        """Keys and records; read in one go where all can be kept."""
        return _Items(self)

    def values(self) -> Any:
        """All records."""
        return _Values(self)

    def pairs(self) -> Iterator[tuple[Key, Value]]:
        """Keys and records in order."""
        if len(self._kept) == len(self):
            yield from ((key, self._kept[key]) for key in self._keys)
            return
        query = "SELECT key, value FROM records WHERE shelf = ? ORDER BY place"
        for written, value in self._file.all(query, self._name):
            key = _read(written)
            yield key, self._kept[key] if key in self._kept else self._keep(key, value)

    def _keep(self, key: Key, value: bytes) -> Value:
        record = pickle.loads(value)
        made: Value = self._made(record) if self._made else record
        if len(self._kept) < KEPT:
            self._kept[key] = made
        return made


class _Values(Iterable[Value], Generic[Value]):
    """The records of a shelf, as often as they are asked for."""

    def __init__(self, shelf: Shelf[Any, Value]) -> None:
        self._shelf = shelf

    def __iter__(self) -> Iterator[Value]:
        return (value for _, value in self._shelf.pairs())

    def __len__(self) -> int:
        return len(self._shelf)


class _Items(Iterable[tuple[Key, Value]], Generic[Key, Value]):
    """Keys and records of a shelf, as often as they are asked for."""

    def __init__(self, shelf: Shelf[Key, Value]) -> None:
        self._shelf = shelf

    def __iter__(self) -> Iterator[tuple[Key, Value]]:
        return self._shelf.pairs()

    def __len__(self) -> int:
        return len(self._shelf)


def write(path: Path, shelves: Mapping[str, Mapping[Any, Any]], blobs: Mapping[str, object]) -> None:
    """Writes a file.

    Args:
        path: of the file, which must not exist.
        shelves: records by key, by name of the shelf; keys are text, whole numbers, or tuples of text.
        blobs: objects that are kept as a whole, by name.
    """
    database = sqlite3.connect(path)
    try:
        with database:
            # No journal: a file that was not finished is thrown away.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("CREATE TABLE shelves (shelf TEXT PRIMARY KEY, size INTEGER)")
            database.execute("CREATE TABLE blobs (name TEXT PRIMARY KEY, value BLOB)")
            database.execute("CREATE TABLE records (place INTEGER PRIMARY KEY, shelf TEXT, key, value BLOB)")
            for name, records in shelves.items():
                database.execute("INSERT INTO shelves VALUES (?, ?)", (name, len(records)))
                rows = ((name, _written(key), _packed(value)) for key, value in records.items())
                database.executemany("INSERT INTO records (shelf, key, value) VALUES (?, ?, ?)", rows)
            database.executemany("INSERT INTO blobs VALUES (?, ?)", ((n, _packed(v)) for n, v in blobs.items()))
            database.execute("CREATE UNIQUE INDEX by_key ON records (shelf, key)")
            database.execute("CREATE INDEX by_shelf ON records (shelf)")
    finally:
        database.close()


def _packed(value: object) -> bytes:
    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)


def _written(key: Any) -> Any:
    return _SEPARATOR.join(key) if isinstance(key, tuple) else key


def _read(key: Any) -> Any:
    return tuple(key.split(_SEPARATOR)) if isinstance(key, str) and _SEPARATOR in key else key
