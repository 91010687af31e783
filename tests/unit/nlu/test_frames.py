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
        ("and what's the outlook in X?", "place", "ask_outlook"),
        ("the pay in X", "place", None),
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


@pytest.mark.parametrize(
    ("text", "kinds", "intent"),
    [
        ("how much did X make in 2019", ("career",), "ask_salary"),
        ("what are the main tasks of X", ("career",), "ask_career_detail"),
        ("which software do X use", ("career",), "ask_career_detail"),
        ("explain the word X", ("term",), "ask_term"),
        ("what is meant by X when I apply", ("requirement",), "ask_prerequisites"),
        ("X programs in X", ("level", "place"), "ask_schools"),
        ("X in X but not online", ("degree", "place"), "ask_schools"),
        ("does X have a X in audio", ("school", "level"), "ask_schools"),
        ("can i get a X at X", ("degree", "school"), "ask_schools"),
        ("which X programs teach X", ("level", "course"), "ask_courses"),
        ("where can i get in with a X in nursing", ("level",), "ask_prerequisites"),
        ("how do a X and a X differ", ("degree", "degree"), "ask_compare"),
        ("X or X, which is better?", ("school", "school"), "ask_compare"),
        ("how long is screen scoring at X", ("school",), "ask_length"),
        ("how many semesters does the X take", ("program",), "ask_length"),
        ("how much does the X cost", ("program",), "ask_cost"),
        ("what would the ma at X cost me", ("school",), "ask_cost"),
        ("how much theory is there at X", ("school",), None),
        ("how long do X work", ("career",), None),
        ("how long is the commute from X to X if I live downtown", ("school", "place"), None),
    ],
)
def test_forms_hold_for_the_kinds_that_they_are_of(text: str, kinds: tuple[str, ...], intent: str | None) -> None:
    assert form(text, *kinds) == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("please have an advisor contact me about my credits", "ask_person"),
        ("could someone call me", "ask_person"),
        ("my name is Ann, ann@example.org", "ask_person"),
        ("did the school contact me already?", None),
        ("i graduate from high school in may, what can i do in audio", "ask_levels"),
        ("after high school what should he study", "ask_levels"),
        ("what can i do after the master's", None),
        ("who accredits music programs", "ask_accreditation"),
        ("by whom are these programs accredited?", "ask_accreditation"),
        ("is that program of theirs accredited then", None),
        ("is an mba worth it", "oos_other_study"),
        ("i have an mba, can i get in", None),
        ("how is the weather in spring", "oos_far"),
        ("weather the storm with a degree", None),
        ("and which schools ask for it?", "ask_schools"),
        ("who wants one", "ask_schools"),
        ("who wants one of these jobs", None),
    ],
)
def test_some_are_certain_without_any_name(text: str, intent: str | None) -> None:
    assert asked(text, []) == intent


@pytest.mark.parametrize(
    ("text", "kinds", "intent"),
    [
        ("can i even do a X in this", ("level",), "ask_prerequisites"),
        ("can I do this with a biology degree?", (), None),
        ("can she do a X in music production with a poli sci degree", ("level",), "ask_prerequisites"),
        ("can i do a X in X with a nursing degree", ("level", "term"), "ask_prerequisites"),
        ("can i do a X in film scoring", ("level",), "ask_schools"),
        ("could i get an X in X?", ("degree", "term"), "ask_schools"),
        ("can i do a X in nursing", ("level",), None),
    ],
)
def test_whether_one_may_and_whether_there_is_one(text: str, kinds: tuple[str, ...], intent: str | None) -> None:
    assert form(text, *kinds) == intent
