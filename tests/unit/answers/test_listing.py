"""A list of programs under conditions is given whatever side of studying the question seems to speak of."""

from __future__ import annotations

import pytest

from overture.answers import book
from overture.answers.base.context import Context
from overture.answers.base.model import Facet, Mentioned, Question, Shape
from overture.answers.reading.listing import side_by_side
from overture.answers.reading.reading import read
from overture.knowledge import Knowledge, Subject
from overture.knowledge.catalog import find
from overture.nlu import vocabulary
from overture.nlu.linker import Linker
from tests.asking import parsed

LISTS = {
    "which programs have no thesis": {"thesis": False},
    "list programs that need no portfolio": {"requirements": [["portfolio", False]]},
    "which schools in texas are public": {"places": ["texas"], "control": ["public"]},
    "how many programs don't require the GRE": {"requirements": [["gre", False]]},
    "programs in europe under 20k": {"places": ["europe"], "cost_max": 20000.0},
    "show me online programs without an audition": {"delivery": "online", "requirements": [["audition", False]]},
    "which programs need no thesis and are online": {"thesis": False, "delivery": "online"},
}


@pytest.fixture(scope="module")
def linker(real: Knowledge) -> Linker:
    return Linker(real, vocabulary.ordinary())


@pytest.mark.parametrize("facet", Facet)
@pytest.mark.parametrize("text", LISTS)
def test_whatever_it_seems_to_ask_programs_are_listed(linker: Linker, real: Knowledge, text: str, facet: Facet) -> None:
    question = read(parsed(text, f"ask_{facet.value}", linker), Context(), real)
    assert question is not None and question.filters.as_dict() == LISTS[text]
    answer = book.answer(question, real)
    found = find(question.filters, real)
    known = [program.school for program in (*found.sure, *found.maybe)]
    assert answer.table is not None
    shown = {cell for row in answer.table.rows for cell in row}
    # Where no page meets the conditions, the federal counts or the nearest ones stand in.
    assert not found.sure or shown & set(known), answer.text


@pytest.mark.parametrize(
    ("text", "intent", "facet"),
    [
        ("which programs in Texas prepare for teaching", "ask_teaching", Facet.TEACHING),
        ("is an online master's in Ohio worth it", "ask_worth", Facet.WORTH),
        ("which states pay sound engineers best", "ask_salary", Facet.SALARY),
        ("how old are the figures for programs in Texas", "ask_sources", Facet.SOURCES),
        ("what does low residency mean for programs in Vermont", "ask_term", Facet.TERM),
    ],
)
def test_a_question_in_its_own_words_stays_one(
    linker: Linker, real: Knowledge, text: str, intent: str, facet: Facet
) -> None:
    question = read(parsed(text, intent, linker), Context(), real)
    assert question is not None and question.facet is facet


def _question(facet: Facet, shape: Shape, text: str, *subjects: Subject) -> Question:
    return Question(facet, tuple(Mentioned(s, s.id) for s in subjects), shape=shape, text=text)


MM, MS = Subject("degree", "mm"), Subject("degree", "ms")


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        (_question(Facet.DEGREE_TITLES, Shape.COMPARE, "MM or MS", MM, MS), Facet.COMPARE),
        (_question(Facet.DEGREE_TITLES, Shape.ONE, "which is better, MM or MS", MM, MS), Facet.COMPARE),
        (_question(Facet.DEGREE_TITLES, Shape.ONE, "MM and MS programs", MM, MS), Facet.DEGREE_TITLES),
        (_question(Facet.DEGREE_TITLES, Shape.COMPARE, "MM or what", MM), Facet.DEGREE_TITLES),
        (_question(Facet.LENGTH, Shape.COMPARE, "MM or MS", MM, MS), Facet.LENGTH),
    ],
)
def test_two_titles_against_each_other_are_compared(question: Question, facet: Facet) -> None:
    assert side_by_side(question).facet is facet


def test_tracks_against_each_other_are_compared(linker: Linker, real: Knowledge) -> None:
    text = "production or acoustical concentration?"
    question = read(parsed(text, "ask_concentrations", linker), Context(), real)
    assert question is not None
    assert book.answer(question, real).text == book.answer(side_by_side(question), real).text
    assert side_by_side(question).facet is Facet.COMPARE
