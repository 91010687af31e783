"""The form's action: what is handed over, what is said then, and what Rasa gets to know of it."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.form_parts import REQUESTED
from actions.handover import ValidateHandoverForm
from actions.transcript import apart_from, last_question, lines, tried
from overture.handover import Desk, Receipt, Record, Undelivered
from overture.handover import desk as desk_module

pytestmark = pytest.mark.usefixtures("in_the_world")
Event = dict[str, Any]


def user(
    text: str, intent: str = "ask_cost", entities: list[Event] | None = None, at: float = 1_790_000_000.0
) -> Event:
    parse = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": entities or []}
    return {"event": "user", "text": text, "parse_data": parse, "timestamp": at, "input_channel": "rest"}


def bot(text: str, outcome: str = "") -> Event:
    data = {"custom": {"answer": {"outcome": outcome}}} if outcome else {}
    return {"event": "bot", "text": text, "data": data, "timestamp": 1_790_000_001.0}


def action(name: str) -> Event:
    return {"event": "action", "name": name}


def loop(name: str | None) -> Event:
    return {"event": "active_loop", "name": name}


class Talk:
    """Plays a talk with the form's action, without Rasa; what was said before stands in ``events``."""

    def __init__(self, *events: Event) -> None:
        self.events = list(events)
        self.slots: dict[str, Any] = {}
        self.returned: list[Event] = []

    async def say(self, text: str, intent: str = "nlu_fallback", entities: list[Event] | None = None) -> str:
        self.events.append(user(text, intent, entities))
        if not self.slots.get(REQUESTED):
            self.events.append(loop("handover_form"))
        dispatcher = CollectingDispatcher()
        parse = self.events[-1].get("parse_data") or self.events[-2]["parse_data"]
        tracker = Tracker("visitor-7", dict(self.slots), parse, self.events, False, None, {}, None)
        self.returned = await ValidateHandoverForm().run(dispatcher, tracker, {})
        json.dumps(self.returned)
        for event in self.returned:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
        said = "\n".join(m["text"] or m["response"] for m in dispatcher.messages)
        self.events.append(bot(said))
        if not self.slots.get(REQUESTED):
            self.events.append(loop(None))
        return said


class Bridge:
    """A target that notes what it gets."""

    name = "bridge"

    def __init__(self, *refusals: Exception, live: bool = False) -> None:
        self.live, self.refusals, self.got = live, list(refusals), list[Record]()

    def hand_over(self, record: Record) -> Receipt:
        if self.refusals:
            raise self.refusals.pop()
        self.got.append(record)
        return Receipt(self.name, self.live)

    def forget(self, conversation: str) -> None:
        raise AssertionError


@pytest.fixture
def setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A handover.yml of its own, without targets."""
    file = tmp_path / "handover.yml"
    file.write_text("folder: kept\ntargets: []\noffice: the desk\n", encoding="utf-8")
    monkeypatch.setenv("OVERTURE_HANDOVER", str(file))
    return file


def with_bridge(bridge: Bridge) -> Desk:
    desk = desk_module.shared()
    desk.add(bridge)
    return desk


@pytest.mark.usefixtures("setting")
class TestHandedOver:
    async def test_all_of_it_and_nothing_of_the_form(self) -> None:
        with_bridge(bridge := Bridge())
        talk = Talk(
            user("hi", "greet"),
            bot("Hello!"),
            user("how much is it", "ask_cost"),
            action("action_answer"),
            bot("I don't know.", "gap"),
            user("zzz", "nlu_fallback"),
            action("action_not_understood"),
            bot("What?"),
        )
        await talk.say("get me a human", "ask_person")
        await talk.say("how much is it really", "ask_cost")  # asked while the contact is wanted: answered in passing
        await talk.say("ann@x.org, I'm Ann")
        said = await talk.say("yes", "affirm")
        assert said.startswith("Sent: the desk has your question and can reach you at ann@x.org.")
        (record,) = bridge.got
        assert (record.conversation, record.channel, record.name) == ("visitor-7", "rest", "Ann")
        assert record.contact is not None and record.contact.value == "ann@x.org"
        assert record.question == "zzz"
        assert [(line.who, line.text) for line in record.transcript] == [
            ("visitor", "hi"), ("bot", "Hello!"), ("visitor", "how much is it"), ("bot", "I don't know."),
            ("visitor", "zzz"), ("bot", "What?"), ("visitor", "get me a human"),
        ]  # fmt: skip
        assert record.transcript[0].at == "2026-09-21T14:13:20+00:00"
        assert [(t.question, t.outcome) for t in record.tried] == [("how much is it", "gap"), ("zzz", "not_understood")]

    async def test_nothing_stays_in_the_slots(self) -> None:
        with_bridge(Bridge())
        talk = Talk()
        await talk.say("a human about my case at work, ann@x.org", "ask_person")
        assert "ann@x.org" in json.dumps(talk.slots)
        await talk.say("skip", "cancel")
        await talk.say("yes", "affirm")
        assert talk.slots == {"handover": None, REQUESTED: None}
        assert {event["event"] for event in talk.returned} == {"slot"}, "Rasa gets no event of ours"

    async def test_it_is_not_sent_without_a_yes(self) -> None:
        with_bridge(bridge := Bridge())
        for last in ("stop", "don't send it", "never mind"):
            talk = Talk()
            await talk.say("a human about my case at work, ann@x.org, my name is Ann", "ask_person")
            assert "nothing was sent" in await talk.say(last, "cancel")
            assert talk.slots == {"handover": None, REQUESTED: None}
        assert bridge.got == []

    async def test_one_that_does_not_arrive_is_said_so(self) -> None:
        with_bridge(Bridge(*[Undelivered("away")] * 9))
        talk = Talk()
        await talk.say("a human about my case at work, ann@x.org, my name is Ann", "ask_person")
        assert "couldn't reach the desk just now" in await talk.say("yes", "affirm")

    async def test_one_that_fails_for_a_fault_of_ours_is_said_so(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        with_bridge(Bridge())

        async def fails(self: Desk, record: Record) -> None:
            raise ZeroDivisionError(record.question)

        monkeypatch.setattr(Desk, "hand_over", fails)
        talk = Talk()
        await talk.say("a human about my case at work, ann@x.org, my name is Ann", "ask_person")
        said = await talk.say("yes", "affirm")
        assert "nothing was sent" in said and talk.slots == {"handover": None, REQUESTED: None}
        assert "ZeroDivisionError" in caplog.text and "my case" not in caplog.text and "ann@x.org" not in caplog.text

    async def test_a_live_person_needs_no_contact(self) -> None:
        with_bridge(bridge := Bridge(live=True))
        talk = Talk()
        assert "may be able to join us here" in await talk.say("a human about my case at work", "ask_person")
        await talk.say("skip", "cancel")
        await talk.say("skip", "cancel")
        assert "somebody may join you" in await talk.say("yes", "affirm")
        assert bridge.got[0].contact is None

    async def test_the_log_holds_nothing_of_it(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        with_bridge(Bridge(Undelivered("away")))
        talk = Talk()
        for message in ("a human about my secret case", "ann@x.org", "Ann Leeuwenhoek", "yes"):
            await talk.say(message)
        told = caplog.text + "".join(str(record.args) for record in caplog.records)
        assert not [word for word in ("secret", "ann@x", "Leeuwen") if word in told]

    async def test_a_second_question_takes_nothing_from_the_first(self) -> None:
        with_bridge(bridge := Bridge())
        talk = Talk()
        for message in ("a human about my first case", "ann@x.org", "Ann", "yes"):
            await talk.say(message, "ask_cost" if message == "Ann" else "affirm")
        assert "What would you like to ask them?" in await talk.say("a human again please", "ask_person")
        for message in ("what is with the second thing", "bo@x.org", "skip", "yes"):
            await talk.say(message)
        assert bridge.got[1].name is None
        assert "ann@x.org" not in json.dumps([line.text for line in bridge.got[1].transcript])


@pytest.mark.usefixtures("setting")
class TestNobodyThere:
    async def test_nothing_is_taken_down(self) -> None:
        talk = Talk()
        said = await talk.say("get me a human", "ask_person")
        assert said.startswith("I can't pass questions on to a person here.") and "Ask me on" in said
        assert talk.slots == {"handover": None, REQUESTED: None}

    async def test_a_faulty_file_is_told_in_the_log(
        self, setting: Path, overture_log: pytest.LogCaptureFixture
    ) -> None:
        setting.write_text("colour: red\n", encoding="utf-8")
        talk = Talk()
        assert "Something went wrong" in await talk.say("get me a human", "ask_person")
        assert "handover.yml:1: colour: is not a known key here" in overture_log.text
        assert talk.slots == {"handover": None, REQUESTED: None}


class TestTranscript:
    def tracker(self, *events: Event) -> Tracker:
        return Tracker("x", {}, {}, list(events), False, None, {}, None)

    def test_what_was_said_in_the_form_is_left_out_each_time(self) -> None:
        events = [
            user("a"),
            loop("handover_form"),
            user("secret"),
            bot("?"),
            loop(None),
            user("b"),
            loop("handover_form"),
        ]
        kept = apart_from("handover_form", self.tracker(*events, user("secret 2")))
        assert [event.get("text") for event in kept] == ["a", "b"]

    def test_other_forms_stay(self) -> None:
        kept = apart_from("handover_form", self.tracker(loop("advice_form"), user("a"), loop(None)))
        assert [event.get("text") for event in kept] == ["a"]

    def test_only_the_last_lines_go_along(self) -> None:
        events = [user(str(n)) for n in range(9)]
        assert [line.text for line in lines(events, 3)] == ["6", "7", "8"] and lines(events, 0) == ()

    def test_the_last_question_is_the_last_that_asks_something(self) -> None:
        wish = user("a human", "ask_person")
        assert last_question([user("q", "ask_cost"), user("thanks", "thank"), wish]) == "q"
        assert last_question([user("hi", "greet"), wish]) == "" and last_question([]) == ""

    def test_what_was_tried(self) -> None:
        events = [
            user("one"), action("action_answer"), bot("x", "answered"),
            user("two", "oos_gear"), action("action_out_of_scope"), bot("no"),
            user("hello", "greet"), action("utter_greet"), bot("hi"),
            user("three"), action("action_answer"), bot("which?", "asked_back"),
        ]  # fmt: skip
        assert [(t.question, t.outcome) for t in tried(events)] == [
            ("one", "answered"), ("two", "out_of_scope"), ("three", "asked_back"),
        ]  # fmt: skip
        assert len(tried([user(str(n)) for n in range(40)])) == 10
