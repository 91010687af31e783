"""A number of places, taken in the order in which they were asked for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Optional


class Places:
    """Counts who is in, and lets others wait; of no event loop in particular, unlike asyncio's own.

    Args:
        most: places.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def is_full(self) -> bool:
        """Whether somebody who came now would have to wait."""
        return self.taken + len(self._waiting) >= self.most

    def enter(self) -> None:
        """Takes a place, whether there is one or not."""
        self.taken += 1

    def leave(self) -> None:
        """Gives a place back."""
        self.taken -= 1
        while self._waiting and self.taken < self.most:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                self.enter()  # for the one that was called

    @asynccontextmanager
    async def in_turn(self, seconds: Optional[float] = None) -> AsyncIterator[None]:
        """Waits for a place and has it for as long as this lasts.

        Args:
            seconds: to wait at most; by default for ever.

        Raises:
            asyncio.TimeoutError: there was none in that time.
        """
        await self._come_in(seconds)
        try:
            yield
        finally:
            self.leave()

    async def _come_in(self, seconds: Optional[float]) -> None:
        if not self.is_full:
            self.enter()
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await asyncio.wait_for(place, seconds)
        except (asyncio.CancelledError, asyncio.TimeoutError):
            if place in self._waiting:
                self._waiting.remove(place)
            elif not place.cancelled():
                self.leave()  # who was called and doesn't come leaves the place to the next
            raise
