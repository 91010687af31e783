"""How many messages may be in work at once, over all channels.

Rasa answers on one event loop: what it is given beyond its pace only waits, ever longer.
Each channel asks here before it takes a message, and says so at once where it can't.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass

from overture.serving import metrics
from overture.serving.places import Places
from overture.serving.settings import Bounds

# Rounds of the event loop in which all that has arrived is taken from its sockets and read.
ROUNDS = 8
# Turns of the bot at once; some, since one may wait for a store or for an action server.
TURNS_AT_ONCE = 4

BUSY = "I have more questions than I can answer just now. Please try again in a moment."
STOPPING = "I'm being restarted. Please try again in a moment."


async def look_around() -> None:
    """Lets everything that has arrived be counted before a message holds up the event loop.

    Without it what waits would wait in its socket, unseen, however much it is.  It costs some microseconds.
    """
    for _ in range(ROUNDS):
        await asyncio.sleep(0)


@dataclass
class Full(Exception):
    """Nothing is taken just now: ``code`` for programs, ``message`` for people, seconds after which to try again."""

    code: str
    message: str
    retry_after: float


class Gate:
    """Counts what is in work.

    Args:
        most: messages in work and waiting.
    """

    def __init__(self, most: int = Bounds.most_in_work) -> None:
        self._messages, self._turns = Places(most), Places(TURNS_AT_ONCE)
        self.stopping = False

    @property
    def in_work(self) -> int:
        """Messages in work and waiting."""
        return self._messages.taken

    def allow(self, most: int) -> None:
        """Sets how many there may be."""
        self._messages.most = most

    def check(self) -> None:
        """Asks whether a message can be taken.

        Raises:
            Full: not now.
        """
        if self.stopping:
            raise self._refused(Full("stopping", STOPPING, 5.0))
        if self._messages.is_full:
            raise self._refused(Full("busy", BUSY, 2.0))

    def _refused(self, full: Full) -> Full:
        metrics.refused(full.code)
        return full

    @contextmanager
    def taking(self) -> Iterator[None]:
        """A message is in work for as long as this lasts.

        Raises:
            Full: it can't be taken.
        """
        self.check()
        self.enter()
        try:
            yield
        finally:
            self.leave()

    def in_turn(self) -> AbstractAsyncContextManager[None]:
        """As :meth:`taking`, for what was promised to be answered: waits until there is a place, also at the end."""
        return self._messages.in_turn()

    def working(self, seconds: float) -> AbstractAsyncContextManager[None]:
        """The bot works on one of the messages: not on all at once, or the first would wait for the last.

        Args:
            seconds: to wait until it can.

        Raises:
            asyncio.TimeoutError: it can't in that time.
        """
        return self._turns.in_turn(seconds)

    def enter(self) -> None:
        """Takes a message, whether there is a place or not."""
        self._messages.enter()

    def leave(self) -> None:
        """A message is answered."""
        self._messages.leave()

    async def close(self, seconds: float) -> int:
        """Takes nothing more and waits until all is answered, at most so long.

        Returns:
            How many messages are left unanswered.
        """
        self.stopping = True
        until = asyncio.get_running_loop().time() + seconds
        while self.in_work and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.05)
        return self.in_work


_shared = Gate()


def shared() -> Gate:
    """The one of this process."""
    return _shared
