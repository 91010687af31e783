"""A question for a person: collects it, asks before anything is sent, and hands it over."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Optional

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import CONTEXT
from actions.base import Event, send
from actions.forms import Form, Heard, Manner
from actions.transcript import apart_from, last_question, lines, tried
from overture.answers import Answer, Context, Mentioned
from overture.handover import Contact, Desk, Handed, Record
from overture.handover import shared as desk
from overture.handover.own_page import own_page
from overture.handover.talk import QUESTION, Office, Wish, asking, not_sent, opening, privacy, sent
from overture.handover.talk_reading import begun, passed_over, take
from overture.knowledge import Subject, shared

logger = logging.getLogger(__name__)


class _Agreed(dict[str, Any]):
    """Stands among the events for a record that is still to be handed over; never reaches Rasa."""

    def __init__(self, record: Record, wish: Wish) -> None:
        # To the base it is one that leaves the talking to somebody else.
        super().__init__(event="followup", name=None)
        self.record, self.wish = record, wish


class ValidateHandoverForm(Form[Wish]):
    """Asks for question, contact and name, shows all of it, and sends it on yes."""

    form = "handover_form"
    slot = "handover"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """As every action; what was agreed to is handed over before anything is said to it."""
        events = await super().run(dispatcher, tracker, domain)
        for agreed in [event for event in events if isinstance(event, _Agreed)]:
            handed = await _hand_over(agreed.record)
            told = {"arrived": handed.arrived, "kept": handed.kept, "live": handed.live}
            send(dispatcher, tracker, sent(_with_page(agreed.wish, tracker), _office(desk()), **told))
        return [event for event in events if not isinstance(event, _Agreed)]

    def read(self, value: object) -> Wish:
        """See the base."""
        return Wish.from_dict(value)

    def write(self, state: Wish) -> dict[str, Any]:
        """See the base."""
        return state.as_dict()

    def begin(self, heard: Heard, tracker: Tracker) -> Wish:
        """The question is the one asked last, unless the wish says itself what it is about."""
        page = own_page(_named(heard), shared().current())
        if not desk().open:
            return _with_page(Wish(closed=True, page=page), tracker)
        events = apart_from(self.form, tracker)
        wish = begun(heard.text, last_question(events), desk().config.phone_region)
        return replace(wish, page=page, earlier=len(lines(events, desk().config.transcript)) - 1)

    def take(self, state: Wish, question: str, heard: Heard) -> Optional[Wish]:
        """See :mod:`overture.handover.talk_reading`."""
        return take(state, question, heard.text, desk().config.phone_region)

    def digresses(self, state: Wish, question: str, heard: Heard) -> bool:
        """A question is what is wanted where it is asked for; elsewhere what answers nothing goes its own way."""
        return question != QUESTION and bool(heard.asking) and self.take(state, question, heard) is None

    def skip(self, state: Wish, question: str) -> Wish:
        """See :mod:`overture.handover.talk_reading`."""
        return passed_over(state, question)

    def missing(self, state: Wish) -> Optional[str]:
        """See :class:`Wish`."""
        return state.missing(desk().live)

    def put(self, state: Wish, question: str, manner: Manner) -> Answer:
        """See :mod:`overture.handover.talk`."""
        office = _office(desk())
        if manner is Manner.FIRST:
            return opening(state, question, office)
        return asking(state, question, office, again=manner is Manner.AGAIN, unclear=manner is Manner.UNCLEAR)

    def noted(self, before: Wish, after: Wish) -> str:
        """The contact as it was read; who gets to see it, if that was asked."""
        if after.asides > before.asides:
            return privacy(_office(desk()))
        return f"Noted: {after.contact}." if after.contact and after.contact != before.contact else ""

    def finish(self, dispatcher: CollectingDispatcher, tracker: Tracker, state: Wish) -> list[Event]:
        """Says that nothing is sent, or has it sent."""
        if state.agreed:
            return [_Agreed(_record(tracker, state, self.form, desk()), state)]
        send(dispatcher, tracker, not_sent(_with_page(state, tracker), _office(desk())))
        return []

    def stopped(self, dispatcher: CollectingDispatcher, state: Wish) -> None:
        """Says that nothing was sent."""
        dispatcher.utter_message(text=not_sent(replace(state, dropped=True), _office(desk())).text)


async def _hand_over(record: Record) -> Handed:
    try:
        return await desk().hand_over(record)
    except Exception as error:  # whatever it is, the user is told that it has not gone out
        logger.error("A question for a person could not be handed over: %s", type(error).__name__)
        return Handed((), kept=False)


def _office(desk: Desk) -> Office:
    config = desk.config
    return Office(config.office, config.page, config.when, desk.live, config.keep_days)


def _named(heard: Heard) -> tuple[Mentioned, ...]:
    return tuple(
        Mentioned(Subject(found["entity"], found["value"]), str(found.get("name") or ""))
        for found in heard.parse.get("entities") or ()
        if found.get("extractor") == "SubjectLinker"
    )


def _with_page(wish: Wish, tracker: Tracker) -> Wish:
    """With the page of the school that was talked about, where the wish itself named none."""
    about = Context.from_dict(tracker.get_slot(CONTEXT)).about
    return wish if wish.page else replace(wish, page=own_page(about, shared().current()))


def _record(tracker: Tracker, wish: Wish, form: str, desk: Desk) -> Record:
    events = apart_from(form, tracker)
    return Record(
        conversation=str(tracker.sender_id),
        question=wish.question,
        channel=str(tracker.get_latest_input_channel() or ""),
        name=wish.name or None,
        contact=Contact(wish.kind, wish.contact) if wish.contact else None,
        transcript=lines(events, desk.config.transcript),
        tried=tried(events),
    )
