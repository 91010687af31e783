"""What a person gets to read who takes a conversation over."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from typing import Any, Optional

from overture.handover.contact import Contact

# Of the form in which a record is written; a change that readers must know of raises it.
VERSION = 1


def now() -> str:
    """The time as it stands in records: ISO 8601, UTC, to the second."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def new_id() -> str:
    """An id that nothing else has."""
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Line:
    """One message of the transcript; ``who`` is visitor, bot or person, ``at`` an ISO time in UTC."""

    who: str
    text: str
    at: str


@dataclass(frozen=True)
class Tried:
    """A question that was put to the bot, and what came of it (answered, gap, not_understood, ...)."""

    question: str
    outcome: str


@dataclass(frozen=True)
class Record:
    """A question for a person.

    ``conversation`` is the id by which the channel knows the conversation, ``channel``
    the channel's name.  ``name`` is None where it was not given, ``contact`` where none
    is needed because the person joins the conversation itself.  The transcript ends
    where the wish to speak to a person was uttered.
    """

    conversation: str
    question: str
    channel: str = ""
    name: Optional[str] = None
    contact: Optional[Contact] = None
    transcript: tuple[Line, ...] = ()
    tried: tuple[Tried, ...] = ()
    id: str = field(default_factory=new_id)
    at: str = field(default_factory=now)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, as targets write or send them."""
        return {"version": VERSION, **asdict(self)}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Record:
        """Reads what :meth:`as_dict` wrote; keys of later versions are passed over.

        Raises:
            KeyError, TypeError: a part is missing or of another kind.
        """
        contact = value.get("contact")
        return cls(
            conversation=value["conversation"],
            question=value["question"],
            channel=value.get("channel") or "",
            name=value.get("name"),
            contact=Contact(contact["kind"], contact["value"]) if contact else None,
            transcript=tuple(Line(line["who"], line["text"], line["at"]) for line in value.get("transcript") or ()),
            tried=tuple(Tried(item["question"], item["outcome"]) for item in value.get("tried") or ()),
            id=value["id"],
            at=value["at"],
        )
