"""Deletes conversations so many days after their last event, beside the messages and a few at a time.

A clock that is wrong must not delete anything.  One that jumps while the process runs is
seen by the clock that never jumps.  One that is wrong from the start says that nobody has
said anything for longer than conversations are kept: that is believed after a day.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from overture.conversations import erasing
from overture.conversations.database import Database, reason

logger = logging.getLogger(__name__)

DAY = 86_400.0
EVERY_SECONDS = 3600.0
# The first time: not while the server starts.
FIRST_SECONDS = 60.0
AT_A_TIME = 100
PAUSE_SECONDS = 0.2
# How far the clocks may drift apart.
JUMP_SECONDS = 600.0


class Retention:
    """Deletes what is older than it may get.

    Args:
        database: where conversations are kept.
        days: so many days after its last event a conversation is deleted; 0 for never.
        clock: seconds since 1970.
        steady: seconds of a clock that never jumps.
    """

    def __init__(
        self,
        database: Database,
        days: float,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._seconds = days * DAY
        self._clock, self._steady = clock, steady
        self._began = (clock(), steady())
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begins, in a thread of its own that ends with the process."""
        if self._seconds > 0:
            threading.Thread(target=self._run, name="retention", daemon=True).start()

    def stop(self) -> None:
        """Ends it."""
        self._stopped.set()

    def _run(self) -> None:
        pause = FIRST_SECONDS
        while not self._stopped.wait(pause):
            pause = EVERY_SECONDS
            try:
                self.clean_up()
            except SQLAlchemyError as error:
                logger.error("Old conversations can't be deleted: %s", reason(error))

    def clean_up(self) -> int:
        """Deletes what is too old; returns how many conversations.

        Raises:
            SQLAlchemyError: it can't be done.
        """
        if not self._is_clock_right():
            return 0
        before, after, deleted = self._clock() - self._seconds, "", 0
        while not self._stopped.is_set():
            found = self._database.transaction(partial(erasing.last_events, after=after, most=AT_A_TIME))
            if not found:
                break
            deleted += sum(self._erase(last.sender, before) for last in found if last.at < before)
            after = found[-1].sender
            self._stopped.wait(PAUSE_SECONDS)
        if deleted:
            self._database.transaction(erasing.purge)
            logger.info("Deleted %d conversations older than %g days", deleted, self._seconds / DAY)
        return deleted

    def _erase(self, sender: str, before: float) -> bool:
        return self._database.transaction(lambda connection: erasing.erase_idle(connection, sender, before)) > 0

    def _is_clock_right(self) -> bool:
        passed, really = self._clock() - self._began[0], self._steady() - self._began[1]
        if abs(passed - really) > JUMP_SECONDS:
            logger.warning("The clock has jumped by %.0f s: no conversation is deleted for now", passed - really)
            self._began = (self._clock(), self._steady())
            return False
        newest = self._database.transaction(erasing.newest)
        return self._clock() - newest < self._seconds or really > DAY
