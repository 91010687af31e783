"""Answers questions about the knowledge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Event, SafeAction, send
from overture.answers import Answer, Context, Question, answer, read, read_all
from overture.answers.doubt import not_understood
from overture.answers.further import more
from overture.answers.reading import named_facet
from overture.answers.shorter import shorter
from overture.knowledge import shared

# The slot that holds the conversation's context: facet, subjects, sources of the last answer.
CONTEXT = "context"


class ActionAnswer(SafeAction):
    """Answers the question in the latest message."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_answer"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Answers each question of the message in turn, and remembers what they were about."""
        context = Context.from_dict(tracker.get_slot(CONTEXT))
        events: list[Event] = []
        for question in read_all(tracker.latest_message, context):
            context = _say(dispatcher, tracker, question, context)
            events = [SlotSet(CONTEXT, context.as_dict())]
        return events or _doubt(dispatcher, tracker)


class ActionNotUnderstood(SafeAction):
    """Says that the message was not understood, and what may have been meant."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_not_understood"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Offers the likeliest readings."""
        return _doubt(dispatcher, tracker)


class ActionRepeat(SafeAction):
    """Gives the last answer again."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_repeat"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Answers the last question once more."""
        last = _last_answer(tracker)
        if last is None:
            dispatcher.utter_message(response="utter_nothing_yet")
        else:
            send(dispatcher, tracker, last)
        return []


class ActionShorter(SafeAction):
    """Gives the last answer in one sentence."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_shorter"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Keeps what answers the question and drops the rest."""
        last = _last_answer(tracker)
        if last is None:
            dispatcher.utter_message(response="utter_nothing_yet")
        else:
            send(dispatcher, tracker, shorter(last))
        return []


class ActionGoBack(SafeAction):
    """Returns to what was talked about before, or to what the message names."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_go_back"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Answers the earlier question again and makes it the current one."""
        context = Context.from_dict(tracker.get_slot(CONTEXT))
        facet = named_facet(tracker.latest_message)
        if facet:
            question = read({**tracker.latest_message, "intent": {"name": f"ask_{facet.value}"}}, context)
            if question:
                return _reply(dispatcher, tracker, question, context)
        earlier = context.back()
        question = earlier.question() if earlier else None
        if earlier is None or question is None:
            dispatcher.utter_message(response="utter_nothing_yet")
            return []
        send(dispatcher, tracker, answer(question, shared().current(), earlier.sources))
        return [SlotSet(CONTEXT, earlier.as_dict())]


class ActionMore(SafeAction):
    """Says more on what was just answered."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_more"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Shows the next statements on the same subject, until there are none."""
        context = Context.from_dict(tracker.get_slot(CONTEXT))
        question = context.question()
        if question is None:
            dispatcher.utter_message(response="utter_nothing_yet")
            return []
        reply, shown = more(question, shared().current(), context.shown)
        send(dispatcher, tracker, reply)
        return [SlotSet(CONTEXT, replace(context, shown=shown).as_dict())]


def _reply(dispatcher: CollectingDispatcher, tracker: Tracker, question: Question, context: Context) -> list[Event]:
    return [SlotSet(CONTEXT, _say(dispatcher, tracker, question, context).as_dict())]


def _say(dispatcher: CollectingDispatcher, tracker: Tracker, question: Question, context: Context) -> Context:
    reply = answer(question, shared().current(), context.sources)
    send(dispatcher, tracker, reply)
    # What the answer was about, which may be a school where the message named a city.
    answered = replace(question, about=reply.question.about) if reply.question else question
    return context.after(answered, reply)


def _doubt(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
    message: dict[str, Any] = tracker.latest_message
    context = Context.from_dict(tracker.get_slot(CONTEXT))
    send(dispatcher, tracker, not_understood(message, context, shared().current()))
    return []


def _last_answer(tracker: Tracker) -> Answer | None:
    context = Context.from_dict(tracker.get_slot(CONTEXT))
    question = context.question()
    return answer(question, shared().current(), context.sources) if question else None
