"""Whether conversations can be kept in a file, asked before anything starts: Rasa would try again for ever."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Optional

from overture.serving.settings import ServingError

_CANNOT = (
    "Conversations can't be kept in {path} ({cause}). Start it in a folder that can be written, or name another "
    "database in endpoints.yml."
)


def check(store: Optional[Any]) -> None:
    """Tries to write, without a change.

    Args:
        store: the entry ``tracker_store`` of endpoints.yml.

    Raises:
        ServingError: the file can't be made or written.
    """
    path = _file(store)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.touch(mode=0o600, exist_ok=False)  # what people say is for nobody else on this machine
        with closing(sqlite3.connect(path, timeout=5.0)) as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("CREATE TABLE overture_can_write (a)")
            database.rollback()
    except (OSError, sqlite3.Error) as error:
        raise ServingError(_CANNOT.format(path=path.absolute(), cause=str(error) or type(error).__name__)) from None


def _file(store: Optional[Any]) -> Optional[Path]:
    options = getattr(store, "kwargs", None) or {}
    if options.get("dialect") != "sqlite" or options.get("db") in (None, "", ":memory:"):
        return None
    return Path(str(options["db"]))
