"""A talk in several questions: the base of our forms.

Rasa's loop only keeps the talk going; what is said in it is decided here.  While the loop
is active every message comes to the form's validation action.  That always sets the
form's slot, so Rasa never rejects the form and no other rule gets the message.

To build a form ``call_form``:

1. A state: a frozen dataclass in ``overture/answers/`` with all that was told.
2. A subclass of :class:`Form` in ``actions/`` with ``form = "call_form"`` and
   ``slot = "call"``, and the methods marked abstract below.  Name it in
   ``actions/__init__.py``.
3. In domain.yml the slot (``type: any``, ``influence_conversation: false``, mapping
   ``custom``), the action ``validate_call_form`` and ``call_form`` under ``forms`` with
   ``required_slots: []``.
4. In data/rules.yml, ``ask_call`` being the intent that starts it::

      - rule: "a call is asked for"
        steps:
          - intent: ask_call
          - action: call_form
          - active_loop: call_form

      - rule: "the talk about a call is over"
        condition:
          - active_loop: call_form
        steps:
          - action: call_form
          - active_loop: null

The questions have names of the form's own choosing.  Each message is sorted:

======================  =======================================================================
crisis, start over      the ordinary reply, and the form is left; goodbye too
"stop", "never mind"    :meth:`Form.stopped`, and the form is left
"skip", "no idea"       :meth:`Form.skip`, then the next question
"that's all"            :meth:`Form.finish` with what there is, if :attr:`Form.may_end_early`
a question              the ordinary reply, then the open question once more, shortly
an answer               :meth:`Form.take`, then the next question or :meth:`Form.finish`
anything else           the ordinary reply or "I didn't get that", then the open question;
                        a question that is not answered twice in a row is skipped
======================  =======================================================================

A form with :attr:`Form.revises` stays open once it has given its result, so that "actually
make it 30k" changes that; whatever tells nothing new gets the ordinary reply and ends it.

The ordinary reply is the one that data/rules.yml has for the intent.  Where that is
another form, this one is left and the other begins.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Event, SafeAction
from actions.form_parts import AFTER, REQUESTED, Going, Heard, Manner, State
from actions.form_round import Round
from overture.answers import Answer
from overture.answers.advice.form_words import skips, stops

__all__ = ["AFTER", "REQUESTED", "Form", "Going", "Heard", "Manner"]


class Form(SafeAction, Generic[State]):
    """The validation action of a form; the head of this module says how to build one."""

    form: ClassVar[str]
    slot: ClassVar[str]
    may_end_early: ClassVar[bool] = False
    revises: ClassVar[bool] = False

    @abstractmethod
    def read(self, value: object) -> State:
        """The state from what :meth:`write` wrote; an empty one where that can't be read."""

    @abstractmethod
    def write(self, state: State) -> Any:
        """The state as plain JSON values."""

    @abstractmethod
    def begin(self, heard: Heard, tracker: Tracker) -> State:
        """The state at the start: what is known already, and what the message that starts the form says."""

    @abstractmethod
    def take(self, state: State, question: str, heard: Heard) -> Optional[State]:
        """The state with what a message answers; None where it answers nothing."""

    @abstractmethod
    def skip(self, state: State, question: str) -> State:
        """The state with a question left open, so that it isn't asked again."""

    @abstractmethod
    def missing(self, state: State) -> Optional[str]:
        """The name of the question to put next; None when all is there."""

    @abstractmethod
    def put(self, state: State, question: str, manner: Manner) -> Answer:
        """The words of a question, with buttons."""

    @abstractmethod
    def finish(self, dispatcher: CollectingDispatcher, tracker: Tracker, state: State) -> list[Event]:
        """Says what comes of it; returns events beside those that end the form."""

    def noted(self, before: State, after: State) -> str:
        """A sentence on what was just understood, said before the next question; none by default."""
        return ""

    def digresses(self, state: State, question: str, heard: Heard) -> bool:
        """Whether a message asks something of its own; a form that wants a question as answer says no here."""
        return bool(heard.asking)

    def stops(self, question: str, text: str) -> bool:
        """Whether a message ends the talk: "stop", "never mind", "drop it"."""
        return stops(text)

    def skips(self, question: str, text: str) -> bool:
        """Whether a message passes over a question: "skip", "no idea", "any"."""
        return skips(text)

    def stopped(self, dispatcher: CollectingDispatcher, state: State) -> None:
        """Says that the talk is over."""
        dispatcher.utter_message(response="utter_cancelled")

    def revised(self, state: State) -> State:
        """The state with which a result stays open to changes: usually one that asks nothing more."""
        return state

    def left(self, state: State) -> Optional[State]:
        """What is kept of the state once the form is over; nothing by default."""
        return None

    def name(self) -> str:
        """See domain.yml."""
        return f"validate_{self.form}"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Starts the form, or goes on with it."""
        return Round(self, dispatcher, tracker).play()

    def failed(self) -> list[Event]:
        """After a failure the form is left, so that nobody is caught in it."""
        return [SlotSet(self.slot, None), SlotSet(REQUESTED, None)]

    def load(self, value: object) -> Going[State]:
        """A form under way from its slot; one that can't be read begins anew."""
        plain = value if isinstance(value, Mapping) else {}
        open, missed = plain.get("open"), plain.get("missed")
        return Going(
            self.read(plain.get("state")),
            open if isinstance(open, str) else None,
            missed if isinstance(missed, int) else 0,
        )

    def save(self, going: Going[State]) -> dict[str, Any]:
        """A form under way as plain JSON values for its slot."""
        return {"open": going.open, "missed": going.missed, "state": self.write(going.state)}
