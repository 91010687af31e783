"""Keeps for review what was not answered; never in the way of an answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from rasa_sdk import Tracker

from overture.answers import Answer
from overture.knowledge import shared
from overture.review import keeper
from overture.review.missed import Missed, Reason
from overture.review.reasons import why

logger = logging.getLogger(__name__)

# The last answer once more is no new question.
_ONCE_MORE = frozenset({"repeat", "shorter", "go_back", "more"})


def note(tracker: Tracker, answer: Answer) -> None:
    """Keeps the latest message if this answer is none."""

    def missed() -> Missed | None:
        if _intent(tracker) in _ONCE_MORE:
            return None
        found = why(answer, shared().current())
        return _missed(tracker, *found) if found else None

    _keep(missed)


def note_declined(tracker: Tracker) -> None:
    """Keeps a message that is out of scope."""
    _keep(lambda: _missed(tracker, Reason.OUT_OF_SCOPE))


def note_failed(tracker: Tracker, incident: str) -> None:
    """Keeps a message that could not be answered for a fault of our own, whose number the log has."""
    _keep(lambda: _missed(tracker, Reason.FAILED, f"incident {incident}"))


def _keep(make: Callable[[], Missed | None]) -> None:
    try:
        missed = make()
        if missed:
            keeper.keep(missed)
    except Exception as error:  # an answer must not fail for this
        logger.error("A message is not kept for review: %s", type(error).__name__)


def _missed(tracker: Tracker, reason: Reason, missing: str = "") -> Missed:
    message = tracker.latest_message or {}
    understood = _understood(message)
    return Missed(
        reason,
        str(message.get("text") or ""),
        str(tracker.sender_id),
        str(understood.get("name") or ""),
        float(understood.get("confidence") or 0.0),
        str(tracker.get_latest_input_channel() or ""),
        missing,
    )


def _understood(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The intent; where it is the fallback, the one that came nearest."""
    intent = message.get("intent")
    ranking = message.get("intent_ranking")
    named = intent if isinstance(intent, dict) else {}
    if named.get("name") != "nlu_fallback" or not isinstance(ranking, list):
        return named
    return next((guess for guess in ranking if guess.get("name") != "nlu_fallback"), named)


def _intent(tracker: Tracker) -> str:
    intent = (tracker.latest_message or {}).get("intent")
    return str(intent.get("name") or "") if isinstance(intent, dict) else ""
