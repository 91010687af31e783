"""People who answer in place of the bot: what a bridge to them and the channels need of each other.

A bridge knows which conversations a person has taken; a voice reaches the user of one
channel at any time.  Neither knows the other.
"""

from __future__ import annotations

import logging
from typing import Optional, Protocol

from rasa.core.channels.channel import UserMessage

logger = logging.getLogger(__name__)

# What is told of a person: they were asked, they are here, they have left.
WAITING, HERE, GONE = "waiting", "here", "gone"


class NotSaid(RuntimeError):
    """Something can't be said now; trying it again makes sense."""


class Voice(Protocol):
    """Reaches the users of one channel; conversations are named as Rasa knows them."""

    async def say(self, sender: str, text: str, *, person: Optional[str] = None, id: str = "") -> None:
        """Says something that no message asked for.

        Args:
            sender: the conversation.
            text: with bold and links as in an answer.
            person: who says it; by default the bot.
            id: the same for the same thing, so that it isn't said twice.

        Raises:
            NotSaid: it can't be kept now.
        """

    async def tell(self, sender: str, state: str, name: Optional[str] = None) -> None:
        """Says that a person was asked, is here, or has left."""


class Bridge(Protocol):
    """Knows the conversations in which a person answers."""

    async def heard(self, message: UserMessage) -> bool:
        """Takes a message of a user; True if a person answers it, so that the bot is silent."""

    async def person(self, sender: str) -> Optional[str]:
        """Who answers in place of the bot."""

    async def left(self, sender: str) -> None:
        """Hears that a user has left a conversation for good."""


class People:
    """Brings bridge and voices together; without a bridge everything is left to the bot."""

    def __init__(self) -> None:
        self._voices: dict[str, Voice] = {}
        self._bridge: Optional[Bridge] = None

    def join(self, prefix: str, voice: Voice) -> None:
        """Adds a channel by the beginning of its conversations' names."""
        self._voices[prefix] = voice

    def leave(self, prefix: str) -> None:
        """Takes a channel away."""
        self._voices.pop(prefix, None)

    def connect(self, bridge: Optional[Bridge]) -> None:
        """Sets the bridge, or takes it away."""
        self._bridge = bridge

    def voice(self, sender: str) -> Optional[Voice]:
        """Who reaches the user of a conversation; None where nobody does."""
        return next((voice for prefix, voice in self._voices.items() if sender.startswith(prefix)), None)

    async def heard(self, message: UserMessage) -> bool:
        """Whether a person answers a message.  A bridge that fails leaves it to the bot."""
        if self._bridge is None or self.voice(message.sender_id) is None:
            return False
        try:
            return await self._bridge.heard(message)
        except Exception as error:
            logger.error("The bridge to people failed: %s", type(error).__name__)
            return False

    async def person(self, sender: str) -> Optional[str]:
        """Who answers in place of the bot; None if it is the bot."""
        if self._bridge is None:
            return None
        try:
            return await self._bridge.person(sender)
        except Exception as error:
            logger.error("The bridge to people failed: %s", type(error).__name__)
            return None

    async def left(self, sender: str) -> None:
        """Says that a user has left a conversation for good."""
        if self._bridge is None:
            return
        try:
            await self._bridge.left(sender)
        except Exception as error:
            logger.error("The bridge to people failed: %s", type(error).__name__)


_shared = People()


def shared() -> People:
    """The one of this process."""
    return _shared
