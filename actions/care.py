"""Actions that look after the person rather than the question."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Event, SafeAction, send
from overture.answers.base.support import support
from overture.knowledge import shared


class ActionSupport(SafeAction):
    """Points somebody in distress to help, and to nothing else."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_support"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Says where to find a person now."""
        send(dispatcher, tracker, support(shared().current()))
        return []


class ActionForget(SafeAction):
    """Starts over: nothing of what was talked about is kept."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_forget"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Forgets the context."""
        dispatcher.utter_message(response="utter_restarted")
        return [AllSlotsReset()]
