"""What a form is made of between two messages, and how it hears one."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Optional, TypeVar

from overture.answers.advice.form_words import AFTER, asking, telling

# Rasa's own slot; None in it ends the loop.
REQUESTED = "requested_slot"

State = TypeVar("State")

__all__ = ["AFTER", "REQUESTED", "Going", "Heard", "Manner", "State"]


class Manner(enum.Enum):
    """How a question is put: to begin with, as the next one, once more after something else, or not understood."""

    FIRST = "first"
    NEXT = "next"
    AGAIN = "again"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Heard:
    """A message as a form hears it: all of it, what of it asks something, and what tells something."""

    parse: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """As typed."""
        return str(self.parse.get("text") or "")

    @property
    def intent(self) -> str:
        """As understood; empty where nothing was."""
        return str((self.parse.get("intent") or {}).get("name") or "")

    @property
    def asking(self) -> str:
        """The sentences that ask something."""
        return asking(self.text)

    @property
    def telling(self) -> str:
        """The message with what asks something left blank; as long as the message."""
        return telling(self.text)


@dataclass(frozen=True)
class Going(Generic[State]):
    """A form under way: its state, the open question, and how often in a row that was not understood."""

    state: State
    open: Optional[str] = None
    missed: int = 0
