"""A bot that remembers how often it was spoken to, over a real store, as Rasa's agent uses one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore, LockStore
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core import events as said
from rasa.shared.core.domain import Domain

from overture.channels import turns
from overture.channels.rest import RestOutput
from overture.conversations.store import ConversationStore

DOMAIN = Domain.empty()


class Bot:
    """Answers a message with the number of messages that it knows of the conversation, itself included.

    Args:
        store: where conversations are kept.
        locks: one message of a conversation at a time.
    """

    def __init__(self, store: ConversationStore, locks: LockStore | None = None) -> None:
        self.store = store
        self._wrapped = FailSafeTrackerStore(store)  # as Rasa's agent does
        self._locks = locks or InMemoryLockStore()

    async def ask(self, text: str, sender: str = "somebody") -> str:
        """What is said to a message, as a channel says it."""
        output = RestOutput()
        await turns.answer(self._hear, UserMessage(text, output, sender, input_channel="rest"), "rest")
        return " ".join(message["text"] for message in output.messages)

    async def _hear(self, message: UserMessage) -> None:
        async with self._locks.lock(message.sender_id):
            await self._answer(message)

    async def _answer(self, message: UserMessage) -> None:
        tracker = await self._wrapped.get_or_create_tracker(message.sender_id, append_action_listen=False)
        if not tracker.events:
            tracker.update(said.SessionStarted())
        tracker.update(said.UserUttered(message.text))
        told = str(sum(isinstance(event, said.UserUttered) for event in tracker.events))
        await message.output_channel.send_response(message.sender_id, {"text": told})
        tracker.update(said.BotUttered(told))
        await self.between()
        await self._wrapped.save(tracker)

    async def between(self) -> None:
        """Comes between answering and keeping; for a test to do something there."""


def texts(store: ConversationStore, sender: str = "somebody") -> list[Any]:
    """What both have said, as it is kept."""
    tracker = asyncio.run(store.retrieve_full_tracker(sender))
    events = tracker.events if tracker else []
    return [event.text for event in events if isinstance(event, (said.UserUttered, said.BotUttered))]


async def until_written(store: ConversationStore, seconds: float = 15.0) -> None:
    """Waits until nothing waits to be written."""

    async def written() -> None:
        while store._unsaved.senders:
            await asyncio.sleep(0.02)

    await asyncio.wait_for(written(), seconds)


@contextlib.asynccontextmanager
async def ticking(every: float = 0.02) -> AsyncIterator[list[float]]:
    """Notes how long the event loop took from one tick to the next, in seconds."""
    loop, gaps = asyncio.get_running_loop(), [0.0]

    async def tick() -> None:
        while True:
            began = loop.time()
            await asyncio.sleep(every)
            gaps.append(loop.time() - began - every)

    task = loop.create_task(tick())
    try:
        yield gaps
    finally:
        task.cancel()
