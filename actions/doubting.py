"""What is said to messages that can't be answered."""

from __future__ import annotations

from typing import Optional

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import misses
from actions.base import Event, SafeAction, send
from actions.noting import note_declined
from overture.answers import Context, Outcome
from overture.answers.base.outside import response
from overture.answers.base.support import in_danger, support
from overture.answers.doubt import at_a_loss, not_understood, sole_reading
from overture.handover import is_open
from overture.handover.talk_words import wishes_person
from overture.knowledge import shared

# So many messages in a row that were not understood, and guessing has not helped.
_GIVE_UP = 2
_PERSON = "handover_form"


class ActionOutOfScope(SafeAction):
    """Says that a message is outside the field, and what can be asked instead."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_out_of_scope"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Picks the words; the message is kept for review."""
        message = tracker.latest_message or {}
        intent = str((message.get("intent") or {}).get("name") or "")
        text = str(message.get("text") or "")
        elsewhere = _elsewhere(dispatcher, tracker)
        if elsewhere is not None:
            return elsewhere
        dispatcher.utter_message(response=response(intent, text, again=misses.declined(tracker)))
        note_declined(tracker)
        return [misses.another(tracker, declined=True)]


def doubt(dispatcher: CollectingDispatcher, tracker: Tracker, context: Context) -> list[Event]:
    """Offers readings of a message that was not understood; after two in a row, a way out."""
    elsewhere = _elsewhere(dispatcher, tracker)
    if elsewhere is not None:
        return elsewhere
    reply = not_understood(tracker.latest_message or {}, context, shared().current())
    if reply.outcome is not Outcome.NOT_UNDERSTOOD:
        send(dispatcher, tracker, reply)
        return []
    lost = misses.before(tracker) + 1 >= _GIVE_UP
    send(dispatcher, tracker, at_a_loss(reply, person=is_open()) if lost else reply)
    return [misses.another(tracker, offer=None if lost else sole_reading(reply))]


def _elsewhere(dispatcher: CollectingDispatcher, tracker: Tracker) -> Optional[list[Event]]:
    """What is done where the words are plain though the intent was not; None where they are not."""
    text = str((tracker.latest_message or {}).get("text") or "")
    if in_danger(text):
        send(dispatcher, tracker, support(shared().current()))
        return []
    if wishes_person(text) and not (tracker.active_loop or {}).get("name"):
        return [FollowupAction(_PERSON)]
    return None
