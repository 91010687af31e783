"""Where messages wait for the bot: in order within a conversation, bounded, each answered once."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from typing import Any, Optional
from weakref import WeakValueDictionary

from overture.channels import turns
from overture.channels.web.answering import Answering, Forget
from overture.channels.web.forms import Refused
from overture.channels.web.keeper import Keeper
from overture.channels.web.kept import Heard
from overture.channels.web.settings import Settings
from overture.serving import gate

logger = logging.getLogger(__name__)

BUSY_SECONDS = 2.0
# With several processes, a message that was taken in hand longer ago than a turn lasts is left over.
MARGIN_SECONDS = 5.0


class Conversation:
    """What this process has in hand of one conversation."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.lock = asyncio.Lock()
        self.waiting: deque[Heard] = deque()
        self.in_work: dict[str, Heard] = {}  # those that wait among them
        self.worker: Optional[asyncio.Task[None]] = None


class Desk:
    """Takes messages and has them answered.

    Args:
        keep: the journal.
        answering: answers one message.
        settings: how much may be in work, and whether there are other processes.
        forget: deletes what else is kept of a conversation.
    """

    def __init__(self, keep: Keeper, answering: Answering, settings: Settings, forget: Forget) -> None:
        self._keep = keep
        self._answering = answering
        self._settings = settings
        self._forget = forget
        self._several = settings.redis_url is not None
        self._conversations: WeakValueDictionary[str, Conversation] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_work = 0

    async def take(self, id: str, heard: Heard) -> tuple[Heard, bool]:
        """Takes a message; it is answered in its turn.

        Returns:
            The message, as it was kept if its id came before, and whether it came first.

        Raises:
            Refused: too much is in work, or it can't be kept.
            Erased: the conversation takes nothing any more.
        """
        conversation = self._conversation(id)
        async with conversation.lock:
            if heard.id in conversation.in_work:
                return conversation.in_work[heard.id], False
            self._check_free(conversation)
            known = await self._keep(self._keep.journal.take, id, heard)
            if known is None:
                self._enter(conversation, heard)
        return known or heard, known is None

    def _conversation(self, id: str) -> Conversation:
        found = self._conversations.get(id)
        if found is None:
            found = self._conversations[id] = Conversation(id)
        return found

    def _check_free(self, conversation: Conversation) -> None:
        mine = len(conversation.in_work) >= self._settings.in_flight
        if mine or self._in_work >= self._settings.in_flight_all:
            raise Refused("busy", retry_after=BUSY_SECONDS)
        try:
            gate.shared().check()
        except gate.Full as full:
            raise Refused("busy", full.message, full.retry_after) from None

    def _enter(self, conversation: Conversation, heard: Heard) -> None:
        conversation.in_work[heard.id] = heard
        conversation.waiting.append(heard)
        self._in_work += 1
        gate.shared().enter()
        if conversation.worker is None:
            conversation.worker = self.start(self._work(conversation))

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Runs something beside, to be brought to an end before the server ends."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _work(self, conversation: Conversation) -> None:
        try:
            while conversation.waiting:
                heard = conversation.waiting.popleft()
                try:
                    if await self._mine(conversation.id, heard):
                        await self._answering.answer(conversation.id, heard)
                except Exception as error:  # whatever it is, the next message is answered
                    logger.error("Message %s was not brought to an end: %s", heard.id, type(error).__name__)
                finally:
                    self._leave(conversation, heard)
        finally:
            conversation.worker = None

    async def _mine(self, id: str, heard: Heard) -> bool:
        """Says to other processes that this one answers now; it may have waited long behind others."""
        return not self._several or await self._keep(self._keep.journal.claim, id, heard.id, 0.0)

    def _leave(self, conversation: Conversation, heard: Heard) -> None:
        del conversation.in_work[heard.id]
        self._in_work -= 1
        gate.shared().leave()

    async def resume(self, id: str) -> None:
        """Answers what was taken and is in work nowhere, as after a restart."""
        lease = turns.ANSWER_SECONDS + MARGIN_SECONDS if self._several else 0.0
        try:
            if await self._resume(id, lease):
                await asyncio.sleep(lease)
                await self._resume(id, lease)
        except Refused:
            return  # it is tried again when the client comes again

    async def _resume(self, id: str, lease: float) -> bool:
        """Whether something is left that another process may have in work."""
        conversation, left = self._conversation(id), False
        async with conversation.lock:
            for heard in await self._keep(self._keep.journal.waiting, id):
                if heard.id in conversation.in_work:
                    continue
                if await self._keep(self._keep.journal.claim, id, heard.id, lease):
                    logger.info("Answering message %s, which was left", heard.id)
                    self._enter(conversation, heard)
                else:
                    left = True
        return left

    async def erase(self, id: str) -> None:
        """Deletes a conversation with all that is kept of it.

        Raises:
            Refused: it can't be deleted at the moment.
        """
        conversation = self._conversation(id)
        async with conversation.lock:
            await self._stop(conversation)
            try:
                await self._forget(id)
            except Exception as error:
                logger.error("A conversation can't be deleted: %s", turns.place(error))
                raise Refused("unavailable", retry_after=BUSY_SECONDS) from None
            await self._keep(self._keep.journal.erase, id)

    async def _stop(self, conversation: Conversation) -> None:
        while conversation.waiting:
            self._leave(conversation, conversation.waiting.popleft())
        if conversation.worker is not None:
            conversation.worker.cancel()
            await asyncio.wait([conversation.worker])
            conversation.worker = None

    async def close(self, seconds: float) -> None:
        """Brings what is in work to an end, for so long at most."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
        while self._in_work:  # what still waited is left to the next start
            self._in_work -= 1
            gate.shared().leave()
