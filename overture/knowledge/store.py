"""The knowledge of a running bot: read again when a file changes, kept when that fails."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from functools import lru_cache
from pathlib import Path

from overture.knowledge import heap
from overture.knowledge.base import Knowledge
from overture.knowledge.compiled import open_folder
from overture.knowledge.errors import KnowledgeError
from overture.knowledge.load import files

logger = logging.getLogger(__name__)

# How often the files' dates are looked at; a look costs well under a millisecond.
LOOK_EVERY_SECONDS = 2.0

Stamp = tuple[tuple[str, int, int], ...]


class KnowledgeStore:
    """Hands out the newest good knowledge of a folder.

    Args:
        folder: the knowledge folder.

    Attributes:
        reloads: how often changed files were read.
        failed_reloads: how often they had faults.
        faults: how many the files have now.

    Raises:
        KnowledgeError: nothing good could be loaded at the start.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._stamp = self._look()
        self._looked = time.monotonic()
        self._knowledge = open_folder(folder)
        self.reloads, self.failed_reloads = 0, 0
        # Of the files as they are now; with any, an older state is in use.
        self.faults = 0
        heap.settle()

    def current(self) -> Knowledge:
        """The knowledge, read anew if a file has changed.

        A change with faults is logged, each with file and line, and the last good
        knowledge stays in use.
        """
        if time.monotonic() - self._looked < LOOK_EVERY_SECONDS:
            return self._knowledge
        with self._lock:
            self._looked = time.monotonic()
            stamp = self._look()
            if stamp != self._stamp:
                self._stamp = stamp
                self._reload()
        return self._knowledge

    def _reload(self) -> None:
        try:
            self._knowledge = open_folder(self._folder)
        except KnowledgeError as error:
            self.faults = len(error.faults)
            self.failed_reloads += 1
            logger.error("Knowledge not reloaded, the last good one stays in use:\n%s", error)
        except (OSError, sqlite3.Error) as error:
            self._stamp = ()  # it is nothing in the files, so that the next look tries again
            self.faults = 1
            self.failed_reloads += 1
            logger.error("Knowledge not reloaded, the last good one stays in use: %s", type(error).__name__)
        else:
            self.faults = 0
            self.reloads += 1
            heap.settle_anew()
            logger.info("Knowledge reloaded from %s", self._folder)

    def _look(self) -> Stamp:
        found = []
        for path in files(self._folder):
            try:
                status = path.stat()
            except OSError:
                continue  # gone between listing and looking; the next look sees it
            found.append((str(path), status.st_mtime_ns, status.st_size))
        return tuple(found)


# Found once: it is asked for several times a message, and looking it up takes the disk.
_OWN_FOLDER = Path(__file__).resolve().parents[2] / "data" / "knowledge"


def default_folder() -> Path:
    """``OVERTURE_KNOWLEDGE`` if set, else ``data/knowledge`` of the checkout."""
    chosen = os.environ.get("OVERTURE_KNOWLEDGE")
    return Path(chosen) if chosen else _OWN_FOLDER


@lru_cache(maxsize=4)
def _store(folder: Path) -> KnowledgeStore:
    return KnowledgeStore(folder)


def shared() -> KnowledgeStore:
    """The one store of this process for the default folder."""
    return _store(default_folder())
