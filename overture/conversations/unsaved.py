"""What was said while it couldn't be kept: held in memory until it can, so that conversations go on meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from overture.conversations.window import Row

# A row of the table that is still to be written, by its columns.
New = dict[str, Any]
# With more events than that nothing more is taken, and whoever asks is told so.
MOST_EVENTS = 20_000


class Unsaved:
    """The turns that wait to be written, by conversation and in their order; each is written as a whole."""

    def __init__(self) -> None:
        self._turns: dict[str, list[Sequence[New]]] = {}
        self._events = 0

    def __contains__(self, sender: str) -> bool:
        return sender in self._turns

    @property
    def is_full(self) -> bool:
        """Whether nothing more is taken."""
        return self._events >= MOST_EVENTS

    @property
    def senders(self) -> list[str]:
        """The conversations of which something waits."""
        return list(self._turns)

    def hold(self, sender: str, turn: Sequence[New]) -> None:
        """Holds one turn of a conversation."""
        self._turns.setdefault(sender, []).append(turn)
        self._events += len(turn)

    def turns(self, sender: str) -> list[Sequence[New]]:
        """What waits of a conversation."""
        return list(self._turns.get(sender, ()))

    def rows(self, sender: str, after: int) -> list[Row]:
        """The same as rows that were read, numbered from behind ``after``."""
        events = [event for turn in self._turns.get(sender, ()) for event in turn]
        return [
            Row(after + number, event["type_name"], event["action_name"], event["timestamp"], event["data"])
            for number, event in enumerate(events, 1)
        ]

    def drop(self, sender: str, most: Optional[int] = None) -> None:
        """Takes away what was written, or the first so many turns of it."""
        turns = self._turns.pop(sender, [])
        end = len(turns) if most is None else most
        self._events -= sum(map(len, turns[:end]))
        if turns[end:]:
            self._turns[sender] = turns[end:]
