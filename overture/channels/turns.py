"""One message and what the bot says to it, the same for every channel: never silence, never without end."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, Optional

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from overture.channels import people
from overture.conversations.errors import Unreachable
from overture.serving import gate, metrics, turn
from overture.serving.place import place as place

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


def wait_at_most(seconds: float) -> None:
    """Sets how long an answer may take, in this process."""
    global ANSWER_SECONDS
    ANSWER_SECONDS = seconds


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
    metrics.heard(channel)
    await gate.look_around()
    if await people.shared().heard(message):
        return
    output = message.output_channel
    measured = turn.begin()
    failure = await _failure(on_new_message, message)
    silent = not output.messages
    measured.ended(output.messages, bool(failure) or silent)
    if failure or silent:
        incident = uuid.uuid4().hex[:8]
        logger.error(
            "Incident %s in the %s channel: %s", incident, channel, failure or "nothing was said",
            extra={"incident": incident, "channel": channel},
        )  # fmt: skip
        if silent:
            await output.send_response(message.sender_id, {"text": SORRY.format(incident=incident)})


async def _failure(on_new_message: OnMessage, message: UserMessage) -> Optional[str]:
    try:
        async with turn.timed_entry(gate.shared().working(ANSWER_SECONDS)):
            await asyncio.wait_for(_hear(on_new_message, message), ANSWER_SECONDS)
    except asyncio.TimeoutError:
        return f"no answer within {ANSWER_SECONDS:.0f} s"
    except Exception as error:
        return place(error)
    return None


async def _hear(on_new_message: OnMessage, message: UserMessage) -> None:
    try:
        await on_new_message(message)
    except Unreachable as away:
        if not message.output_channel.messages:
            await message.output_channel.send_response(message.sender_id, {"text": away.sentence})
        raise
    except SystemExit as ended:
        # Rasa's tracker store ends the whole process when there is something that it can't write or read.
        raise RuntimeError("Rasa wanted to end the process") from ended
