"""The talk about a question for a person, message by message."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.answers import Mentioned, as_text
from overture.handover.own_page import own_page
from overture.handover.talk import (
    CHANGE,
    CONFIRM,
    CONTACT,
    NAME,
    NO_QUESTION,
    QUESTION,
    Office,
    Wish,
    asking,
    not_sent,
    opening,
    privacy,
    sent,
)
from overture.handover.talk_reading import begun, passed_over, take
from overture.knowledge import Knowledge, Subject, default_folder, load

OFFICE = Office("the admissions desk")
EMPTY = Wish()
FULL = Wish(question="Is there housing?", kind="email", contact="a@b.co", name="Ann")


def told(*messages: str, live: bool = False, start: Wish = EMPTY) -> Wish:
    """What is known after these messages to the questions as they come."""
    wish = start
    for message in messages:
        question = wish.missing(live)
        assert question is not None, f"nothing is asked any more before {message!r}"
        taken = take(wish, question, message, "US")
        assert taken is not None, f"{message!r} says nothing to {question}"
        wish = taken
    return wish


class TestWhatIsAsked:
    def test_what_is_needed_and_no_more(self) -> None:
        wish = Wish()
        asked = []
        for message in ("is there housing", "a@b.co", "Ann", "yes"):
            asked.append(wish.missing(False))
            wish = told(message, start=wish)
        assert asked == [QUESTION, CONTACT, NAME, CONFIRM]
        assert wish.agreed and wish.missing(False) is None

    def test_what_is_known_is_not_asked(self) -> None:
        wish = begun("call me about my credits at 202 555 0143, my name is Ann Lee", "", "US")
        assert (wish.question, wish.contact, wish.name) == (
            "call me about my credits at", "+1 202-555-0143", "Ann Lee",
        )  # fmt: skip
        assert wish.missing(False) == CONFIRM

    def test_the_question_before_is_taken(self) -> None:
        assert begun("get me a human", "how much is nyu", "US").question == "how much is nyu"
        assert begun("a human about my visa case", "how much is nyu", "US").question == "a human about my visa case"

    def test_a_bad_address_at_the_start_is_no_fault_yet(self) -> None:
        wish = begun("get me a human, ann@x", "", "US")
        assert wish.contact == "" and wish.fault == ""

    def test_only_the_name_can_be_left_open(self) -> None:
        wish = told("is there housing", "a@b.co")
        assert passed_over(wish, NAME).missing(False) == CONFIRM
        assert passed_over(Wish(), QUESTION).question == NO_QUESTION
        assert passed_over(Wish(question="x"), CONTACT).missing(False) == CONTACT
        twice = passed_over(passed_over(Wish(question="x"), CONTACT), CONTACT)
        assert twice.missing(False) is None and not twice.agreed

    def test_nobody_has_to_be_reached_who_talks_live(self) -> None:
        assert passed_over(Wish(question="x"), CONTACT).missing(True) == NAME

    def test_nothing_is_asked_where_nobody_is(self) -> None:
        assert Wish(closed=True).missing(False) is None


class TestContact:
    def test_a_fault_is_told_and_asked_again(self) -> None:
        wish = told("is there housing", "ann@x")
        assert wish.missing(False) == CONTACT and wish.contact == ""
        said = asking(wish, CONTACT, OFFICE, again=False, unclear=False).text
        assert said.startswith("That e-mail address can't be right.") and "once more" in said
        assert told("ann@x.org", start=wish).fault == ""

    def test_a_name_may_stand_beside_it(self) -> None:
        assert told("is there housing", "ann@x.org, I'm Ann").missing(False) == CONFIRM

    @pytest.mark.parametrize("text", ["hmm", "the usual", "by mail", "Ann Lee"])
    def test_what_is_none_says_nothing(self, text: str) -> None:
        assert take(Wish(question="x"), CONTACT, text, "US") is None


class TestBeforeItGoes:
    @pytest.mark.parametrize("text", ["yes", "ok send it", "go ahead", "sure"])
    def test_yes(self, text: str) -> None:
        assert told(text, start=FULL).agreed

    @pytest.mark.parametrize("text", ["hmm", "maybe", "what", "tell me about housing", "interesting"])
    def test_nothing_goes_without_a_yes(self, text: str) -> None:
        taken = take(FULL, CONFIRM, text, "US")
        assert taken is None or not taken.agreed

    @pytest.mark.parametrize("text", ["don't send it", "no, don't share that", "forget it, i'll call them myself"])
    def test_calling_it_off(self, text: str) -> None:
        assert told(text, start=FULL).dropped

    def test_passing_over_it_sends_nothing(self) -> None:
        assert passed_over(FULL, CONFIRM).dropped

    @pytest.mark.parametrize("text", ["no", "change something", "not quite"])
    def test_no_asks_what_to_change(self, text: str) -> None:
        assert told(text, start=FULL).missing(False) == CHANGE

    def test_changes(self) -> None:
        assert told("change the question to is there parking", start=FULL).question == "is there parking"
        assert told("my email is wrong", start=FULL).missing(False) == CONTACT
        assert told("use 202 555 0143 instead", start=FULL).contact == "+1 202-555-0143"
        assert told("my name is Bo", start=FULL).name == "Bo"
        assert told("no", "how to reach me", "b@c.co", start=FULL).contact == "b@c.co"
        assert told("no", "no", start=FULL).missing(False) == CONFIRM

    @pytest.mark.parametrize("text", ["no name please", "yes but without my name", "drop my name", "anonymously"])
    def test_the_name_may_be_left_out_after_all(self, text: str) -> None:
        wish = told(text, start=FULL)
        assert wish.name == "" and wish.missing(False) == CONFIRM and not wish.agreed

    @pytest.mark.parametrize("text", ["no name", "rather not", "I don't want to say", "nope", "stay anonymous"])
    def test_no_name_is_asked_for_once(self, text: str) -> None:
        assert told(text, start=replace(FULL, name="")).missing(False) == CONFIRM

    def test_a_change_is_no_yes(self) -> None:
        for text in ("yes but my name is Bo", "ok, use b@c.co", "yes, change the question to x y z"):
            assert not told(text, start=FULL).agreed

    def test_who_gets_it_is_told_at_any_time(self) -> None:
        for wish, question in ((Wish(question="x"), CONTACT), (replace(FULL, name=""), NAME), (FULL, CONFIRM)):
            taken = take(wish, question, "who gets to read this", "US")
            assert taken is not None and taken.asides == 1 and not taken.agreed

    def test_a_question_that_asks_for_data_is_a_question_where_one_is_wanted(self) -> None:
        assert told("how long are applications kept").question == "how long are applications kept"


class TestWords:
    def test_all_that_goes_is_shown_before(self) -> None:
        said = as_text(asking(replace(FULL, earlier=3), CONFIRM, OFFICE, again=False, unclear=False))
        for part in ("the admissions desk", "Is there housing?", "a@b.co", "Ann", "What was said here before"):
            assert part in said
        without = as_text(asking(replace(FULL, name=""), CONFIRM, OFFICE, again=False, unclear=False))
        assert "Your name: not given" in without and "said here before" not in without

    def test_it_is_shown_also_where_all_was_told_at_the_start(self) -> None:
        said = opening(FULL, CONFIRM, OFFICE).text
        assert "I can pass a question on to the admissions desk" in said and "Is there housing?" in said

    def test_it_says_that_nobody_comes_into_the_chat(self) -> None:
        assert "can't bring anybody into this chat" in opening(Wish(), QUESTION, OFFICE).text
        live = opening(Wish(), QUESTION, replace(OFFICE, live=True)).text
        assert "may be able to join us here" in live and "can't bring" not in live

    def test_a_long_question_is_shown_in_short(self) -> None:
        said = opening(Wish(question="word " * 200), CONTACT, OFFICE).text
        assert "..." in said and len(said) < 700

    def test_what_became_of_it(self) -> None:
        arrived = sent(FULL, OFFICE, arrived=True, kept=False, live=False).text
        assert arrived.startswith("Sent: the admissions desk has your question and can reach you at a@b.co.")
        assert "How soon they answer I don't know." in arrived and "I go on answering" in arrived
        kept = sent(FULL, OFFICE, arrived=False, kept=True, live=False).text
        assert "couldn't reach the admissions desk just now" in kept and "I have kept your question" in kept
        lost = sent(FULL, OFFICE, arrived=False, kept=False, live=False).text
        assert "nothing was sent" in lost and "How soon" not in lost
        joined = sent(FULL, OFFICE, arrived=True, kept=False, live=True).text
        nowhere = sent(replace(FULL, contact=""), OFFICE, arrived=True, kept=True, live=False).text
        assert "You gave no way to reach you, so they can only answer here." in nowhere and "at ." not in nowhere
        assert "and somebody may join you here. They then answer in my place" in joined

    def test_what_is_configured_is_said(self) -> None:
        office = Office("the desk", "https://example.edu/contact", "They answer in two days.", days=30)
        assert "They answer in two days." in sent(FULL, office, arrived=True, kept=False, live=False).text
        assert "https://example.edu/contact" not in sent(FULL, office, arrived=True, kept=False, live=False).text
        assert "https://example.edu/contact" in sent(FULL, office, arrived=False, kept=True, live=False).text
        assert "https://example.edu/contact" in not_sent(Wish(closed=True), office).text
        assert "after 30 days" in privacy(office)

    def test_where_else_to_turn(self) -> None:
        page = "For X itself, [its own page](https://x.edu) is the place to ask."
        assert page in not_sent(Wish(closed=True, page=page), OFFICE).text
        assert page in sent(replace(FULL, page=page), OFFICE, arrived=False, kept=True, live=False).text
        assert page not in sent(replace(FULL, page=page), OFFICE, arrived=True, kept=False, live=False).text
        assert "admissions office is the right place" in not_sent(Wish(closed=True), OFFICE).text
        assert not_sent(Wish(dropped=True), OFFICE).text.startswith("All right, nothing was sent, and I keep nothing")

    @pytest.mark.parametrize("question", [QUESTION, CONTACT, NAME, CHANGE, CONFIRM])
    @pytest.mark.parametrize("how", [(False, False), (True, False), (False, True)])
    def test_every_question_is_put_in_every_manner(self, question: str, how: tuple[bool, bool]) -> None:
        said = asking(FULL, question, OFFICE, again=how[0], unclear=how[1])
        assert re.search(r"[?.]$", said.text) and said.follow_ups

    def test_every_button_says_something_to_its_question(self) -> None:
        from overture.answers.advice.form_words import skips, stops

        for wish, question in ((Wish(), QUESTION), (Wish(question="x"), CONTACT), (FULL, CHANGE), (FULL, CONFIRM)):
            for button in asking(wish, question, OFFICE, again=False, unclear=False).follow_ups:
                known = stops(button.message) or skips(button.message)
                assert known or take(wish, question, button.message, "US") is not None, button.message


class TestState:
    def test_comes_back_as_it_was(self) -> None:
        for wish in (Wish(), FULL, replace(FULL, earlier=7, refused=1, agreed=True, page="p", fault="f")):
            assert Wish.from_dict(wish.as_dict()) == wish

    @pytest.mark.parametrize("value", [None, "x", 7, [], {"question": 3, "refused": "many", "agreed": 1, "name": None}])
    def test_what_cannot_be_read_is_as_if_nothing_was_told(self, value: object) -> None:
        assert Wish.from_dict(value) == Wish()

    @given(
        st.lists(st.text(max_size=40) | st.sampled_from(["yes", "no", "skip", "a@b.co", "202 555 0143"]), max_size=9)
    )
    def test_whatever_is_written_nothing_goes_without_question_contact_and_yes(self, messages: list[str]) -> None:
        wish = begun("a human", "", "US")
        for message in messages:
            question = wish.missing(False)
            if question is None:
                break
            before, wish = wish, take(wish, question, message, "US") or wish
            if wish.agreed:
                assert question == CONFIRM and before.question and before.contact


class TestOwnPage:
    @pytest.fixture(scope="class")
    def real(self) -> Knowledge:
        return load(default_folder())

    @pytest.mark.parametrize("kind", ["school", "program"])
    def test_of_a_school_or_a_program(self, real: Knowledge, kind: str) -> None:
        ids = list(real.programs if kind == "program" else real.institutions)
        said = [own_page([Mentioned(Subject(kind, id), "x")], real) for id in ids]
        wrong = r"(?!For .+ itself, \[its own page\]\(https?://\S+\) is the place to ask\.$).+"
        assert not [page for page in said if re.match(wrong, page)]
        assert sum(map(bool, said)) > len(ids) / 2

    def test_nothing_else_has_one(self, knowledge: Knowledge) -> None:
        others = [Mentioned(subject, "x") for subject, _ in knowledge.things()]
        assert own_page([*others, Mentioned(Subject("school", "gone"), "x")], knowledge) == ""
