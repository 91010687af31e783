"""What came from Slack and is in work, kept so that nothing is answered twice and nothing is lost.

A question is written down before Slack gets its acknowledgement, since afterwards Slack
will not send it again.  Whoever works on it holds it and says so every few seconds; what
nobody holds any more, because a process has ended, is taken up by another or by the next.
The rendered answer is written down as well, before it is sent: what was sent already is
not sent again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Optional, Protocol

from overture.channels.slack.asked import Asked
from overture.channels.slack.outgoing import Outgoing

logger = logging.getLogger(__name__)

# How long something is held without a sign of life.
HELD_SECONDS = 20.0
# How long it is remembered that something came; Slack repeats an event for an hour at most.
REMEMBERED_SECONDS = 24 * 3600.0


@dataclass(frozen=True)
class Work:
    """A question in work: ``outgoing`` is the answer once it is rendered, ``sent`` how much of it has been sent.

    ``again`` tells that somebody else began with it, so that the next message of it may have been sent or not.
    """

    asked: Asked
    outgoing: Optional[tuple[Outgoing, ...]] = None
    sent: int = 0
    since: float = 0.0
    again: bool = field(default=False, compare=False)

    @property
    def id(self) -> str:
        """Of the question."""
        return self.asked.id

    def answered(self, outgoing: Sequence[Outgoing]) -> Work:
        """With its answer, of which nothing has been sent."""
        return replace(self, outgoing=tuple(outgoing), sent=0, again=False)


class LedgerError(RuntimeError):
    """The place where it is kept can't be read or written now."""


class Ledger(Protocol):
    """The interface of the two ledgers.  Every method may raise :class:`LedgerError`."""

    async def take(self, asked: Asked) -> Optional[Work]:
        """Writes a question down and holds it; None if it, or its event, was there before."""

    async def keep(self, work: Work) -> None:
        """Writes the answer down."""

    async def sent(self, work: Work, number: int) -> None:
        """Writes down how many messages of the answer have been sent."""

    async def finish(self, work: Work) -> None:
        """Forgets the words; only that it came is remembered."""

    async def hold(self, ids: Collection[str]) -> None:
        """Says that somebody is still at work on these."""

    async def left(self) -> list[Work]:
        """What nobody holds any more; it is held by the caller from now on."""

    async def note(self, key: str, value: str, seconds: float, *, only_new: bool = False) -> bool:
        """Remembers a short value for a while; with ``only_new`` only if there is none, and tells whether it did."""

    async def noted(self, key: str) -> Optional[str]:
        """A value remembered."""

    async def get(self, group: str, key: str) -> Optional[str]:
        """A value that is kept until it is taken away."""

    async def group(self, group: str) -> dict[str, str]:
        """All values of a group that are kept so."""

    async def put(self, group: str, key: str, value: Optional[str]) -> None:
        """Keeps a value; None takes it away."""

    async def close(self) -> None:
        """Ends the use of files and connections."""


def packed(work: Work) -> str:
    """The answer part of some work, as JSON."""
    return json.dumps({"outgoing": [one.as_dict() for one in work.outgoing] if work.outgoing is not None else None})


def unpacked(asked: str, answer: Optional[str], sent: int, since: float) -> Optional[Work]:
    """Work that somebody else began, from the JSON in which it was written down; None if that can't be read."""
    try:
        rendered = (json.loads(answer) if answer else {}).get("outgoing")
        outgoing = tuple(map(Outgoing.from_dict, rendered)) if rendered is not None else None
        return Work(Asked.from_dict(json.loads(asked)), outgoing, sent, since, again=True)
    except (ValueError, TypeError, KeyError, AttributeError):  # written by another version of the bot
        logger.error("A question in work can't be read and is given up")
        return None
