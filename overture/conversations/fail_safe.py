"""Rasa's wrapper of tracker stores, kept from answering out of an empty memory.

``Agent`` puts every tracker store into a ``FailSafeTrackerStore``.  When a conversation
can't be read that one says that there is none, and when it can't be kept it keeps it in
memory, where it is never read again: everybody is a stranger, and nobody is told.  It
takes a callback for errors, which the agent doesn't set; here it is set for stores that
raise :class:`~overture.conversations.errors.Unreachable`, so that the channel says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, Optional

from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore

_making = FailSafeTrackerStore.__init__
_trusted: tuple[type[TrackerStore], ...] = ()

OnError = Callable[[Exception], None]


def _raise(error: Exception) -> NoReturn:
    raise error


def _made(
    self: FailSafeTrackerStore,
    tracker_store: TrackerStore,
    on_tracker_store_error: Optional[OnError] = None,
    fallback_tracker_store: Optional[TrackerStore] = None,
) -> None:
    if on_tracker_store_error is None and isinstance(tracker_store, _trusted):
        on_tracker_store_error = _raise
    _making(self, tracker_store, on_tracker_store_error, fallback_tracker_store)


def trust(kind: type[TrackerStore]) -> None:
    """Lets the errors of this kind of store through to the channel."""
    global _trusted
    _trusted = (*_trusted, kind)
    FailSafeTrackerStore.__init__ = _made
