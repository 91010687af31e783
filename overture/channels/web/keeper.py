"""Calls the journal without holding up the event loop, and never waits for ever."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from overture.channels.web.forms import Refused
from overture.channels.web.journal import Journal
from overture.serving import metrics

logger = logging.getLogger(__name__)

# A database gives up before that, so that what is refused here was not kept after all.
JOURNAL_SECONDS = 5.0
RETRY_SECONDS = 5.0
_THREADS = 4

P = ParamSpec("P")
R = TypeVar("R")


class Keeper:
    """The journal for the event loop.

    Args:
        journal: the journal.
    """

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._threads = ThreadPoolExecutor(1 if journal.is_file else _THREADS, thread_name_prefix="journal")

    async def __call__(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Does some work with the journal in a thread.

        Raises:
            Refused: the database doesn't answer, or can't.
            Erased: from the work itself.
        """
        loop = asyncio.get_running_loop()
        doing = loop.run_in_executor(self._threads, lambda: work(*args, **kwargs))
        try:
            return await asyncio.wait_for(doing, JOURNAL_SECONDS)
        except (SQLAlchemyError, OSError, asyncio.TimeoutError) as error:
            # Only its kind: the text of an error may hold what the user said.
            metrics.store_failed("journal", "any")
            logger.error("The journal can't be used: %s", _kind(error))
            raise Refused("unavailable", retry_after=RETRY_SECONDS) from None

    def close(self) -> None:
        """Ends threads and connections."""
        self._threads.shutdown(wait=True)
        self.journal.close()


def _kind(error: Exception) -> str:
    cause = getattr(error, "orig", None)
    return f"{type(error).__name__} ({type(cause).__name__})" if cause else type(error).__name__
