"""Advice in a talk: which program fits, and where one can get in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import CONTEXT
from actions.base import Event, SafeAction, send
from actions.forms import Form, Heard, Manner
from overture.answers import Answer, Context
from overture.answers.advice import advice, advice_intro, advice_questions, advice_talk, advice_words, background_answer
from overture.answers.advice.advice_state import DROP, AdviceState
from overture.answers.advice.background_reading import read_background
from overture.answers.advice.form_words import skips, stops
from overture.knowledge import shared

# So many messages back it is looked for what somebody told of themselves.
_BACK = 30
_FORGETTING = frozenset({"reset_slots", "restart", "session_started"})


class AdviceForm(Form[AdviceState]):
    """Asks for aim, degree, place, budget and limits as far as they matter, then gives up to five programs."""

    form = "advice_form"
    slot = "advice"
    may_end_early = True
    revises = True

    def read(self, value: object) -> AdviceState:
        """See :class:`Form`."""
        return AdviceState.from_dict(value)

    def write(self, state: AdviceState) -> Any:
        """See :class:`Form`."""
        return state.as_dict()

    def begin(self, heard: Heard, tracker: Tracker) -> AdviceState:
        """What was told before in this conversation counts too."""
        known = self.load(tracker.get_slot(self.slot)).state
        context = Context.from_dict(tracker.get_slot(CONTEXT))
        return advice_talk.begin(known, heard.parse, _earlier(tracker), context, shared().current())

    def take(self, state: AdviceState, question: str, heard: Heard) -> Optional[AdviceState]:
        """Everything that the message tells, whatever was asked."""
        knowledge = shared().current()
        decided = advice_talk.decide(state, heard.parse, knowledge) if question == DROP else None
        return decided or advice_talk.take(state, question, heard.parse, heard.telling, knowledge)

    def skip(self, state: AdviceState, question: str) -> AdviceState:
        """See :class:`Form`."""
        return advice_talk.passed(state, question)

    def missing(self, state: AdviceState) -> Optional[str]:
        """See :class:`Form`."""
        return advice_questions.missing(state, shared().current())

    def put(self, state: AdviceState, question: str, manner: Manner) -> Answer:
        """See :class:`Form`."""
        knowledge = shared().current()
        if manner is Manner.FIRST:
            return advice_intro.first(state, question, knowledge)
        if manner is Manner.NEXT:
            return advice_intro.following(state, question, knowledge)
        return advice_intro.again(state, question, knowledge, manner is Manner.UNCLEAR)

    def noted(self, before: AdviceState, after: AdviceState) -> str:
        """See :class:`Form`."""
        return advice_words.noted(before, after, shared().current())

    def stops(self, question: str, text: str) -> bool:
        """Where a condition is to be given up, "drop it" means the condition."""
        return stops(text) and not (question == DROP and advice_talk.agrees(text))

    def skips(self, question: str, text: str) -> bool:
        """Where a condition is to be given up, "any state" names one."""
        return question != DROP and skips(text)

    def finish(self, dispatcher: CollectingDispatcher, tracker: Tracker, state: AdviceState) -> list[Event]:
        """Gives the programs, and makes them what "only online ones" and "the second one" speak of."""
        context = Context.from_dict(tracker.get_slot(CONTEXT))
        result = advice.advise(state, shared().current())
        send(dispatcher, tracker, result)
        return [SlotSet(CONTEXT, context.after(result.question or advice.question_of(state), result).as_dict())]

    def revised(self, state: AdviceState) -> AdviceState:
        """No more questions once there is a result."""
        return state.settled()

    def left(self, state: AdviceState) -> Optional[AdviceState]:
        """What was told is not asked again."""
        return state.over()


class ActionHearBackground(SafeAction):
    """Says what a degree that somebody tells of means to programs."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_hear_background"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Thanks for what can't be held against anything."""
        knowledge = shared().current()
        told = read_background(str(tracker.latest_message.get("text") or ""), knowledge)
        found = background_answer.in_short(told.background, knowledge)
        if found is None:
            dispatcher.utter_message(response="utter_background")
        else:
            send(dispatcher, tracker, found)
        return []


def _earlier(tracker: Tracker) -> Iterator[Mapping[str, Any]]:
    """What was understood of the messages before the latest one, oldest first, back to the last new start."""
    said: list[Mapping[str, Any]] = []
    for event in tracker.events:
        if event.get("event") in _FORGETTING:
            said = []
        elif event.get("event") == "user":
            said.append(event.get("parse_data") or {})
    yield from said[-_BACK:-1]
