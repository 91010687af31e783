"""Work in the background: one thing at a time for each conversation, in the order in which it was written."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from overture.channels.turns import place

logger = logging.getLogger(__name__)

Item = TypeVar("Item")

MOST_IN_HAND = 2_000
MOST_IN_A_LANE = 20


class Lanes(Generic[Item]):
    """Does work, lane by lane.

    Slack may deliver two messages the other way round, so that what waits in a lane is
    put in order by its time.  How many lanes may run at once is for the work to bound.

    Args:
        work: what is done with an item.
        most: how many items may be in hand in all.
        most_in_a_lane: how many may wait in one lane.
    """

    def __init__(
        self,
        work: Callable[[Item], Awaitable[None]],
        most: int = MOST_IN_HAND,
        most_in_a_lane: int = MOST_IN_A_LANE,
    ) -> None:
        self._work, self._most, self._most_in_a_lane = work, most, most_in_a_lane
        self._waiting: dict[str, list[tuple[str, int, Item]]] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._count = itertools.count()
        self._number = 0

    @property
    def idle(self) -> bool:
        """Whether nothing is in work."""
        return not self._running

    def is_full(self, lane: str = "") -> bool:
        """Whether no more may wait, in this lane or at all."""
        return self._number >= self._most or len(self._waiting.get(lane, ())) >= self._most_in_a_lane

    def put(self, lane: str, order: str, item: Item) -> None:
        """Adds an item; ``order`` is Slack's time of it, by default now."""
        entry = (order or f"{time.time():.6f}", next(self._count), item)
        heapq.heappush(self._waiting.setdefault(lane, []), entry)
        self._number += 1
        if lane not in self._running:
            self._running[lane] = asyncio.get_running_loop().create_task(self._run(lane))

    async def drain(self, seconds: float) -> None:
        """Waits until all is done, at most so long; what is left is given up, to be taken up at the next start."""
        tasks = list(self._running.values())
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        left = list(self._running.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _run(self, lane: str) -> None:
        try:
            while self._waiting.get(lane):
                _, _, item = heapq.heappop(self._waiting[lane])
                try:
                    await self._work(item)
                except Exception as error:
                    logger.error("Work was left undone: %s", place(error))
                finally:
                    self._number -= 1
        finally:
            self._number -= len(self._waiting.pop(lane, ()))
            self._running.pop(lane, None)
