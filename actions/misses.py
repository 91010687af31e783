"""What became of the message before, where that was not simply answered.

Kept in a slot together with that message's id: any other message in between ends it,
whichever action or response answered it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.base import Event

MISSED = "missed"
# An offer to pass a question on to a person.
PERSON = "ask_person"


def before(tracker: Tracker) -> int:
    """How many messages right before the latest one were not answered."""
    times = _of_the_last(tracker).get("times")
    return times if isinstance(times, int) else 0


def declined(tracker: Tracker) -> bool:
    """Whether the message right before the latest one was out of scope."""
    return _of_the_last(tracker).get("declined") is True


def offer(tracker: Tracker) -> Optional[tuple[str, str]]:
    """Intent and words of the one thing that was offered to the message before; None where nothing was."""
    offered = _of_the_last(tracker).get("offer")
    return (str(offered[0]), str(offered[1])) if isinstance(offered, (list, tuple)) and len(offered) == 2 else None


def another(tracker: Tracker, *, declined: bool = False, offer: Optional[tuple[str, str]] = None) -> Event:
    """Remembers that the latest message was not answered; ``declined`` as out of scope."""
    return _remember(tracker, times=before(tracker) + 1, declined=declined, offer=offer)


def offered(tracker: Tracker, offer: tuple[str, str]) -> Event:
    """Remembers that something was offered beside the answer."""
    return _remember(tracker, times=0, offer=offer)


def _remember(tracker: Tracker, **values: Any) -> Event:
    ids = _ids(tracker)
    event: Event = SlotSet(MISSED, {"message": ids[-1] if ids else None, **values})
    return event


def _of_the_last(tracker: Tracker) -> Mapping[str, Any]:
    """What is remembered of the message before; nothing if it is of an earlier one."""
    slot, ids = tracker.get_slot(MISSED), _ids(tracker)
    known = isinstance(slot, Mapping) and len(ids) > 1 and ids[-2] is not None and ids[-2] == slot.get("message")
    return slot if known else {}


def _ids(tracker: Tracker) -> list[Any]:
    return [event.get("message_id") for event in tracker.events if event.get("event") == "user"]
