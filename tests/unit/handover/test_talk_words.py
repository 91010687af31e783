"""What people write when a question of theirs is to go to a person."""

from __future__ import annotations

import pytest

from overture.handover import talk_words as words
from overture.handover.talk import CONTACT, NAME, QUESTION


@pytest.mark.parametrize(
    "text",
    ["yes", "Yes, send it", "yep!", "ok", "sure thing", "go ahead", "please do", "looks good", "all right, yes", "👍",
     "that's right", "perfect thanks", "well ok then", "y"],
)  # fmt: skip
def test_yes_in_many_ways(text: str) -> None:
    assert words.agrees(text) and not words.says_no(text) and not words.calls_off(text)


@pytest.mark.parametrize(
    "text",
    ["no", "yes but change the name", "don't send it", "ok wait", "yesterday i wrote it", "my name is Yes", "nope",
     "okay, not yet", "yes, but not my number", "", "how long does it take", "ye olde"],
)  # fmt: skip
def test_what_is_no_yes(text: str) -> None:
    assert not words.agrees(text)


@pytest.mark.parametrize("text", ["Don't send it", "please do not pass it on", "no, dont share that", "discard this"])
def test_calling_off(text: str) -> None:
    assert words.calls_off(text)


@pytest.mark.parametrize("text", ["forget it, i'll manage", "I'd rather call them myself", "never mind then, all good"])
def test_backing_out(text: str) -> None:
    assert words.backs_out(text) and not words.backs_out("do they ask for myself to perform")


@pytest.mark.parametrize("text", ["no", "nope.", "not quite", "that's wrong", "no!!"])
def test_a_plain_no(text: str) -> None:
    assert words.says_no(text) and not words.says_no("no, it is about housing")


@pytest.mark.parametrize(
    "text",
    ["no", "no thanks", "I'd rather not", "i don't want to give that", "no email", "none of your business",
     "without a name", "prefer not", "stay anonymous"],
)  # fmt: skip
def test_refusing_to_tell(text: str) -> None:
    assert words.refuses(text)


@pytest.mark.parametrize("text", ["Noah", "nora@mail.com", "Norman Nope-Smith", "Nona"])
def test_a_name_is_no_refusal(text: str) -> None:
    assert not words.refuses(text)


@pytest.mark.parametrize(
    ("text", "thing", "value"),
    [
        ("change the question to is there housing", QUESTION, "is there housing"),
        ("please correct my question: “do they take vets?”", QUESTION, "do they take vets?"),
        ("the question", QUESTION, ""),
        ("I have another question for them", QUESTION, ""),
        ("no, ask them about dorms instead", QUESTION, "about dorms instead"),
        ("my email is wrong", CONTACT, ""),
        ("change the number", CONTACT, ""),
        ("How to reach me", CONTACT, ""),
        ("wait the email should be lu@home.com", CONTACT, "lu@home.com"),
        ("fix my name to Ann Lee", NAME, "Ann Lee"),
        ("my name", NAME, ""),
    ],
)
def test_what_is_to_be_changed_and_into_what(text: str, thing: str, value: str) -> None:
    assert words.changed(text) == (thing, value)


@pytest.mark.parametrize(
    "text", ["yes", "how many schools ask for an interview", "Ann Lee", "what is the number of schools"]
)
def test_most_messages_change_nothing(text: str) -> None:
    assert words.changed(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann", "Ann"),
        ("just Ann, thanks", "Ann"),
        ("my name is Ann-Marie O'Neil and I live in Ohio", "Ann-Marie O'Neil"),
        ("it's jörg", "jörg"),
        ("call me Bo.", "Bo"),
        ("This is Dr. Lee", "Dr. Lee"),
        ("I'm Ann Lee from Ohio", "Ann Lee"),
    ],
)
def test_a_name_that_was_asked_for(text: str, name: str) -> None:
    assert words.name_in(text, asked=True) == name


@pytest.mark.parametrize(
    "text",
    ["", "not sure", "I'm interested in the online one", "why", "i am a nurse", "one two three four five six", "5"],
)
def test_what_is_no_name(text: str) -> None:
    assert words.name_in(text, asked=True) == ""


def test_a_name_that_was_not_asked_for_says_that_it_is_one() -> None:
    assert words.name_in("my name is Ann Lee, please hurry") == "Ann Lee"
    assert words.name_in("I'm Ann") == "" and words.name_in("I'm Ann", beside=True) == "Ann"
    assert words.name_in("i'm free after five", beside=True) == ""
    assert words.name_in("Ann") == ""


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("can i ask an advisor whether my credits count", "can i ask an advisor whether my credits count"),
        ("talk to a human about the GI Bill, my name is Ray Lee", "talk to a human about the GI Bill"),
        ("can i talk to a person about this", ""),
        ("can i talk to someone about my situation please", ""),
        ("i want a human", ""),
        ("talk about money", ""),
    ],
)
def test_a_wish_may_say_what_it_is_about(text: str, question: str) -> None:
    assert words.subject(text) == question


@pytest.mark.parametrize(
    "text",
    ["who gets to see that", "why do you need my number?", "is it private", "how long is it kept", "what happens then",
     "where do you store this", "will it be deleted", "gdpr?"],
)  # fmt: skip
def test_questions_about_the_data(text: str) -> None:
    assert words.asks_about_data(text)


@pytest.mark.parametrize("text", ["who teaches mixing", "how long does it take", "why is it two years", "Ann Lee"])
def test_other_questions(text: str) -> None:
    assert not words.asks_about_data(text)


@pytest.mark.parametrize(
    "text",
    ["can i speak to an advisor", "put me through to a real person", "please have someone call me", "talk to somebody",
     "could an advisor look at my case", "get me a human being"],
)  # fmt: skip
def test_a_wish_for_a_person(text: str) -> None:
    assert words.wishes_person(text)


@pytest.mark.parametrize(
    "text", ["do you have to speak in class", "which person wrote this", "is a musician a person who performs", "chat"]
)
def test_no_wish_for_a_person(text: str) -> None:
    assert not words.wishes_person(text)
