"""Questions that are certain by their form."""

from __future__ import annotations

import pytest

from overture.nlu.frames import asked
from overture.nlu.masking import Named


def form(text: str, *kinds: str) -> str | None:
    """The intent of a message in which "X" stands for a thing of each kind in turn."""
    names, at = [], 0
    for kind in kinds:
        at = text.index("X", at)
        names.append(Named(kind, at, at + 1))
        at += 1
    return asked(text, names)


@pytest.mark.parametrize(
    ("text", "kind", "intent"),
    [
        ("outlook for X", "career", "ask_outlook"),
        ("what's the job outlook for Xs", "career", None),
        ("And the outlook for the X?", "career", "ask_outlook"),
        ("Which state pays X most?", "career", "ask_salary"),
        ("where do X earn the most", "career", "ask_salary"),
        ("how much does a X make a year", "career", "ask_salary"),
        ("X salary", "career", "ask_salary"),
        ("what does a X do all day?", "career", "ask_career_detail"),
        ("do I need a degree to become a X", "career", "ask_job_education"),
        ("Tell me about X", "career", "ask_career_detail"),
        ("tell me about X please", "course", "ask_course_detail"),
        ("define X", "term", "ask_term"),
        ("what does X mean?", "term", "ask_term"),
        ("what is a X", "degree", "ask_degree_titles"),
        ("what's the X about", "concentration", "ask_concentrations"),
        ("explain X to me, I want to buy one", "term", None),
        ("outlook for X", "course", None),
        ("tell me about X", "school", None),
        ("is X fun", "career", None),
    ],
)
def test_a_whole_message_of_a_form_is_certain(text: str, kind: str, intent: str | None) -> None:
    assert form(text, kind) == intent


def test_several_of_a_kind_keep_the_form_and_two_kinds_leave_it_open() -> None:
    assert form("outlook for X and X", "career", "career") == "ask_outlook"
    assert form("outlook for X in X", "career", "place") is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("tell me about Georgia State", "ask_schools"),
        ("What about Hogwarts University?", "ask_schools"),
        ("tell me about university", None),
        ("tell me about yourself", None),
        ("tell me about the State", None),
    ],
)
def test_a_school_that_is_not_known_is_asked_for_as_one(text: str, intent: str | None) -> None:
    assert asked(text, []) == intent
