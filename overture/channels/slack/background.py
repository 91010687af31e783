"""Work that goes on beside the messages for as long as the channel is open."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Optional


class Background(ABC):
    """One task of the event loop, from ``start`` to ``stop``."""

    _task: Optional[asyncio.Task[None]] = None

    def start(self) -> None:
        """Begins, and returns at once: the other channels need not wait for Slack."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Ends it and waits until it has ended."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @abstractmethod
    async def _run(self) -> None:
        """The work; goes on until it is cancelled."""
