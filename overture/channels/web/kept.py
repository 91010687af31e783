"""What the journal keeps: messages of both sides, and the choices that were offered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Optional


def stamp(seconds_ago: float = 0.0) -> str:
    """A time as the journal and the protocol write it."""
    at = datetime.now(timezone.utc) - timedelta(seconds=seconds_ago)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Offer:
    """A choice: what the button shows, and the message that it stands for."""

    id: str
    title: str
    message: str

    @property
    def shown(self) -> str:
        """What the user is seen to say by it; never a command of Rasa's."""
        return self.title if self.message.startswith("/") else self.message


@dataclass(frozen=True)
class Said:
    """One message of the bot, or of the ``person`` who answers in its place."""

    id: str
    text: str
    at: str = field(default_factory=stamp)
    reply_to: Optional[str] = None
    answer: Optional[dict[str, Any]] = None
    choices: tuple[Offer, ...] = ()
    person: Optional[str] = None

    def as_dict(self) -> dict[str, Any]:
        """As ``bot_uttered`` carries it."""
        shown: dict[str, Any] = {"id": self.id, "text": self.text, "at": self.at}
        if self.reply_to:
            shown["reply_to"] = self.reply_to
        if self.choices:
            shown["choices"] = [{"id": offer.id, "title": offer.title} for offer in self.choices]
        if self.answer:
            shown["answer"] = self.answer
        if self.person:
            shown["person"] = {"name": self.person}
        return shown


@dataclass(frozen=True)
class Heard:
    """One message of the user: ``text`` is what is shown, ``heard`` what the bot is told."""

    id: str
    text: str
    heard: str
    at: str = field(default_factory=stamp)
    answered: bool = False

    def as_dict(self) -> dict[str, Any]:
        """As ``user_said`` carries it."""
        return {"id": self.id, "text": self.text, "at": self.at}


@dataclass(frozen=True)
class Judgement:
    """What the user thinks of an answer; a verdict of None takes back what was said before."""

    message: str
    verdict: Optional[str]
    comment: Optional[str] = None


class Erased(Exception):
    """The conversation was erased and takes nothing any more."""
