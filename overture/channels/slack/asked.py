"""A question from Slack: what was asked, by whom, and where the answer goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

# How it came: a direct message, a mention or reply in a channel, a button or menu, the command, the shortcut.
DIRECT, CHANNEL, BUTTON, COMMAND, SHORTCUT = "direct", "channel", "button", "command", "shortcut"
# What is carried between a visitor and the staff, and not answered; a note tells the staff of something.
VISITOR, STAFF, NOTE = "visitor", "staff", "note"


@dataclass(frozen=True)
class Place:
    """Where an answer goes.

    ``channel`` may be a user's id, for a direct message that nobody has opened yet.
    With ``response_url`` only the user sees the answer.
    """

    channel: str
    user: str
    thread: Optional[str] = None
    response_url: Optional[str] = None

    @property
    def private(self) -> bool:
        """Whether only the user sees it, among others in the channel."""
        return self.response_url is not None

    @property
    def shared(self) -> bool:
        """Whether others see it too."""
        return not self.private and self.channel[:1] in ("C", "G")


@dataclass(frozen=True)
class Asked:
    """One question.

    Args:
        id: the same for every delivery of the same thing, and for nothing else.
        conversation: the sender for Rasa; begins with ``slack-``.
        place: where the answer goes.
        text: as Slack sent it.
        via: how it came.
        order: Slack's time of it, by which questions of one conversation are put in their order; may be empty.
        files: whether files came with it.
        event: Slack's id of the event, if it has one.
    """

    id: str
    conversation: str
    place: Place
    text: str
    via: str
    order: str = ""
    files: bool = False
    event: str = ""

    @property
    def carried(self) -> bool:
        """Whether it goes on to a person, so that nobody answers it here."""
        return self.via in (VISITOR, STAFF, NOTE)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, to be kept until it is answered."""
        return {**vars(self), "place": vars(self.place)}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Asked:
        """Reads what :meth:`as_dict` wrote."""
        return cls(**{**value, "place": Place(**value["place"])})


def direct(team: str, user: str, thread: Optional[str]) -> str:
    """The conversation of direct messages: one a user, and one for each thread in the assistant pane."""
    return f"slack-{team}-{user}" + (f"-{thread}" if thread else "")


def in_channel(team: str, channel: str, thread: str) -> str:
    """The conversation of a thread in a channel or group."""
    return f"slack-{team}-{channel}-{thread}"


def unseen(team: str, user: str, channel: str) -> str:
    """The conversation of what only one user sees in a channel: the command and the shortcut."""
    return f"slack-{team}-{user}-in-{channel}"


def place_of(conversation: str) -> Optional[Place]:
    """Where something for a conversation can be said, from its name alone; None if it is no name of these.

    What was held in a thread of direct messages is said beside it: the name doesn't tell
    their channel.
    """
    begin, *parts = conversation.split("-")
    if begin != "slack" or len(parts) < 2:
        return None
    _, where, *more = parts
    return Place(where, "", more[0] if more else None) if where[:1] in ("C", "G") else Place(where, where)
