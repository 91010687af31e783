"""From what Rasa says to messages of the protocol."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Optional

from rasa.core.channels.channel import OutputChannel

from overture.channels.turns import CollectedAnswers
from overture.channels.web.kept import Offer, Said
from overture.channels.web.tokens import SENDER

NAME = "web"
# The parts of an answer that the protocol has; its text stands in the message, its follow-ups are the choices.
PARTS = ("table", "chart", "cards", "notes", "sources", "outcome")


def said(message: Mapping[str, Any], reply_to: Optional[str] = None) -> Optional[Said]:
    """A message of the protocol from one of Rasa's; None if nothing in it can be shown.

    An answer's own text is taken where there is one: the message's text repeats its
    table and sources, for channels that can't draw.
    """
    answer = (message.get("custom") or {}).get("answer") or {}
    text = str(answer.get("text") or message.get("text") or "").strip()
    links = [_link(kind, message.get(kind)) for kind in ("image", "attachment")]
    text = "\n\n".join(filter(None, (text, *links)))
    if not text:
        return None
    parts = {name: answer[name] for name in PARTS if answer.get(name)}
    buttons = [*(message.get("buttons") or ()), *(message.get("quick_replies") or ())]
    offers = tuple(_offer(button) for button in buttons if button.get("title"))
    return Said(uuid.uuid4().hex, text, reply_to=reply_to, answer=parts or None, choices=offers)


def _offer(button: Mapping[str, Any]) -> Offer:
    title = str(button["title"])
    return Offer(uuid.uuid4().hex, title, str(button.get("payload") or title))


def _link(kind: str, value: Any) -> str:
    address = value if isinstance(value, str) else ""
    return f"[{kind.capitalize()}]({address})" if address.startswith(("https://", "http://")) else ""


class WebOutput(CollectedAnswers):
    """Collects what is said in a turn, as far as it can be shown."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, for responses made for one channel."""
        return NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps a message that has something to show."""
        if said(message):
            await super().send_response(recipient_id, message)

    def said(self, reply_to: str) -> list[Said]:
        """All that was collected, as messages of the protocol."""
        shown = (said(message, reply_to) for message in self.messages)
        return [message for message in shown if message]


class OutputOutOfTurn(OutputChannel):  # type: ignore[misc]
    """Says at once what no message of the user asked for: reminders, and what is triggered from outside.

    Args:
        say: keeps and sends a message to a conversation.
    """

    def __init__(self, say: Callable[[str, Said], Awaitable[object]]) -> None:
        self._say = say

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Sends a message, if it has something to show and is for a conversation of this channel."""
        shown = said(message)
        if shown and recipient_id.startswith(SENDER):
            await self._say(recipient_id.removeprefix(SENDER), shown)
