"""Looks after the process: whether its event loop keeps time and has handles left for connections."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
from contextlib import suppress
from typing import Optional

from overture.serving import metrics

logger = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
# Above that the log says that everything stood still.
STILL_SECONDS = 5.0
_HANDLES = "/proc/self/fd"
# Handles that are kept for files while connections come in.
SPARE = 16


class Beat:
    """Looks every second.

    Args:
        seconds: between two looks.
    """

    def __init__(self, seconds: float = BEAT_SECONDS) -> None:
        self._seconds = seconds
        self._task: Optional[asyncio.Task[None]] = None
        self._short = False

    def start(self) -> None:
        """Begins."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Ends."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + self._seconds
            await asyncio.sleep(self._seconds)
            late = max(0.0, loop.time() - due)
            metrics.lagged(late)
            if late > STILL_SECONDS:
                logger.warning("Everything stood still for %.1f s", late)
            self._look()

    def _look(self) -> None:
        short = handles_left() < SPARE
        if short and not self._short:
            logger.error("Out of file handles: new connections have to wait; raise the limit (`ulimit -n`)")
        elif self._short and not short:
            logger.info("File handles are free again")
        self._short = short


def handles_left() -> int:
    """How many files and connections may still be opened; where that can't be told, many."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if most == resource.RLIM_INFINITY:
        return 1_000_000
    try:
        return most - len(os.listdir(_HANDLES))
    except FileNotFoundError:  # not on Linux
        return 1_000_000
    except OSError:  # not even one for looking
        return 0


def raise_limit() -> None:
    """Allows this process as many open files as it may have; the usual limit of 1,024 is few for connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
