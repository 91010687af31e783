"""Writes what was not answered beside the conversation, so that no answer waits for the disk or fails with it."""

from __future__ import annotations

import atexit
import logging
import os
import queue
import threading
import time
from functools import lru_cache
from pathlib import Path
from typing import Optional, Union

from overture.review.missed import Missed
from overture.review.store import ReviewStore

logger = logging.getLogger(__name__)

# The file, or "off".
SETTING = "OVERTURE_REVIEW"
# After how many days a message is removed.
DAYS_SETTING = "OVERTURE_REVIEW_DAYS"
DAYS = 90.0

# More than this can't wait: rather a message is not kept than that memory runs full.
_MOST_WAITING = 10_000
_AT_ONCE = 500
_GATHER_SECONDS = 1.0
_TIDY_SECONDS = 3600.0
# How long the end of the process waits for what is not written yet.
_LAST_SECONDS = 2.0


class Keeper:
    """Takes messages at once and writes them from a thread of its own.

    Args:
        store: where to.
        days: after how many days a message is removed.
    """

    def __init__(self, store: ReviewStore, days: float) -> None:
        self.store, self._days = store, days
        self._queue: queue.Queue[Union[Missed, threading.Event]] = queue.Queue(_MOST_WAITING)
        self._beginning = threading.Lock()
        self._thread: Optional[threading.Thread] = None
        self._tidied = 0.0

    def keep(self, missed: Missed) -> None:
        """Takes a message; never waits, never raises."""
        try:
            self._queue.put_nowait(missed)
        except queue.Full:
            return
        self._begin()

    def flush(self, seconds: float = _LAST_SECONDS) -> bool:
        """Waits until all that was taken before is written; False when that takes longer."""
        if self._thread is None:
            return True
        written = threading.Event()
        try:
            self._queue.put(written, timeout=seconds)
        except queue.Full:
            return False
        return written.wait(seconds)

    def _begin(self) -> None:
        # Not alive either in a process that was split off from the one that began it.
        if self._thread is not None and self._thread.is_alive():
            return
        with self._beginning:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="review", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            taken = self._gather()
            self._write([item for item in taken if isinstance(item, Missed)])
            for item in taken:
                if isinstance(item, threading.Event):
                    item.set()

    def _gather(self) -> list[Union[Missed, threading.Event]]:
        """What comes within a moment, so that it is written in one go; less when somebody waits for it."""
        taken = [self._queue.get()]
        end = time.monotonic() + _GATHER_SECONDS
        while len(taken) < _AT_ONCE and not isinstance(taken[-1], threading.Event):
            try:
                taken.append(self._queue.get(timeout=max(end - time.monotonic(), 0)))
            except queue.Empty:
                break
        return taken

    def _write(self, missed: list[Missed]) -> None:
        try:
            if missed:
                self.store.add(missed)
            if time.monotonic() - self._tidied > _TIDY_SECONDS:
                self._tidied = time.monotonic()
                self.store.drop_older(self._days)
        except Exception as error:  # whatever it is, the next messages are to be kept
            logger.error("Messages not kept for review: %d (%s)", len(missed), type(error).__name__)


def default_file() -> Optional[Path]:
    """``OVERTURE_REVIEW`` if set, else ``review.db`` of the checkout; None where it is ``off``."""
    chosen = os.environ.get(SETTING, "")
    if chosen == "off":
        return None
    return Path(chosen) if chosen else Path(__file__).resolve().parents[2] / "review.db"


def days() -> float:
    """``OVERTURE_REVIEW_DAYS`` if it is a number of days, else 90."""
    try:
        chosen = float(os.environ.get(DAYS_SETTING, ""))
    except ValueError:
        return DAYS
    return chosen if 0 < chosen < 36500 else DAYS


@lru_cache(maxsize=4)
def _keeper(path: Path, days: float) -> Keeper:
    keeper = Keeper(ReviewStore(path), days)
    atexit.register(keeper.flush)
    return keeper


def shared() -> Optional[Keeper]:
    """The one keeper of this process for the default file; None where nothing is to be kept."""
    path = default_file()
    return _keeper(path, days()) if path else None


def keep(missed: Missed) -> None:
    """Keeps a message for review, if that is wanted; never waits, never raises."""
    keeper = shared()
    if keeper:
        keeper.keep(missed)
