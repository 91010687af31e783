"""One message and what the bot says to it, the same for every channel: never silence, never without end."""

from __future__ import annotations

import asyncio
import logging
import traceback
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, Optional

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from overture.channels import people

logger = logging.getLogger(__name__)

OnMessage = Callable[[UserMessage], Awaitable[Any]]

ANSWER_SECONDS = 30.0
SORRY = (
    "Something went wrong on my side and I couldn't answer that. Please try again. "
    "If it happens again, quote the number {incident}."
)
# What an answer of Rasa's may have; the rest (the name of the response, its metadata) is for nobody outside.
_PARTS = ("text", "buttons", "quick_replies", "custom", "image", "attachment", "elements")


class CollectedAnswers(CollectingOutputChannel):  # type: ignore[misc]
    """Collects each answer as one message; Rasa's own would split text and custom parts in two."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps what a message has; one that has nothing is none."""
        sent = {key: message[key] for key in _PARTS if message.get(key)}
        if sent:
            self.messages.append({"recipient_id": recipient_id, **sent})


async def answer(on_new_message: OnMessage, message: UserMessage, channel: str) -> None:
    """Lets the bot answer; afterwards ``message.output_channel.messages`` holds something that can be said.

    It holds nothing where a person has taken the conversation, to whom the message goes then.

    Whatever fails is logged with an incident number and without the user's words; where
    nothing had been said until then, a sentence with that number is.

    Args:
        on_new_message: Rasa's side.
        message: the message; its output channel is a :class:`CollectedAnswers`.
        channel: the channel's name, for the log.
    """
    if await people.shared().heard(message):
        return
    output = message.output_channel
    failure = await _failure(on_new_message, message)
    if failure or not output.messages:
        incident = uuid.uuid4().hex[:8]
        logger.error("Incident %s in the %s channel: %s", incident, channel, failure or "nothing was said")
        if not output.messages:
            await output.send_response(message.sender_id, {"text": SORRY.format(incident=incident)})


def place(error: BaseException) -> str:
    """What kind of error and where: its own text may hold the user's words."""
    steps = traceback.extract_tb(error.__traceback__)[-4:]
    where = " > ".join(f"{step.filename.rsplit('/', 1)[-1]}:{step.lineno} {step.name}" for step in steps)
    return f"{type(error).__name__} at {where}" if where else type(error).__name__


async def _failure(on_new_message: OnMessage, message: UserMessage) -> Optional[str]:
    try:
        await asyncio.wait_for(_hear(on_new_message, message), ANSWER_SECONDS)
    except asyncio.TimeoutError:
        return f"no answer within {ANSWER_SECONDS:.0f} s"
    except Exception as error:
        return place(error)
    return None


async def _hear(on_new_message: OnMessage, message: UserMessage) -> None:
    try:
        await on_new_message(message)
    except SystemExit as ended:
        # Rasa's tracker store ends the whole process when there is something that it can't write or read.
        raise RuntimeError("Rasa wanted to end the process") from ended
