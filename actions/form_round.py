"""One message to a form, and what is said to it; see :mod:`actions.forms`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Generic, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Event, send
from actions.form_parts import AFTER, REQUESTED, Going, Heard, Manner, State
from actions.replies import replies, reply
from overture.answers.advice.form_words import enough, puzzled

if TYPE_CHECKING:
    from actions.forms import Form

# Answered as ever, and then the form is no longer what matters.
_LEAVING = frozenset({"crisis", "start_over"})
_GOODBYE = "goodbye"
# No topics of their own: either an answer to the question or not understood.
_NO_TOPIC = frozenset({"tell_background", "affirm", "deny", "refer", "nlu_fallback", ""})
# So often in a row a question may be met with something that isn't understood.
_TRIES = 2


class Round(Generic[State]):
    """Sorts one message and does what it wants.

    Args:
        form: the form under way.
        dispatcher: takes what is said.
        tracker: the conversation.
    """

    def __init__(self, form: Form[State], dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self.form = form
        self.dispatcher = dispatcher
        self.tracker = tracker
        self.heard = Heard(tracker.latest_message or {})
        self.going = form.load(tracker.get_slot(form.slot))

    def play(self) -> list[Event]:
        """Says what is to be said; the events go on with the loop or end it."""
        question = self.going.open
        if question is None or not self.tracker.get_slot(REQUESTED):
            return self._on(self.form.begin(self.heard, self.tracker), Manner.FIRST)
        text, intent = self.heard.text, self.heard.intent
        if intent in _LEAVING:
            return self._leave(self._reply())
        if question == AFTER:
            return self._afterwards()
        if self.form.stops(question, text):
            return self._stop()
        if self.form.skips(question, text):
            return self._on(self.form.skip(self.going.state, question), Manner.NEXT)
        if intent == "repeat" or puzzled(text):
            return self._again(Manner.NEXT)
        if self.form.may_end_early and enough(text):
            return self._finish(self.going.state)
        if intent == _GOODBYE:
            return self._leave(self._reply())
        return self._hear(question)

    def _afterwards(self) -> list[Event]:
        """A message to a result: it changes what was told, or has nothing to do with the form any more."""
        taken = None if self.heard.asking else self.form.take(self.going.state, AFTER, self.heard)
        if taken is not None:
            return self._on(taken, Manner.NEXT)
        if self.heard.intent == "repeat":
            return self._finish(self.going.state)
        return self._another() or self._leave(self._reply())

    def _hear(self, question: str) -> list[Event]:
        """A message that may answer, ask, or do both."""
        taken = self.form.take(self.going.state, question, self.heard)
        if self.form.digresses(self.going.state, question, self.heard):
            return self._digress(taken)
        if taken is not None:
            return self._on(taken, Manner.NEXT)
        if self.heard.intent == "cancel":
            return self._stop()
        return self._unclear(question) if self.heard.intent in _NO_TOPIC else self._digress(None)

    def _digress(self, taken: Optional[State]) -> list[Event]:
        """The ordinary reply, then the open question; where that reply is another form, it takes over."""
        another = self._another()
        if another:
            return another
        events = [] if self._own() else self._reply()
        on = self._again(Manner.AGAIN) if taken is None else self._on(taken, Manner.AGAIN)
        return [*events, *on]

    def _own(self) -> bool:
        """Whether the message only asks for the form that is under way."""
        return replies().get(self.heard.intent) == self.form.form

    def _another(self) -> list[Event]:
        """Leaves this form for the one that the message asks for; nothing where it asks for none."""
        starts = replies().get(self.heard.intent, "")
        if not starts.endswith("_form") or (self._own() and self.going.open != AFTER):
            return []
        return [*self._leave([]), FollowupAction(starts)]

    def _unclear(self, question: str) -> list[Event]:
        if self.going.missed + 1 >= _TRIES:
            return self._on(self.form.skip(self.going.state, question), Manner.NEXT)
        self.going = replace(self.going, missed=self.going.missed + 1)
        return self._again(Manner.UNCLEAR)

    def _on(self, state: State, manner: Manner) -> list[Event]:
        """The next question, or the result where none is left."""
        question = self.form.missing(state)
        if question is None:
            return self._finish(state)
        asked = self.form.put(state, question, manner)
        noted = "" if manner is Manner.FIRST else self.form.noted(self.going.state, state)
        send(self.dispatcher, self.tracker, replace(asked, text=f"{noted} {asked.text}".strip()))
        return self._keep(Going(state, question))

    def _again(self, manner: Manner) -> list[Event]:
        send(self.dispatcher, self.tracker, self.form.put(self.going.state, self.going.open or "", manner))
        return self._keep(self.going)

    def _finish(self, state: State) -> list[Event]:
        self.going = replace(self.going, state=state)
        events = self.form.finish(self.dispatcher, self.tracker, state)
        if not self.form.revises:
            return self._leave(events)
        return [*events, *self._keep(Going(self.form.revised(state), AFTER))]

    def _stop(self) -> list[Event]:
        self.form.stopped(self.dispatcher, self.going.state)
        return self._leave([])

    def _reply(self) -> list[Event]:
        return reply(self.dispatcher, self.tracker, self.heard.intent)

    def _keep(self, going: Going[State]) -> list[Event]:
        return [SlotSet(self.form.slot, self.form.save(going)), SlotSet(REQUESTED, self.form.slot)]

    def _leave(self, events: list[Event]) -> list[Event]:
        """Ends the loop; after "start over" nothing is kept, whatever the form would keep."""
        forgotten = any(event.get("event") == "reset_slots" for event in events)
        kept = None if forgotten else self.form.left(self.going.state)
        value = None if kept is None else self.form.save(Going(kept))
        return [*events, SlotSet(self.form.slot, value), SlotSet(REQUESTED, None)]
