"""Who asks of a place that nobody knows, or of where they are, hears that and no list of everything."""

from __future__ import annotations

import pytest

from overture.answers import Answer, Facet, Mentioned, Question, answer
from overture.answers.base.context import Context
from overture.answers.base.model import Filters, Outcome
from overture.answers.reading.reading import read
from overture.knowledge import Knowledge, Subject

ENGINEER = Mentioned(Subject("career", "sound-engineering-technician"), "sound engineer")
NYU = Mentioned(Subject("school", "us-193900"), "NYU")


def asked(real: Knowledge, facet: Facet, unplaced: str = "", text: str = "", **more: object) -> Answer:
    return answer(Question(facet, unplaced=unplaced, text=text, **more), real)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facet", "unsaid"),
    [
        (Facet.SCHOOLS, "which programs are there"),
        (Facet.SALARY, "what is paid there"),
        (Facet.LEVELS, "studied there"),
    ],
)
def test_an_unknown_place_is_said_to_be_unknown(real: Knowledge, facet: Facet, unsaid: str) -> None:
    got = asked(real, facet, "zwolle")
    assert got.outcome is Outcome.GAP
    assert '"Zwolle"' in got.text and unsaid in got.text and "state or country" in got.text
    assert not got.table and not got.listed


def test_a_name_in_capitals_stays_as_typed(real: Knowledge) -> None:
    assert '"McAllen"' in asked(real, Facet.SCHOOLS, "McAllen").text


def test_pay_in_the_country_is_offered_for_the_job_that_was_asked_of(real: Knowledge) -> None:
    assert (
        "ound engineering technicians" in asked(real, Facet.SALARY, "zwolle", about=(ENGINEER,)).follow_ups[0].message
    )


@pytest.mark.parametrize("text", ["schools near me", "programs in my area", "which are close to home"])
def test_nobody_is_seen_where_they_are(real: Knowledge, text: str) -> None:
    got = asked(real, Facet.SCHOOLS, text=text)
    assert got.outcome is Outcome.GAP and got.text.startswith("I can't see where you are")


def test_a_school_or_a_known_place_beside_it_is_answered(real: Knowledge) -> None:
    assert asked(real, Facet.SCHOOLS, "zwolle", about=(NYU,)).outcome is Outcome.ANSWERED
    there = asked(real, Facet.SCHOOLS, "zwolle", filters=Filters(places=("tennessee",)))
    assert "zwolle" not in there.text.lower() and there.listed
    assert asked(real, Facet.LENGTH, "zwolle").outcome is Outcome.ANSWERED


def test_the_name_comes_from_the_words_that_ask(real: Knowledge) -> None:
    parse = {"text": "schools in zwolle", "intent": {"name": "ask_schools"}, "unknown_place": "zwolle"}
    question = read(parse, Context(), real)
    assert question and question.unplaced == "zwolle"
    other = read({**parse, "text": "schools in tennessee near nashville", "unknown_place": "zwolle"}, Context(), real)
    assert other and other.unplaced == ""
