"""What is said to messages that can't be answered, and what of it is kept for review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.affirming import ActionAffirm
from actions.answering import ActionAnswer, ActionNotUnderstood, ActionRepeat
from actions.base import Event, SafeAction
from actions.doubting import ActionOutOfScope
from actions.misses import MISSED
from overture.answers import Answer, Outcome
from overture.answers.base.model import FollowUp
from overture.answers.base.outside import response
from overture.answers.base.support import in_danger
from overture.answers.doubt import at_a_loss, sole_reading
from overture.review import keeper
from overture.review.missed import Missed, Reason

DOMAIN = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.usefixtures("in_the_world")
Ranking = list[tuple[str, float]]


def message(text: str, *ranking: tuple[str, float], entities: tuple[Event, ...] = ()) -> dict[str, Any]:
    """A parse result; the first intent of the ranking is the message's."""
    ranked = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    return {"text": text, "intent": ranked[0], "intent_ranking": ranked, "entities": list(entities), "passages": []}


def unsure(text: str, *ranking: tuple[str, float]) -> dict[str, Any]:
    return message(text, ("nlu_fallback", 0.5), *ranking)


class Talk:
    """A conversation with single actions; slots and messages are kept."""

    def __init__(self) -> None:
        self.slots: dict[str, Any] = {}
        self.events: list[Event] = []
        self.said: list[Any] = []
        self.returned: list[Event] = []

    async def say(self, action: type[SafeAction], parse: dict[str, Any]) -> str:
        self.other()
        tracker = Tracker("visitor", dict(self.slots), parse, self.events, False, None, {}, None)
        dispatcher = CollectingDispatcher()
        self.returned = await action().run(dispatcher, tracker, {})
        self.slots.update({e["name"]: e["value"] for e in self.returned if e["event"] == "slot"})
        json.dumps(self.slots)
        self.said = dispatcher.messages
        return " ".join(m["text"] or m["response"] for m in self.said)

    def other(self) -> None:
        """A message that is answered without any of these actions."""
        self.events.append({"event": "user", "message_id": f"m{len(self.events)}", "input_channel": "rest", "text": ""})

    @property
    def buttons(self) -> list[str]:
        return [button["title"] for said in self.said for button in said["buttons"]]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[Missed]:
    """What is kept for review."""
    found: list[Missed] = []
    monkeypatch.setattr(keeper, "keep", found.append)
    return found


NONSENSE = unsure("hm hm", ("affirm", 0.45), ("deny", 0.3))
COST = message("price", ("ask_cost", 0.9))


class TestReadings:
    async def test_the_likely_ones_are_offered(self) -> None:
        talk = Talk()
        said = await talk.say(
            ActionNotUnderstood, unsure("hm", ("ask_cost", 0.49), ("ask_worth", 0.45), ("ask_thesis", 0.10))
        )
        assert "did you mean one of these?" in said and talk.buttons == ["What it costs", "Whether it is worth it"]

    async def test_at_most_three(self) -> None:
        talk = Talk()
        ranking = [(f"ask_{name}", 0.4) for name in ("cost", "worth", "thesis", "length", "online")]
        await talk.say(ActionNotUnderstood, unsure("hm", *ranking))
        assert len(talk.buttons) == 3

    async def test_one_is_asked_as_one(self) -> None:
        talk = Talk()
        assert "did you mean this?" in await talk.say(ActionNotUnderstood, unsure("hm", ("ask_cost", 0.4)))

    async def test_what_is_unlikely_is_not_offered(self) -> None:
        talk = Talk()
        said = await talk.say(ActionNotUnderstood, unsure("hm", ("complain", 0.45), ("ask_sources", 0.2)))
        assert said.startswith("I didn't understand that.")
        assert talk.buttons == ["What it takes to get in", "Pay", "What is taught"]

    async def test_nor_what_is_far_behind_the_likeliest(self) -> None:
        talk = Talk()
        await talk.say(ActionNotUnderstood, unsure("hm", ("oos_far", 0.48), ("ask_sources", 0.26)))
        assert "Sources" not in talk.buttons

    async def test_nor_what_needs_a_subject_where_none_is_named(self) -> None:
        talk = Talk()
        await talk.say(ActionNotUnderstood, unsure("hm", ("ask_compare", 0.45), ("ask_term", 0.4)))
        assert not {"Comparing two things", "What a word means"} & set(talk.buttons)

    async def test_a_person_or_advice_can_be_a_reading_too(self) -> None:
        talk = Talk()
        await talk.say(ActionNotUnderstood, unsure("hm", ("ask_person", 0.4), ("ask_advice", 0.39)))
        assert talk.buttons == ["Talk to a person", "A program that fits me"]

    async def test_what_may_be_another_language_is_told_that_it_is_english(self) -> None:
        said = await Talk().say(ActionNotUnderstood, unsure("hm", ("ask_language", 0.4)))
        assert "I only understand English so far" in said


class TestTwoInARow:
    async def test_the_second_gets_ways_out(self) -> None:
        talk = Talk()
        first = await talk.say(ActionNotUnderstood, NONSENSE)
        second = await talk.say(ActionNotUnderstood, NONSENSE)
        assert "I still don't get it" not in first
        assert second.startswith("I still don't get it, sorry.") and "put your question to a person" in second
        assert talk.buttons[:2] == ["What you can ask", "Talk to a person"]

    async def test_it_goes_on_until_something_is_understood(self) -> None:
        talk = Talk()
        for _ in range(3):
            said = await talk.say(ActionNotUnderstood, NONSENSE)
        assert "I still don't get it" in said and talk.slots[MISSED]["times"] == 3
        await talk.say(ActionAnswer, COST)
        assert "I still don't get it" not in await talk.say(ActionNotUnderstood, NONSENSE)

    async def test_a_response_in_between_counts_as_understood(self) -> None:
        talk = Talk()
        await talk.say(ActionNotUnderstood, NONSENSE)
        talk.other()
        assert "I still don't get it" not in await talk.say(ActionNotUnderstood, NONSENSE)

    async def test_a_message_that_is_out_of_scope_counts_as_missed(self) -> None:
        talk = Talk()
        await talk.say(ActionOutOfScope, message("weather", ("oos_far", 0.9)))
        assert "I still don't get it" in await talk.say(ActionNotUnderstood, NONSENSE)

    async def test_nobody_is_offered_where_nobody_is(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "handover.yml").write_text("targets: []\n", encoding="utf-8")
        monkeypatch.setenv("OVERTURE_HANDOVER", str(tmp_path / "handover.yml"))
        talk = Talk()
        await talk.say(ActionNotUnderstood, NONSENSE)
        said = await talk.say(ActionNotUnderstood, NONSENSE)
        assert "person" not in said and "Talk to a person" not in talk.buttons

    @pytest.mark.parametrize("slot", ["x", 7, [1], {"message": "m0", "times": "two"}, {"offer": 3}])
    async def test_a_slot_that_cannot_be_read_is_as_none(self, slot: object) -> None:
        talk = Talk()
        talk.other()
        talk.slots[MISSED] = slot
        for action in (ActionNotUnderstood, ActionOutOfScope, ActionAffirm):
            said = await talk.say(action, NONSENSE)
            assert "I still don't get it" not in said and "went wrong" not in said
            talk.slots[MISSED] = slot

    def test_the_likeliest_reading_stays_and_nothing_is_offered_twice(self) -> None:
        reply = Answer("x", follow_ups=(FollowUp("What you can ask", "What can I ask you?"), FollowUp("A", "a")))
        assert [f.label for f in at_a_loss(reply).follow_ups] == ["What you can ask", "Talk to a person", "A"]


class TestYes:
    async def test_takes_up_the_only_reading(self) -> None:
        talk = Talk()
        await talk.say(ActionNotUnderstood, unsure("hm", ("ask_online", 0.4)))
        reading = await talk.say(ActionAffirm, message("yes", ("affirm", 0.9)))
        assert reading == await Talk().say(ActionAnswer, message("Can I study online?", ("ask_online", 0.9)))
        assert talk.slots["context"]["facet"] == "online"

    async def test_begins_the_talk_that_was_offered(self) -> None:
        talk = Talk()
        await talk.say(ActionNotUnderstood, unsure("hm", ("ask_person", 0.4)))
        await talk.say(ActionAffirm, message("yes", ("affirm", 0.9)))
        assert [event["name"] for event in talk.returned] == ["handover_form"]

    async def test_says_what_can_be_asked_where_that_was_offered(self) -> None:
        talk = Talk()
        await talk.say(ActionNotUnderstood, unsure("hm", ("ask_capabilities", 0.4)))
        assert await talk.say(ActionAffirm, message("yes", ("affirm", 0.9))) == "utter_capabilities"

    async def test_to_nothing_or_to_several_things_is_a_yes_to_nothing(self) -> None:
        talk = Talk()
        assert await talk.say(ActionAffirm, message("yes", ("affirm", 0.9))) == "utter_affirmed"
        await talk.say(ActionNotUnderstood, unsure("hm", ("ask_online", 0.4), ("ask_cost", 0.4)))
        assert await talk.say(ActionAffirm, message("yes", ("affirm", 0.9))) == "utter_affirmed"

    async def test_to_what_was_offered_long_ago_is_one_too(self) -> None:
        talk = Talk()
        await talk.say(ActionNotUnderstood, unsure("hm", ("ask_online", 0.4)))
        talk.other()
        assert await talk.say(ActionAffirm, message("yes", ("affirm", 0.9))) == "utter_affirmed"

    def test_an_answer_has_no_reading(self) -> None:
        assert sole_reading(Answer("It costs much.", follow_ups=(FollowUp("Online", "Can I study online?"),))) is None


class TestPlainWords:
    """What is said plainly is heard, whatever it was taken for."""

    @pytest.mark.parametrize("action", [ActionNotUnderstood, ActionOutOfScope])
    async def test_somebody_in_danger_gets_help_and_nothing_else(self, action: type[SafeAction]) -> None:
        talk = Talk()
        said = await talk.say(action, unsure("my roommate says he is going to end his life", ("oos_far", 0.4)))
        assert "lighthouse, which always answers" in said and talk.buttons == [] and talk.returned == []

    @pytest.mark.parametrize("action", [ActionNotUnderstood, ActionOutOfScope])
    async def test_who_wants_a_person_gets_to_one(self, action: type[SafeAction]) -> None:
        talk = Talk()
        await talk.say(action, unsure("put me through to someone who works there", ("oos_job_search", 0.6)))
        assert [event["name"] for event in talk.returned] == ["handover_form"]

    async def test_who_asks_something_and_wants_a_person_gets_both(self) -> None:
        talk = Talk()
        asked = message("can i talk to a person about online study", ("ask_online", 0.8))
        assert "utter_person_too" in await talk.say(ActionAnswer, asked)
        await talk.say(ActionAffirm, message("yes", ("affirm", 0.9)))
        assert [event["name"] for event in talk.returned] == ["handover_form"]

    @pytest.mark.parametrize(
        "text",
        ["I want to kill myself", "she keeps cutting herself", "he wants to die", "i don't want to live anymore",
         "thinking of taking my own life", "suicidal", "my son says he'll end his life", "self-harm"],
    )  # fmt: skip
    def test_danger_is_seen(self, text: str) -> None:
        assert in_danger(text)

    @pytest.mark.parametrize(
        "text",
        ["this exam is killing me", "i'd die for that studio", "how to cut the low end", "do i want to live in ohio",
         "live sound engineer life", "the end of my life as a student", "hurt feelings"],
    )  # fmt: skip
    def test_where_there_is_none(self, text: str) -> None:
        assert not in_danger(text)


class TestOutOfScope:
    @pytest.mark.parametrize(
        ("intent", "text", "name"),
        [
            ("oos_gear", "which mic", "utter_oos_gear"),
            ("oos_gear", "headphones for my ears", "utter_oos_gear"),
            ("oos_technique", "eq a kick", "utter_oos_technique"),
            ("oos_legal", "sue my label", "utter_oos_legal"),
            ("oos_legal", "deported for a song", "utter_oos_immigration"),
            ("oos_personal_advice", "green card by marriage", "utter_oos_immigration"),
            ("oos_personal_advice", "my ears ring", "utter_oos_hearing"),
            ("oos_personal_advice", "does tinnitus go away", "utter_oos_hearing"),
            ("oos_personal_advice", "my wrist hurts", "utter_oos_medical"),
            ("oos_personal_advice", "she left me", "utter_oos_personal_advice"),
            ("oos_far", "best doctor on tv", "utter_oos_medical"),
            ("oos_never_heard_of", "x", "utter_oos_far"),
        ],
    )
    def test_each_has_its_own_words(self, intent: str, text: str, name: str) -> None:
        assert response(intent, text) == name

    def test_every_intent_has_words(self) -> None:
        intents = [name for name in DOMAIN["intents"] if name.startswith("oos_")]
        assert intents
        for intent in intents:
            assert response(intent, "x") == f"utter_{intent}"
            assert DOMAIN["responses"][response(intent, "x")][0]["buttons"]

    def test_the_second_in_a_row_is_not_the_same_again(self) -> None:
        assert response("oos_far", "joke", again=True) == "utter_oos_again"
        assert response("oos_gear", "mic", again=True) == "utter_oos_gear", "it points somewhere of its own"
        assert response("oos_personal_advice", "my ears ring", again=True) == "utter_oos_hearing"

    async def test_in_a_row_means_out_of_scope_both_times(self) -> None:
        talk, far = Talk(), message("weather", ("oos_far", 0.9))
        await talk.say(ActionNotUnderstood, NONSENSE)
        assert await talk.say(ActionOutOfScope, far) == "utter_oos_far"
        assert await talk.say(ActionOutOfScope, far) == "utter_oos_again"
        talk.other()
        assert await talk.say(ActionOutOfScope, far) == "utter_oos_far"


class TestKeptForReview:
    async def test_not_understood(self, kept: list[Missed]) -> None:
        await Talk().say(ActionNotUnderstood, unsure("what I typed", ("ask_cost", 0.4)))
        (missed,) = kept
        assert (missed.reason, missed.text, missed.channel) == (Reason.LOW_CONFIDENCE, "what I typed", "rest")
        assert (missed.intent, missed.confidence, missed.conversation) == ("ask_cost", 0.4, "visitor")

    async def test_out_of_scope(self, kept: list[Missed]) -> None:
        await Talk().say(ActionOutOfScope, message("weather?", ("oos_far", 0.8)))
        assert [(m.reason, m.text, m.intent, m.confidence) for m in kept] == [
            (Reason.OUT_OF_SCOPE, "weather?", "oos_far", 0.8)
        ]

    async def test_a_gap_once_and_not_when_it_is_said_again(self, kept: list[Missed]) -> None:
        talk = Talk()
        await talk.say(ActionAnswer, message("what is flumbification", ("ask_term", 0.8)))
        await talk.say(ActionRepeat, message("again please", ("repeat", 0.9)))
        assert [(m.reason, m.missing) for m in kept] == [(Reason.UNKNOWN_NAME, "term: what is flumbification")]

    async def test_a_failure_with_its_number(self, kept: list[Missed], monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(self: ActionRepeat, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
            raise ValueError

        monkeypatch.setattr(ActionRepeat, "act", fails)
        said = await Talk().say(ActionRepeat, COST)
        ((reason, missing),) = [(m.reason, m.missing) for m in kept]
        assert reason is Reason.FAILED and missing.removeprefix("incident ") in said

    async def test_an_answer_is_not_kept(self, kept: list[Missed]) -> None:
        await Talk().say(ActionAnswer, message("online", ("ask_online", 0.9)))
        assert kept == []

    async def test_an_answer_does_not_fail_with_it(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fails(missed: Missed) -> None:
            raise OSError(missed.text)

        monkeypatch.setattr(keeper, "keep", fails)
        assert "understand" in await Talk().say(ActionNotUnderstood, unsure("my secret", ("deny", 0.1)))
        assert "A message is not kept for review: OSError" in caplog.text and "my secret" not in caplog.text


def test_every_outcome_but_an_answer_is_a_reason() -> None:
    from overture.knowledge import shared
    from overture.review.reasons import why

    for outcome in Outcome:
        found = why(Answer("x", outcome=outcome), shared().current())
        assert (found is None) is (outcome is Outcome.ANSWERED)
