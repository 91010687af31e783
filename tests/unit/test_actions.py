"""Actions: whatever happens the user hears one clear sentence, and each channel gets what it can draw."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

import actions
from actions.answering import (
    CONTEXT,
    ActionAnswer,
    ActionGoBack,
    ActionMore,
    ActionNotUnderstood,
    ActionRepeat,
    ActionShorter,
)
from actions.base import Event, SafeAction, send
from actions.care import ActionForget, ActionSupport
from overture.answers import Answer, as_text
from overture.answers.base.model import FollowUp, Table

DOMAIN = Path(__file__).parents[2] / "domain.yml"
# What somebody typed; it must stay out of every log.
SECRET = "my number is 555 0199 and I hate Harold"
APOLOGY = re.compile(
    r"Something went wrong on my side and I couldn't answer that\. .* quote the number (?P<id>[0-9a-f]{8})\."
)

pytestmark = pytest.mark.usefixtures("in_the_world")

Message = dict[str, Any]
Act = Callable[[CollectingDispatcher, Tracker], list[Event]]


def _acting(act: Act) -> SafeAction:
    """An action with the given act; no class of its own, since the executor registers all that it sees."""
    action = ActionAnswer()
    setattr(action, "act", act)  # noqa: B010  (mypy takes no assignment to a method)
    return action


def _tracker(
    message: Message | None = None, context: dict[str, Any] | None = None, channel: str | None = None
) -> Tracker:
    events = [{"event": "user", "text": SECRET, "input_channel": channel}] if channel else []
    return Tracker("somebody", {CONTEXT: context}, message or {}, events, False, None, {}, None)


def _mention(kind: str, id: str, name: str) -> dict[str, Any]:
    return {
        "entity": kind,
        "value": id,
        "name": name,
        "surface": name,
        "start": 0,
        "end": len(name),
        "exact": True,
        "others": [],
        "extractor": "SubjectLinker",
    }


def _message(intent: str, *entities: dict[str, Any], text: str = "") -> Message:
    return {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": list(entities), "passages": []}


WARDEN = _mention("career", "tone-warden", "tone warden")
SINGER = _mention("career", "lamp-singer", "lamp singer")
PAY_OF_WARDENS = _message("ask_salary", WARDEN, text="tone warden")


async def _run(action: SafeAction, tracker: Tracker) -> tuple[list[Message], list[Event]]:
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, tracker, {})
    return dispatcher.messages, events


def _context(events: list[Event]) -> dict[str, Any]:
    (value,) = [event["value"] for event in events if event.get("event") == "slot" and event["name"] == CONTEXT]
    json.dumps(value)  # a slot's value has to fit into the tracker store
    assert isinstance(value, dict)
    return value


async def _after(*messages: Message) -> dict[str, Any]:
    """The context once these messages have been answered."""
    context: dict[str, Any] | None = None
    for message in messages:
        _, events = await _run(ActionAnswer(), _tracker(message, context))
        context = _context(events)
    assert context is not None
    return context


class TestWhenAnActFails:
    @pytest.fixture(autouse=True)
    def log(self, caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
        with caplog.at_level(logging.DEBUG):
            yield caplog

    async def test_one_sentence_with_an_id_is_said(self) -> None:
        def fails(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
            raise ValueError(SECRET)

        messages, events = await _run(_acting(fails), _tracker(channel="rest"))
        assert len(messages) == 1 and events == []
        assert APOLOGY.fullmatch(messages[0]["text"])

    async def test_the_id_stands_in_the_log_with_the_place(self, log: pytest.LogCaptureFixture) -> None:
        def fails(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
            raise KeyError(SECRET)

        messages, _ = await _run(_acting(fails), _tracker())
        said = APOLOGY.fullmatch(messages[0]["text"])
        assert said is not None
        assert f"Incident {said['id']} in action_answer: KeyError at test_actions.py:" in log.text

    async def test_the_users_words_are_neither_logged_nor_repeated(self, log: pytest.LogCaptureFixture) -> None:
        def fails(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
            try:
                int(SECRET)
            except ValueError as error:
                raise RuntimeError(f"could not read {SECRET}") from error
            return []

        message = _message("ask_salary", text=SECRET)
        messages, _ = await _run(_acting(fails), _tracker(message, channel="rest"))
        told = json.dumps(messages) + log.text + "".join(str(record.exc_info) for record in log.records)
        assert SECRET not in told and "Harold" not in told and "555" not in log.text

    async def test_what_it_had_said_before_is_taken_back(self) -> None:
        def fails(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
            dispatcher.utter_message(text="half an answer")
            raise ZeroDivisionError

        messages, _ = await _run(_acting(fails), _tracker())
        assert len(messages) == 1 and APOLOGY.fullmatch(messages[0]["text"])

    async def test_an_act_that_says_nothing_apologises_and_keeps_its_events(
        self, log: pytest.LogCaptureFixture
    ) -> None:
        event: Event = {"event": "slot", "name": "context", "value": None}
        messages, events = await _run(_acting(lambda dispatcher, tracker: [event]), _tracker())
        said = APOLOGY.fullmatch(messages[0]["text"])
        assert said is not None and len(messages) == 1 and events == [event]
        assert f"Incident {said['id']} in action_answer: nothing was said" in log.text

    async def test_each_failure_has_an_id_of_its_own(self) -> None:
        action = _acting(lambda dispatcher, tracker: [])
        said = [(await _run(action, _tracker()))[0][0]["text"] for _ in range(5)]
        assert len(set(said)) == 5

    async def test_one_that_goes_well_logs_nothing(self, log: pytest.LogCaptureFixture) -> None:
        def speaks(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
            dispatcher.utter_message(text="fine")
            return []

        messages, _ = await _run(_acting(speaks), _tracker())
        assert [message["text"] for message in messages] == ["fine"]
        assert not [record for record in log.records if record.name.startswith("actions")]


class TestWhatIsRegistered:
    @pytest.fixture
    def registered(self) -> dict[str, Callable[..., Awaitable[list[Event]]]]:
        executor = ActionExecutor()
        executor.register_package("actions")
        return dict(executor.actions)

    def test_is_what_the_domain_lists(self, registered: dict[str, Any]) -> None:
        listed = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["actions"]
        assert sorted(registered) == sorted(listed)

    def test_is_what_the_package_shows(self, registered: dict[str, Any]) -> None:
        assert sorted(getattr(actions, name)().name() for name in actions.__all__) == sorted(registered)

    @pytest.mark.parametrize("name", sorted(getattr(actions, name)().name() for name in actions.__all__))
    async def test_says_something_to_an_empty_tracker(
        self, name: str, registered: dict[str, Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        dispatcher = CollectingDispatcher()
        tracker = Tracker("somebody", {}, {}, [], False, None, {}, None)
        await registered[name](dispatcher, tracker, {})
        (message,) = dispatcher.messages
        assert message["text"] or message["response"]
        assert "Incident" not in caplog.text

    @pytest.mark.parametrize("name", sorted(getattr(actions, name)().name() for name in actions.__all__))
    @pytest.mark.parametrize("slot", ["nonsense", 7, ["a"], {"facet": 3, "about": "x", "before": 9}])
    async def test_survives_a_slot_that_cannot_be_read(
        self, name: str, slot: object, registered: dict[str, Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        dispatcher = CollectingDispatcher()
        await registered[name](dispatcher, Tracker("s", {CONTEXT: slot}, {}, [], False, None, {}, None), {})
        assert dispatcher.messages and "Incident" not in caplog.text


class TestWhatAChannelGets:
    ANSWER = Answer(
        "Bells are **loud**.",
        table=Table(("Bell", "Weight"), (("Large", "5"),)),
        follow_ups=(FollowUp("Pay", "What do tone wardens earn?"), FollowUp("More", "Tell me more")),
    )

    @pytest.mark.parametrize("channel", [None, "rest", "socketio", "slack", "something-new"])
    def test_one_that_draws_gets_the_parts(self, channel: str | None) -> None:
        (message,) = self._sent(channel)
        assert message["custom"] == {"answer": self.ANSWER.as_dict()}
        assert json.loads(json.dumps(message["custom"])) == message["custom"]

    @pytest.mark.parametrize("channel", ["cmdline", "console", "callback"])
    def test_one_that_only_prints_gets_no_parts(self, channel: str) -> None:
        (message,) = self._sent(channel)
        assert message["custom"] == {}

    @pytest.mark.parametrize("channel", [None, "rest", "cmdline"])
    def test_every_one_gets_text_and_buttons(self, channel: str | None) -> None:
        (message,) = self._sent(channel)
        assert message["text"] == as_text(self.ANSWER)
        assert message["buttons"] == [
            {"title": "Pay", "payload": "What do tone wardens earn?"},
            {"title": "More", "payload": "Tell me more"},
        ]

    def test_no_button_stands_for_a_hidden_command(self) -> None:
        (message,) = self._sent("rest")
        assert not [button for button in message["buttons"] if button["payload"].startswith("/")]

    def _sent(self, channel: str | None) -> list[Message]:
        dispatcher = CollectingDispatcher()
        send(dispatcher, _tracker(channel=channel), self.ANSWER)
        return list(dispatcher.messages)


class TestAnswer:
    async def test_answers_and_remembers_what_it_was_about(self) -> None:
        messages, events = await _run(ActionAnswer(), _tracker(PAY_OF_WARDENS))
        assert "$55,555" in messages[0]["text"]
        context = _context(events)
        assert context["facet"] == "salary"
        assert [about[1] for about in context["about"]] == ["tone-warden"]
        assert context["sources"] == ["lirra-bureau-2025", "lirra-bureau-2018"]

    async def test_a_later_question_is_about_the_same(self) -> None:
        context = await _after(PAY_OF_WARDENS)
        messages, _ = await _run(ActionAnswer(), _tracker(_message("ask_outlook", text="and the outlook"), context))
        assert "tone wardens" in messages[0]["text"]

    async def test_answers_each_question_of_a_message(self) -> None:
        text = "what do tone wardens earn and do they need a degree"
        warden = {**WARDEN, "name": "tone wardens", "start": 8, "end": 20}
        parts = [
            {"intent": {"name": "ask_salary", "confidence": 0.9}, "text": text[:25], "start": 0, "end": 25},
            {"intent": {"name": "ask_job_education", "confidence": 0.9}, "text": text[30:], "start": 30, "end": 51},
        ]
        message = {**_message("ask_salary", warden, text=text), "parts": parts}
        messages, events = await _run(ActionAnswer(), _tracker(message))
        assert len(messages) == 2
        assert "$55,555" in messages[0]["text"] and "assignment for tone wardens" in messages[1]["text"]
        assert _context(events)["facet"] == "job_education"

    async def test_a_message_that_asks_nothing_is_met_with_doubt(self) -> None:
        messages, events = await _run(ActionAnswer(), _tracker(_message("greet", text="hi")))
        assert len(messages) == 1 and "understand" in messages[0]["text"]
        assert [event["name"] for event in events] == ["missed"]

    async def test_not_understood_offers_readings(self) -> None:
        message = {
            **_message("nlu_fallback"),
            "intent_ranking": [
                {"name": "nlu_fallback", "confidence": 0.5},
                {"name": "ask_cost", "confidence": 0.45},
                {"name": "ask_length", "confidence": 0.4},
            ],
        }
        messages, _ = await _run(ActionNotUnderstood(), _tracker(message))
        assert [b["payload"] for b in messages[0]["buttons"]] == ["How much does it cost?", "How long does it take?"]


class TestTheLastAnswerAgain:
    async def test_repeat_says_the_same(self) -> None:
        first, events = await _run(ActionAnswer(), _tracker(PAY_OF_WARDENS))
        again, kept = await _run(ActionRepeat(), _tracker(_message("repeat"), _context(events)))
        assert again[0]["text"] == first[0]["text"] and kept == []

    async def test_shorter_is_the_first_sentence_with_its_sources(self) -> None:
        context = await _after(PAY_OF_WARDENS)
        messages, _ = await _run(ActionShorter(), _tracker(_message("shorter"), context))
        lines = messages[0]["text"].splitlines()
        assert len(lines) == 2 and "$55,555" in lines[0] and lines[1].startswith("Sources: Lirra Bureau, May 2025")

    async def test_more_goes_on_until_there_is_no_more(self) -> None:
        context: dict[str, Any] | None = await _after(_message("ask_career_detail", WARDEN, text="tone warden"))
        said = []
        for _ in range(9):
            messages, events = await _run(ActionMore(), _tracker(_message("more"), context))
            context = _context(events)
            said.append(messages[0]["text"])
            if "all I have" in said[-1]:
                break
        assert len(said) > 1 and "all I have" in said[-1]
        assert len(set(said)) == len(said), "a statement was shown twice"

    @pytest.mark.parametrize("action", [ActionRepeat, ActionShorter, ActionMore, ActionGoBack])
    async def test_before_any_answer_there_is_nothing_to_go_on_from(self, action: type[SafeAction]) -> None:
        messages, events = await _run(action(), _tracker())
        assert messages[0]["response"] == "utter_nothing_yet" and events == []

    async def test_back_returns_to_the_question_before(self) -> None:
        context = await _after(PAY_OF_WARDENS, _message("ask_online", text="online?"))
        messages, events = await _run(ActionGoBack(), _tracker(_message("go_back", text="back"), context))
        assert "$55,555" in messages[0]["text"]
        assert _context(events)["facet"] == "salary"

    async def test_back_to_a_named_thing_asks_for_that(self) -> None:
        context = await _after(PAY_OF_WARDENS, _message("ask_online", text="online?"))
        message = _message("go_back", SINGER, text="lamp singer")
        messages, events = await _run(ActionGoBack(), _tracker(message, context))
        assert "sing the lamps alight" in messages[0]["text"]
        assert _context(events)["facet"] == "career_detail"


class TestCare:
    async def test_somebody_in_distress_gets_help_and_nothing_else(self) -> None:
        messages, events = await _run(ActionSupport(), _tracker(_message("crisis")))
        assert "lighthouse, which always answers" in messages[0]["text"]
        assert messages[0]["buttons"] == [] and events == []

    async def test_starting_over_forgets_everything(self) -> None:
        messages, events = await _run(ActionForget(), _tracker(_message("start_over"), await _after(PAY_OF_WARDENS)))
        assert messages[0]["response"] == "utter_restarted"
        assert [event["event"] for event in events] == ["reset_slots"]
