"""One turn: the bot hears a message, what it says is kept, then sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from rasa.core.channels.channel import UserMessage

from overture.channels import turns
from overture.channels.turns import OnMessage
from overture.channels.web.forms import Refused
from overture.channels.web.keeper import Keeper
from overture.channels.web.kept import Erased, Heard, Said
from overture.channels.web.output import NAME, WebOutput
from overture.channels.web.tokens import sender

logger = logging.getLogger(__name__)

# What was answered while the journal was away is written when it is back, tried after so many seconds.
WRITE_AGAIN_AFTER = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)

Forget = Callable[[str], Awaitable[None]]


class Teller(Protocol):
    """Sends to all sockets of a conversation."""

    async def typing(self, conversation: str, on: bool, reply_to: str) -> None:
        """Says that an answer is being worked on, or no more."""

    async def said(self, conversation: str, said: Sequence[Said]) -> None:
        """Sends messages of the bot."""

    async def done(self, conversation: str, reply_to: str) -> None:
        """Says that all is said to a message."""


class Answering:
    """Lets the bot answer.

    What is said in a turn is written at its end, in one transaction with the mark that the
    message is answered: a process that is killed leaves either both or neither.

    Args:
        keep: the journal.
        on_new_message: Rasa's side.
        tell: where answers go.
        forget: deletes what else is kept of a conversation.
    """

    def __init__(self, keep: Keeper, on_new_message: OnMessage, tell: Teller, forget: Forget) -> None:
        self._keep = keep
        self._on_new_message = on_new_message
        self._tell = tell
        self._forget = forget

    async def answer(self, conversation: str, heard: Heard) -> None:
        """Answers a message; also when the bot fails, takes too long or says nothing."""
        await self._tell.typing(conversation, True, heard.id)
        output = WebOutput()
        message = UserMessage(heard.heard, output, sender(conversation), input_channel=NAME, message_id=heard.id)
        await turns.answer(self._on_new_message, message, NAME)
        said = output.said(heard.id)
        try:
            if await self._keep(self._keep.journal.finish, conversation, heard.id, said):
                await self._send(conversation, heard.id, said)
            else:  # another process was quicker
                await self._tell.typing(conversation, False, heard.id)
        except Erased:
            await self._forget(conversation)  # this turn was kept elsewhere after the others were deleted
        except Refused:
            await self._send(conversation, heard.id, said)
            await self._write_later(conversation, heard.id, said)

    async def _send(self, conversation: str, reply_to: str, said: Sequence[Said]) -> None:
        await self._tell.said(conversation, said)
        await self._tell.typing(conversation, False, reply_to)
        await self._tell.done(conversation, reply_to)

    async def _write_later(self, conversation: str, reply_to: str, said: Sequence[Said]) -> None:
        for seconds in WRITE_AGAIN_AFTER:
            await asyncio.sleep(seconds)
            try:
                await self._keep(self._keep.journal.finish, conversation, reply_to, said)
                return
            except Refused:
                continue
        logger.error("What was said to message %s could not be kept", reply_to)

    async def say(self, conversation: str, said: Said) -> bool:
        """Says something that answers no message; nothing, if the conversation was erased.

        Returns:
            Whether it is kept, where it is to be.
        """
        kept = True
        try:
            await self._keep(self._keep.journal.say, conversation, said)
        except Erased:
            return True
        except Refused:
            logger.error("Message %s could not be kept", said.id)
            kept = False
        await self._tell.said(conversation, [said])
        return kept
