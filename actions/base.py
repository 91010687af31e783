"""The base of all actions: whatever happens, the user hears one clear sentence."""

from __future__ import annotations

import logging
import uuid
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import bounded
from actions.noting import note, note_failed
from overture.answers import Answer, as_text

logger = logging.getLogger(__name__)

Event = dict[str, Any]

# Channels of Rasa's own that print a custom payload raw instead of drawing it.
_TEXT_ONLY = frozenset({"cmdline", "callback", "console"})


class SafeAction(Action, ABC):  # type: ignore[misc]
    """An action that never leaves its user in silence.

    Subclasses give :meth:`name` and :meth:`act`.  An exception there, or an act that
    said nothing, becomes one sentence with an id that the log carries too.  Abstract
    in Python's sense as well: the SDK registers every other class of actions that it sees.
    """

    @abstractmethod
    def name(self) -> str:
        """The name by which domain.yml and the rules call it."""

    @abstractmethod
    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Answers the latest message; returns events for the tracker."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Rasa's entry point."""
        try:
            with bounded.at_most(bounded.usual_seconds()):
                events = self.act(dispatcher, tracker)
        except (Exception, bounded.TooSlow) as error:
            self._apologise(dispatcher, tracker, error)
            return self.failed()
        # Who hands over to another action leaves the talking to that.
        if not dispatcher.messages and not any(event.get("event") == "followup" for event in events):
            self._apologise(dispatcher, tracker, None)
        return events

    def failed(self) -> list[Event]:
        """Events after an exception; none, so that the conversation stays as it was."""
        return []

    def _apologise(self, dispatcher: CollectingDispatcher, tracker: Tracker, error: BaseException | None) -> None:
        incident = uuid.uuid4().hex[:8]
        # The user's words must not reach the log; an exception's message may hold them, its place does not.
        cause = _place(error) if error else "nothing was said"
        logger.error("Incident %s in %s: %s", incident, self.name(), cause, extra={"incident": incident})
        dispatcher.messages.clear()
        dispatcher.utter_message(
            text="Something went wrong on my side and I couldn't answer that. Please try again, or ask it another way. "
            f"If it happens again, quote the number {incident}."
        )
        note_failed(tracker, incident)


def _place(error: BaseException) -> str:
    steps = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        steps.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' < '.join(reversed(steps[-6:]))}"


def send(dispatcher: CollectingDispatcher, tracker: Tracker, answer: Answer) -> None:
    """Hands an answer to the channel: as text for all, and in parts for those that draw them."""
    buttons = [{"title": f.label, "payload": f.message} for f in answer.follow_ups]
    parts: dict[str, Any] = {}
    if tracker.get_latest_input_channel() not in _TEXT_ONLY:
        parts = {"answer": answer.as_dict()}
    dispatcher.utter_message(text=as_text(answer), buttons=buttons, json_message=parts)
    note(tracker, answer)
