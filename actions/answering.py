"""Answers questions about the knowledge."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import misses
from actions.base import Event, SafeAction, send
from actions.doubting import doubt
from overture.answers import Answer, Context, Question, answer, read, read_all
from overture.answers.base.outside import response
from overture.answers.base.shorter import shorter
from overture.answers.further import more
from overture.answers.reading.facets import named_facet
from overture.answers.reading.second_look import second_look
from overture.handover.talk_words import wishes_person
from overture.knowledge import shared

# The slot that holds the conversation's context: facet, subjects, sources of the last answer.
CONTEXT = "context"
OUT_OF_SCOPE = "oos_"


class ActionAnswer(SafeAction):
    """Answers the question in the latest message."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_answer"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Answers each question of the message in turn, and remembers what they were about."""
        context = Context.from_dict(tracker.get_slot(CONTEXT))
        questions = read_all(tracker.latest_message, context)
        outside, first = _outside(tracker)
        if questions and outside and first:
            dispatcher.utter_message(response=outside)
        events: list[Event] = []
        for question in questions:
            context = _say(dispatcher, tracker, question, context)
            events = [SlotSet(CONTEXT, context.as_dict())]
        if questions and outside and not first:
            dispatcher.utter_message(response=outside)
        if events and wishes_person(str(tracker.latest_message.get("text") or "")):
            dispatcher.utter_message(response="utter_person_too")
            events.append(misses.offered(tracker, (misses.PERSON, "")))
        return events or doubt(dispatcher, tracker, context)


class ActionNotUnderstood(SafeAction):
    """Says that the message was not understood, and what may have been meant."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_not_understood"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Reads it as a follow-up where it can be one; else offers the likeliest readings."""
        context = Context.from_dict(tracker.get_slot(CONTEXT))
        question = second_look(tracker.latest_message, context)
        return _reply(dispatcher, tracker, question, context) if question else doubt(dispatcher, tracker, context)


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
        reply = answer(question, shared().current(), earlier.sources)
        send(dispatcher, tracker, reply)
        earlier = replace(
            earlier, listed=reply.listed or context.listed, fresh=bool(reply.listed), recent=context.recent
        )
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
        after = replace(context, shown=shown, listed=reply.listed or context.listed, fresh=bool(reply.listed))
        return [SlotSet(CONTEXT, after.as_dict())]


class ActionCancel(SafeAction):
    """Drops what was talked about."""

    def name(self) -> str:
        """See domain.yml."""
        return "action_cancel"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Forgets subject and conditions; "go back" still finds them."""
        dispatcher.utter_message(response="utter_cancelled")
        return [SlotSet(CONTEXT, Context.from_dict(tracker.get_slot(CONTEXT)).dropped().as_dict())]


def _outside(tracker: Tracker) -> tuple[str, bool]:
    """The response to a clause that is out of scope beside ones that are not, and whether it comes first."""
    for number, part in enumerate(tracker.latest_message.get("parts") or ()):
        intent = part["intent"]["name"]
        if intent.startswith(OUT_OF_SCOPE):
            return response(intent, str(part.get("text") or "")), not number
    return "", False


def _reply(dispatcher: CollectingDispatcher, tracker: Tracker, question: Question, context: Context) -> list[Event]:
    return [SlotSet(CONTEXT, _say(dispatcher, tracker, question, context).as_dict())]


def _say(dispatcher: CollectingDispatcher, tracker: Tracker, question: Question, context: Context) -> Context:
    reply = answer(question, shared().current(), context.sources)
    send(dispatcher, tracker, reply)
    # What the answer was about, which may be a school where the message named a city.
    asked = reply.question
    answered = replace(question, about=asked.about, facet=asked.facet, filters=asked.filters) if asked else question
    return context.after(answered, reply)


def _last_answer(tracker: Tracker) -> Answer | None:
    context = Context.from_dict(tracker.get_slot(CONTEXT))
    question = context.question()
    return answer(question, shared().current(), context.sources) if question else None
