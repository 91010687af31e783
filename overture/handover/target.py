"""Where records go: the interface of every target, of the built-in ones and of a live bridge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from overture.handover.record import Record


@dataclass(frozen=True)
class Receipt:
    """That a target has taken a record.

    ``live`` says that people may answer in the conversation itself, so that the bot can announce it.
    """

    target: str
    live: bool = False


class Target(Protocol):
    """Takes records.

    Its methods are called from a thread of their own, one call at a time for each
    process, and may wait for a network.  The same record can come twice, after a crash:
    its ``id`` tells.
    """

    @property
    def name(self) -> str:
        """Its name, in receipts and in the log; the same after a restart, no two have one name."""

    @property
    def live(self) -> bool:
        """Whether people answer in the conversation itself; then nobody has to leave a contact."""

    def hand_over(self, record: Record) -> Receipt:
        """Takes a record; returns once it is safe there.

        Raises:
            Undelivered: it was not taken; the desk keeps it and tries again.
        """

    def forget(self, conversation: str) -> None:
        """Removes what it holds of a conversation, or asks for that where it handed it on.

        Raises:
            Undelivered: that was not possible now; the desk tries again.
        """
