"""What "yes" means: to the one thing that was just offered, or to nothing in particular."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import misses
from actions.base import Event, SafeAction, send
from actions.replies import replies
from overture.answers import Context, answer, read
from overture.knowledge import shared

CONTEXT = "context"


class ActionAffirm(SafeAction):
    """Takes up what was offered."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_affirm"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Answers the reading that was offered, or begins the talk that was."""
        intent, text = misses.offer(tracker) or ("", "")
        usual = replies().get(intent, "")
        if usual.endswith("_form"):
            return [FollowupAction(usual)]
        context = Context.from_dict(tracker.get_slot(CONTEXT))
        question = read({"text": text, "intent": {"name": intent}}, context)
        if question:
            said = answer(question, shared().current(), context.sources)
            send(dispatcher, tracker, said)
            return [SlotSet(CONTEXT, context.after(question, said).as_dict())]
        dispatcher.utter_message(response=usual if usual.startswith("utter_") else "utter_affirmed")
        return []
