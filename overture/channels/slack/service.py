"""Takes questions, keeps them in work until they are answered, and takes up what was left."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any, Optional, Protocol

from overture.channels.slack import words
from overture.channels.slack.answering import Answering
from overture.channels.slack.asked import BUTTON, Asked
from overture.channels.slack.lanes import Lanes
from overture.channels.slack.ledger import HELD_SECONDS, Ledger, LedgerError, Work
from overture.channels.turns import place
from overture.serving import metrics

logger = logging.getLogger(__name__)

# Whoever has too much in work is told so once in that time.
TOLD_SECONDS = 60.0


class Worker(Protocol):
    """Brings work to its end."""

    async def answer(self, work: Work) -> None:
        """Does it."""


class Service:
    """What is in work in this process.

    Args:
        ledger: where it is written down.
        answering: brings one question to its end.
        held: seconds after which work without a sign of life is taken up by others.
    """

    def __init__(self, ledger: Ledger, answering: Answering, held: float = HELD_SECONDS) -> None:
        self._ledger, self._answering, self._held = ledger, answering, held
        # Brings what is for a person to its end; None where nobody is there.
        self.carrying: Optional[Worker] = None
        self._lanes: Lanes[Work] = Lanes(self._work)
        self._active: dict[str, Work] = {}
        self._beside: set[asyncio.Task[Any]] = set()
        self._beat: Optional[asyncio.Task[None]] = None

    async def take(self, question: Asked) -> bool:
        """Takes a question; False if it came before.

        Raises:
            LedgerError: it can't be written down, so that Slack should send it again.
        """
        if question.via == BUTTON and self._is_in_work(question):
            return False
        work = await self._ledger.take(question)
        if work is None:
            return False
        await self._begin(work)
        return True

    def beside(self, work: Coroutine[Any, Any, Any]) -> None:
        """Does something that no answer waits for; what fails is logged."""
        task = asyncio.get_running_loop().create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._done)

    def start(self) -> None:
        """Begins with signs of life and with what an earlier process left."""
        self._beat = asyncio.get_running_loop().create_task(self._beating())

    async def stop(self, seconds: float) -> None:
        """Brings to an end what is in work, at most so long; the rest is left to the next start."""
        await self._lanes.drain(seconds)
        left = [*self._beside, *([self._beat] if self._beat else [])]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    @property
    def idle(self) -> bool:
        """Whether nothing is in work."""
        return not self._active and not self._beside

    async def _begin(self, work: Work) -> None:
        lane = work.asked.conversation
        self._active[work.id] = work
        if self._lanes.is_full(lane) and not work.asked.carried:
            sentence = words.TOO_MANY if not self._lanes.is_full() else words.BUSY
            self.beside(self._turn_away(work, sentence))
        else:
            self._lanes.put(lane, work.asked.order, work)

    async def _turn_away(self, work: Work, sentence: str) -> None:
        """Says that it is too much, once a minute: who sends a hundred messages doesn't get a hundred back."""
        metrics.refused("busy")
        told = f"busy:{work.asked.conversation}"
        if await self._ledger.note(told, "1", TOLD_SECONDS, only_new=True):
            work = work.answered(self._answering.sentence(sentence))
            await self._ledger.keep(work)
            await self._work(work)
        else:
            await self._ledger.finish(work)
            self._active.pop(work.id, None)

    async def _work(self, work: Work) -> None:
        try:
            await self._bring_to_its_end(work)
        finally:
            self._active.pop(work.id, None)

    async def _bring_to_its_end(self, work: Work) -> None:
        if not work.asked.carried:
            await self._answering.answer(work)
        elif self.carrying:
            await self.carrying.answer(work)
        else:  # of an earlier run that was set up otherwise
            await self._ledger.finish(work)

    async def _beating(self) -> None:
        while True:
            try:
                await self._ledger.hold(list(self._active))
                for work in await self._ledger.left():
                    if work.id not in self._active:
                        logger.info("An answer that was left is taken up again (%.0f s old)", time.time() - work.since)
                        await self._begin(work)
            except LedgerError as error:
                logger.error("What is in work can't be written down: %s", error)
            except Exception as error:
                logger.error("What was left can't be taken up: %s", place(error))
            await asyncio.sleep(self._held / 4)

    def _is_in_work(self, question: Asked) -> bool:
        """Whether the same button was pressed a moment ago: a double click is one question."""
        return any(
            work.asked.via == BUTTON
            and (work.asked.conversation, work.asked.text, work.asked.place.user)
            == (question.conversation, question.text, question.place.user)
            for work in self._active.values()
        )

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._beside.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.warning("Something beside an answer failed: %s", place(error))
