"""Tries until it has worked: the loop that all sending goes through."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Optional

from overture.channels.slack import verdict
from overture.channels.slack.verdict import Verdict

Call = Callable[[], Awaitable[Any]]

# How long one message is tried; afterwards it stays in the ledger and comes up again.
PATIENCE_SECONDS = 300.0


class Undelivered(RuntimeError):
    """A message could not be sent; ``lasting`` if trying again later is useless too."""

    def __init__(self, reason: str, *, lasting: bool) -> None:
        super().__init__(reason)
        self.lasting = lasting


class BlocksRefused(RuntimeError):
    """Slack doesn't take the blocks of a message."""


class Persistence:
    """Repeats a call as long as that makes sense.

    Args:
        patience: seconds for which one call is tried.
    """

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        # When a channel may be posted to again, after Slack has said that it was too fast.
        self._calm: dict[str, float] = {}

    async def until_done(self, channel: str, send: Call, find: Optional[Call] = None, *, again: bool = False) -> Any:
        """Calls ``send`` until it works, and returns what it returned.

        Args:
            channel: what is sent to one channel waits when Slack asks for patience there.
            send: the call.
            find: looks whether an earlier call has worked after all; returns None if not.
            again: whether there may have been an earlier call before these.

        Raises:
            BlocksRefused: the blocks are at fault.
            Undelivered: Slack refuses it, or the patience has run out.
        """
        until = time.monotonic() + self._patience
        attempt = 0
        while True:
            await self._quiet(channel)
            try:
                found = await find() if find and again else None
                return found if found is not None else await send()
            except Exception as error:
                ruling = verdict.judged(error)
            again = again or ruling.step == verdict.UNSURE
            await self._wait(channel, ruling, attempt, until)
            attempt += 1

    async def _wait(self, channel: str, ruling: Verdict, attempt: int, until: float) -> None:
        if ruling.step == verdict.SIMPLER:
            raise BlocksRefused(ruling.reason)
        if ruling.step == verdict.NEVER:
            raise Undelivered(ruling.reason, lasting=True)
        seconds = ruling.seconds or verdict.pause(attempt)
        if time.monotonic() + seconds > until:
            raise Undelivered(ruling.reason, lasting=False)
        if ruling.seconds:
            self._calm[channel] = max(self._calm.get(channel, 0.0), time.monotonic() + seconds)
        else:
            await asyncio.sleep(seconds)

    async def _quiet(self, channel: str) -> None:
        while (left := self._calm.get(channel, 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(left)
        self._calm.pop(channel, None)
