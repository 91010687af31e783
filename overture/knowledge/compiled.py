"""The knowledge as a compiled file: made from the knowledge files once, opened in no time afterwards.

The YAML and CSV files stay what counts: the compiled file is named by a hash of their
contents and of this package's code, so that a changed file is never read from an old one.
What was parsed and checked once is not parsed again, programs and rows are read when they
are asked for, and what queries look things up by stands there ready.

Files stand in ``OVERTURE_COMPILED``, or in the user's cache folder; with ``off`` nothing is
compiled.  Several processes may compile at once: each writes a file of its own and puts it
in place when it is whole.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Optional

from overture.knowledge import shelf
from overture.knowledge.base import Knowledge
from overture.knowledge.load import files, load
from overture.knowledge.shelf import ShelfFile
from overture.knowledge.stored import StoredKnowledge, contents

logger = logging.getLogger(__name__)

SETTING = "OVERTURE_COMPILED"
_OFF = "off"
_CODE = Path(__file__).parent
# Compiled files kept, newest first: of several folders, and of a change that is taken back.
_FILES_KEPT = 6
_SUFFIX = ".knowledge"


def open_folder(folder: Path) -> Knowledge:
    """The knowledge of a folder: its compiled file, made first if there is none.

    Args:
        folder: a knowledge folder.

    Raises:
        KnowledgeError: the files have faults; nothing is compiled.
    """
    cache = cache_folder()
    if cache is None:
        return load(folder)
    before = digest(folder)
    path = cache / f"{before}{_SUFFIX}"
    found = _opened(path)
    if found:
        return found
    knowledge = load(folder)
    if digest(folder) != before:
        return knowledge  # changed while it was read: the next look sees it
    return _compiled(knowledge, path) or knowledge


def cache_folder() -> Optional[Path]:
    """Where compiled files stand; None where nothing is to be compiled."""
    chosen = os.environ.get(SETTING)
    if chosen == _OFF:
        return None
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "overture" / "knowledge"


def digest(folder: Path) -> str:
    """A hash of all knowledge files of a folder, and of the code that reads them."""
    found = hashlib.blake2b(f"{sys.version}\0".encode(), digest_size=16)
    for path in sorted(_CODE.glob("*.py")):
        found.update(path.read_bytes())
    for path in files(folder):
        try:
            content = path.read_bytes()
        except OSError:
            continue  # gone meanwhile, or not readable: loading says so
        found.update(f"\0{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def _opened(path: Path) -> Optional[StoredKnowledge]:
    """A compiled file; None if there is none that can be read."""
    if not path.is_file():
        return None
    try:
        knowledge = StoredKnowledge.of(ShelfFile(path))
        os.utime(path)  # used just now: among the newest
    except (sqlite3.DatabaseError, pickle.UnpicklingError, KeyError, AttributeError, EOFError, OSError) as error:
        logger.warning("The compiled knowledge %s is damaged (%s) and is made anew", path, type(error).__name__)
        return None
    return knowledge


def _compiled(knowledge: Knowledge, path: Path) -> Optional[StoredKnowledge]:
    """The knowledge from a compiled file that is made for it; None if none can be made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".new-") as scratch:
            new = Path(scratch) / path.name
            shelf.write(new, *contents(knowledge))
            new.replace(path)
        _tidy(path.parent.glob(f"*{_SUFFIX}"))
    except (OSError, sqlite3.Error) as error:
        logger.info("The knowledge is not compiled, and read from its files at each start: %s", error)
        return None
    return _opened(path)


def _tidy(paths: Iterable[Path]) -> None:
    """Removes old files; who has one open keeps it."""
    aged = sorted(((path.stat().st_mtime, path) for path in paths if path.exists()), reverse=True)
    for _, path in aged[_FILES_KEPT:]:
        path.unlink(missing_ok=True)
