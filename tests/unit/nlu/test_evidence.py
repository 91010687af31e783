"""A name or a near statement lifts an unsure guess, and only that."""

from __future__ import annotations

import pytest

from overture.nlu.evidence import supported
from overture.nlu.intent_model import Guess

BOUNDS = {"named": 0.35, "stated": 0.3, "near": 0.82, "surely_out": 0.6}


def chosen(ranking: list[tuple[str, float]], kinds: set[str], near: float = 0.0) -> str | None:
    found = supported([Guess(intent, confidence) for intent, confidence in ranking], kinds, near, BOUNDS)
    return found.intent if found else None


UNSURE = [("ask_length", 0.42), ("ask_salary", 0.4), ("ask_schools", 0.36)]


def test_a_school_speaks_for_what_can_be_asked_of_it() -> None:
    assert chosen(UNSURE, {"school"}) == "ask_length"


def test_a_job_speaks_for_what_can_be_asked_of_jobs() -> None:
    assert chosen(UNSURE, {"career"}) == "ask_salary"


@pytest.mark.parametrize("kinds", [set(), {"place"}, {"level"}])
def test_other_names_speak_for_nothing(kinds: set[str]) -> None:
    assert chosen(UNSURE, kinds) is None


def test_a_near_statement_speaks_for_the_likeliest() -> None:
    assert chosen(UNSURE, set(), near=0.9) == "ask_length"
    assert chosen(UNSURE, set(), near=0.7) is None


def test_what_is_hardly_likely_stays_out() -> None:
    assert chosen([("ask_length", 0.2), ("ask_cost", 0.1)], {"school"}, near=0.99) is None


def test_what_is_surely_out_of_scope_stays_so() -> None:
    assert chosen([("oos_gear", 0.7), ("ask_schools", 0.4)], {"school"}) is None
    assert chosen([("oos_gear", 0.55), ("ask_schools", 0.4)], {"school"}) == "ask_schools"
