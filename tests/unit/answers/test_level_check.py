"""A school leaver means the bachelor's: noticed, carried on, and told that it is not a master's."""

from __future__ import annotations

import pytest

from overture.answers import Context, Facet, Outcome, Question, answer
from overture.answers.base.model import Filters
from overture.answers.reading.level_check import applies, meant
from overture.knowledge import Knowledge

NOTHING = Filters()


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("im in 11th grade what do i need", "bachelor"),
        ("my daughter is a junior in high school", "bachelor"),
        ("he wants to major in music production", "bachelor"),
        ("i'm 17, can i get in", "bachelor"),
        ("do i need a portfolio for undergrad", "bachelor"),
        ("right after high school, what then", "bachelor"),
        ("is there something at a community college", "associate"),
        ("what does a master's cost", "master"),
        ("i finished high school and want a masters one day", "master"),
        ("what do i need to get in", None),
        ("i majored in music", None),
        ("my undergrad gpa was 2.9", None),
    ],
)
def test_the_level_that_is_meant(text: str, level: str | None) -> None:
    assert meant(text, (), NOTHING) == level


def test_a_level_among_the_conditions_is_meant() -> None:
    assert meant("schools with it", (), Filters(levels=("doctorate",))) == "doctorate"


@pytest.mark.parametrize("facet", [Facet.COST, Facet.PREREQUISITES, Facet.PORTFOLIO, Facet.APPLICATION])
def test_it_says_that_the_records_are_of_masters(real: Knowledge, facet: Facet) -> None:
    reply = answer(Question(facet, level="bachelor"), real)
    assert "not a master's" in reply.text
    assert "admissions office" in reply.text
    assert reply.outcome is Outcome.GAP
    assert any("bachelor's degrees" in follow.message for follow in reply.follow_ups)


def test_the_master_is_answered_as_ever(real: Knowledge) -> None:
    assert answer(Question(Facet.PORTFOLIO, level="master"), real).text == answer(Question(Facet.PORTFOLIO), real).text


def test_work_and_pay_know_no_level() -> None:
    assert not applies(Question(Facet.SALARY, level="bachelor"))
    assert not applies(Question(Facet.CAREERS, level="bachelor"))


def test_it_holds_until_another_is_named(real: Knowledge) -> None:
    question = Question(Facet.COST, level="bachelor")
    context = Context().after(question, answer(question, real))
    assert Context.from_dict(context.as_dict()).level == "bachelor"
    assert context.dropped().level is None
