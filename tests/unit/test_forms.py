"""The base of forms: each message is sorted, Rasa never rejects the form, and nobody is caught in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Optional

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.forms import AFTER, REQUESTED, Form, Heard, Manner
from actions.replies import NOT_UNDERSTOOD, replies, reply
from overture.answers import Answer
from overture.answers.advice.form_words import asking, enough, puzzled, skips, stops, telling
from overture.answers.base.model import FollowUp

pytestmark = pytest.mark.usefixtures("in_the_world")

ROOT = Path(__file__).parents[2]
Event = dict[str, Any]


@dataclass(frozen=True)
class Tea:
    """What is told about a cup of tea."""

    kind: str = ""
    milk: Optional[bool] = None
    left_open: tuple[str, ...] = ()


class TeaForm(Form[Tea]):
    """Asks for the kind and whether there is milk."""

    form = "tea_form"
    slot = "tea"
    may_end_early = True
    fails = False

    def read(self, value: object) -> Tea:
        plain = value if isinstance(value, dict) else {}
        return Tea(plain.get("kind", ""), plain.get("milk"), tuple(plain.get("left_open", ())))

    def write(self, state: Tea) -> Any:
        return {"kind": state.kind, "milk": state.milk, "left_open": list(state.left_open)}

    def begin(self, heard: Heard, tracker: Tracker) -> Tea:
        if self.fails:
            raise RuntimeError("no tea")
        return self.take(Tea(), "kind", heard) or Tea()

    def take(self, state: Tea, question: str, heard: Heard) -> Optional[Tea]:
        kind = next((kind for kind in ("green", "black") if kind in heard.telling), "")
        milk = {"affirm": True, "deny": False}.get(heard.intent) if question == "milk" else None
        taken = replace(state, kind=kind or state.kind, milk=milk if milk is not None else state.milk)
        return taken if kind or milk is not None else None

    def skip(self, state: Tea, question: str) -> Tea:
        return replace(state, left_open=(*state.left_open, question))

    def missing(self, state: Tea) -> Optional[str]:
        if not state.kind and "kind" not in state.left_open:
            return "kind"
        return "milk" if state.milk is None and "milk" not in state.left_open else None

    def put(self, state: Tea, question: str, manner: Manner) -> Answer:
        return Answer(f"{manner.value} {question}?", follow_ups=(FollowUp("Skip", "Skip"),))

    def noted(self, before: Tea, after: Tea) -> str:
        return f"Noted {after.kind}." if after.kind != before.kind else ""

    def finish(self, dispatcher: CollectingDispatcher, tracker: Tracker, state: Tea) -> list[Event]:
        dispatcher.utter_message(text=f"tea: {state.kind or 'any'}, milk: {state.milk}")
        return []


def _tea_form(revises: bool = False, fails: bool = False) -> Form[Tea]:
    """A form on tea.  Its class counts as abstract but for a moment: the executor registers all others that it sees."""
    TeaForm.__abstractmethods__ = frozenset()
    form = TeaForm()
    TeaForm.__abstractmethods__ = frozenset({"read"})
    form.__dict__.update(revises=revises, fails=fails)
    return form


TeaForm.__abstractmethods__ = frozenset({"read"})


class Talk:
    """Plays messages to a form, as Rasa's loop does."""

    def __init__(self, form: Optional[Form[Tea]] = None) -> None:
        self.form = form or _tea_form()
        self.slots: dict[str, Any] = {}
        self.events: list[Event] = []

    async def say(self, text: str, intent: str = "nlu_fallback") -> str:
        """What is said to a message, response names included."""
        message = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": [], "passages": []}
        dispatcher = CollectingDispatcher()
        tracker = Tracker("s", dict(self.slots), message, [], False, None, {"name": self.form.form}, None)
        self.events = await self.form.run(dispatcher, tracker, {})
        for event in self.events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            if event["event"] == "reset_slots":
                self.slots = {}
        return " | ".join(m["text"] or m["response"] for m in dispatcher.messages)

    @property
    def over(self) -> bool:
        """Whether the loop ends with the last message."""
        return self.slots.get(REQUESTED) is None


class TestTheTalk:
    async def test_asks_one_question_after_another(self) -> None:
        talk = Talk()
        assert await talk.say("tea please", "ask_tea") == "first kind?"
        assert await talk.say("green") == "Noted green. next milk?"
        assert await talk.say("yes", "affirm") == "tea: green, milk: True"
        assert talk.over

    async def test_the_message_that_starts_it_counts(self) -> None:
        assert await Talk().say("green tea please") == "first milk?"

    async def test_rasa_never_rejects_it(self) -> None:
        """Each message sets the form's slot: without that Rasa would hand the message to another rule."""
        talk = Talk()
        for text, intent in (("tea", "x"), ("blub", "nlu_fallback"), ("what is a spoon", "ask_term"), ("skip", "deny")):
            await talk.say(text, intent)
            assert talk.form.slot in {event.get("name") for event in talk.events}

    async def test_a_slot_that_cannot_be_read_begins_anew(self) -> None:
        talk = Talk()
        talk.slots = {"tea": ["nonsense"], REQUESTED: "tea"}
        assert await talk.say("blub") == "first kind?"

    async def test_a_failure_leaves_the_form(self, caplog: pytest.LogCaptureFixture) -> None:
        talk = Talk(_tea_form(fails=True))
        assert "Something went wrong" in await talk.say("tea")
        assert talk.over and "no tea" not in caplog.text


class TestDigressions:
    async def test_a_question_is_answered_and_then_asked_again(self) -> None:
        talk = Talk()
        await talk.say("tea")
        said = await talk.say("what is the weather like?", "oos_far")
        assert said.endswith(" | again kind?") and "didn't" not in said
        assert not talk.over

    async def test_small_talk_gets_its_reply(self) -> None:
        talk = Talk()
        await talk.say("tea")
        assert await talk.say("thanks", "thank") == "utter_welcome | again kind?"

    async def test_an_answer_beside_a_question_is_taken(self) -> None:
        talk = Talk()
        await talk.say("tea")
        said = await talk.say("green. can you tell me a joke?", "oos_far")
        assert said.endswith("Noted green. again milk?")

    async def test_what_a_question_names_is_no_answer(self) -> None:
        talk = Talk()
        await talk.say("tea")
        assert (await talk.say("is green tea bitter?", "oos_far")).endswith("again kind?")

    async def test_another_form_takes_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("actions.form_round.replies", lambda: {"ask_cake": "cake_form"})
        talk = Talk()
        await talk.say("tea")
        assert await talk.say("i want cake", "ask_cake") == ""
        assert talk.over and {"event": "followup", "name": "cake_form"}.items() <= talk.events[-1].items()

    async def test_asked_for_again_it_goes_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("actions.form_round.replies", lambda: {"ask_tea": "tea_form"})
        talk = Talk()
        await talk.say("tea")
        assert await talk.say("tea please", "ask_tea") == "again kind?"


class TestLeaving:
    async def test_stop(self) -> None:
        talk = Talk()
        await talk.say("tea")
        assert await talk.say("stop it") == "utter_cancelled"
        assert talk.over and talk.slots["tea"] is None

    async def test_somebody_in_distress_gets_help_and_no_question(self) -> None:
        talk = Talk()
        await talk.say("tea")
        said = await talk.say("i can't go on", "crisis")
        assert "lighthouse" in said and "kind?" not in said and talk.over

    async def test_starting_over_forgets(self) -> None:
        talk = Talk()
        await talk.say("green tea")
        assert await talk.say("start over", "start_over") == "utter_restarted"
        assert talk.over and talk.slots.get("tea") is None

    async def test_goodbye(self) -> None:
        talk = Talk()
        await talk.say("tea")
        assert await talk.say("bye", "goodbye") == "utter_goodbye"
        assert talk.over

    async def test_enough_gives_what_there_is(self) -> None:
        talk = Talk()
        await talk.say("green tea")
        assert await talk.say("that's all") == "tea: green, milk: None"
        assert talk.over


class TestNotUnderstood:
    async def test_once_it_is_said_so_and_twice_it_goes_on(self) -> None:
        talk = Talk()
        await talk.say("tea")
        assert await talk.say("blub") == "unclear kind?"
        assert await talk.say("blob") == "next milk?"

    async def test_the_count_starts_anew_with_each_question(self) -> None:
        talk = Talk()
        await talk.say("tea")
        await talk.say("blub")
        await talk.say("green")
        assert await talk.say("blub") == "unclear milk?"

    async def test_a_puzzled_person_gets_the_whole_question(self) -> None:
        talk = Talk()
        await talk.say("tea")
        assert await talk.say("what do you mean?", "ask_capabilities") == "next kind?"


class TestRevising:
    async def test_a_result_can_be_changed(self) -> None:
        talk = Talk(_tea_form(revises=True))
        await talk.say("green tea")
        assert await talk.say("no", "deny") == "tea: green, milk: False"
        assert not talk.over and talk.slots["tea"]["open"] == AFTER
        assert await talk.say("black instead") == "tea: black, milk: False"

    async def test_anything_else_ends_it_without_a_question(self) -> None:
        talk = Talk(_tea_form(revises=True))
        await talk.say("green tea")
        await talk.say("no", "deny")
        assert await talk.say("thanks", "thank") == "utter_welcome"
        assert talk.over

    async def test_said_again_it_is_the_result(self) -> None:
        talk = Talk(_tea_form(revises=True))
        await talk.say("green tea")
        await talk.say("no", "deny")
        assert await talk.say("again?", "repeat") == "tea: green, milk: False"


class TestReplies:
    def test_every_intent_has_the_reply_of_its_rule(self) -> None:
        rules = yaml.safe_load((ROOT / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
        starts = {rule["steps"][0]["intent"] for rule in rules if "intent" in rule["steps"][0]}
        assert set(replies()) == starts
        assert replies()["ask_advice"] == "advice_form" and replies()["crisis"] == "action_support"

    def test_every_reply_but_a_form_can_be_given(self) -> None:
        for intent, action in replies().items():
            if action.endswith("_form"):
                continue
            dispatcher = CollectingDispatcher()
            message = {"text": "hm", "intent": {"name": intent}, "entities": [], "passages": []}
            reply(dispatcher, Tracker("s", {}, message, [], False, None, {}, None), intent)
            assert dispatcher.messages, f"nothing is said to {intent} by {action}"

    def test_an_intent_without_a_rule_is_not_understood(self) -> None:
        assert NOT_UNDERSTOOD in replies().values()
        dispatcher = CollectingDispatcher()
        reply(dispatcher, Tracker("s", {}, {"text": "hm"}, [], False, None, {}, None), "no_such_intent")
        assert dispatcher.messages


SKIPS = (
    "skip",
    "skip it",
    "next question please",
    "i don't care",
    "dont mind",
    "no idea",
    "idk",
    "not sure yet",
    "any",
    "either is fine",
    "whatever",
    "anywhere is ok",
    "no preference",
    "i really don't know",
    "pass",
    "I'm flexible",
    "rather not say",
)
STOPS = (
    "stop",
    "cancel that",
    "never mind",
    "nevermind",
    "forget it",
    "stop asking me stuff",
    "i give up",
    "i don't want to do this anymore",
    "leave it",
    "maybe later",
)
ENOUGH = (
    "that's all",
    "just show me the list",
    "done",
    "show me what you have",
    "i'm done",
    "enough questions",
)
NEITHER = (
    "skip the GRE",
    "any degree in music",
    "not in Texas",
    "never mind the cost, online",
    "end of the year",
    "leave it out",
    "online",
    "show me cheap ones",
    "stop by in Boston",
)


class TestWords:
    @pytest.mark.parametrize("text", SKIPS)
    def test_passes_over(self, text: str) -> None:
        assert skips(text) and not stops(text)

    @pytest.mark.parametrize("text", STOPS)
    def test_stops(self, text: str) -> None:
        assert stops(text) and not skips(text)

    @pytest.mark.parametrize("text", ENOUGH)
    def test_is_enough(self, text: str) -> None:
        assert enough(text) and not stops(text)

    @pytest.mark.parametrize("text", NEITHER)
    def test_says_something_of_its_own(self, text: str) -> None:
        assert not skips(text) and not stops(text) and not enough(text)

    @pytest.mark.parametrize("text", ["what do you mean?", "i don't understand the question", "huh", "i dont get it"])
    def test_is_puzzled(self, text: str) -> None:
        assert puzzled(text)

    @pytest.mark.parametrize(
        ("text", "asks"),
        [
            ("what's a GRE?", "what's a GRE?"),
            ("20k max. how much is nyu", "how much is nyu"),
            ("online, but what does that cost", "what does that cost"),
            ("what about 30k", ""),
            ("can you make it ohio", ""),
            ("can't move", ""),
            ("bachelor in psych, online, no GRE", ""),
        ],
    )
    def test_what_asks_and_what_tells(self, text: str, asks: str) -> None:
        assert asking(text) == asks
        told = telling(text)
        assert len(told) == len(text)
        assert all(a == b or a == " " for a, b in zip(told, text))
        assert bool(told.strip()) is (asks != text)
