"""Records as lines of JSON in a folder, a file a month."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from overture.handover.errors import Undelivered
from overture.handover.record import Record
from overture.handover.target import Receipt

# Only the account that the bot runs under may read what people write.
_FILE_MODE, _FOLDER_MODE = 0o600, 0o700


class FileTarget:
    """Appends each record to ``<year>-<month>.jsonl``; the folder is made when it is needed.

    Several processes may write to one folder.  A line is written whole or, should the
    machine stop in that moment, left torn; the next one then begins on a line of its own.

    Args:
        folder: where the files are.
        keep_days: after how many days a record is removed.
        name: see :class:`Target`.
    """

    live = False

    def __init__(self, folder: Path, keep_days: int, name: str = "file") -> None:
        self._folder, self._keep_days, self._name = folder, keep_days, name

    @property
    def name(self) -> str:
        """See :class:`Target`."""
        return self._name

    def hand_over(self, record: Record) -> Receipt:
        """Writes the record to disk; one that stands there already is not written twice."""
        line = json.dumps(record.as_dict(), ensure_ascii=False).encode() + b"\n"
        with self._working():
            path = self._folder / f"{record.at[:7]}.jsonl"
            if not any(stored.get("id") == record.id for stored in _stored(path)):
                _append(path, line)
            self._drop_old()
        return Receipt(self._name)

    def forget(self, conversation: str) -> None:
        """Removes the records of a conversation from all files."""
        with self._working():
            for path in sorted(self._folder.glob("*.jsonl")):
                _keep(path, lambda stored: stored.get("conversation") != conversation)

    def tidy(self) -> None:
        """Removes what is too old.

        Raises:
            Undelivered: the disk refuses.
        """
        if self._folder.exists():
            with self._working():
                self._drop_old()

    def _drop_old(self) -> None:
        oldest = (datetime.now(timezone.utc) - timedelta(days=self._keep_days)).isoformat(timespec="seconds")
        for path in sorted(self._folder.glob("*.jsonl")):
            if path.stem <= oldest[:7]:
                _keep(path, lambda stored: str(stored.get("at", "")) >= oldest)

    @contextlib.contextmanager
    def _working(self) -> Iterator[None]:
        """With the folder to itself; whatever the disk refuses is told as undelivered."""
        try:
            self._folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            with open(self._folder / ".lock", "a", opener=_private) as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise Undelivered(f"the folder {self._folder} can't be written ({error.strerror})") from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, _FILE_MODE)


def _append(path: Path, line: bytes) -> None:
    with open(path, "ab", buffering=0, opener=_private) as file:
        torn = file.tell() > 0 and not _ends_a_line(path)
        file.write(b"\n" + line if torn else line)
        os.fsync(file.fileno())


def _ends_a_line(path: Path) -> bool:
    with open(path, "rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def _stored(path: Path) -> list[dict[str, Any]]:
    """The records of a file; torn lines are passed over."""
    if not path.exists():
        return []
    return [read for line in path.read_bytes().splitlines() if (read := _read(line)) is not None]


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        read = json.loads(line)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _keep(path: Path, wanted: Callable[[dict[str, Any]], bool]) -> None:
    """Leaves only the wanted records in a file, in one step; an empty file goes."""
    lines = [line for line in path.read_bytes().splitlines() if line.strip()]
    kept = [line for line in lines if (read := _read(line)) is not None and wanted(read)]
    if kept == lines:
        return
    if not kept:
        path.unlink()
        return
    fresh = path.with_suffix(".new")
    with open(fresh, "wb", opener=_private) as file:
        file.write(b"\n".join(kept) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
