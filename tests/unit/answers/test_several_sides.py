"""Sides of one thing in a row are questions of their own; a row of other words is none."""

from __future__ import annotations

import pytest

from overture.answers.base.model import Facet, Mentioned, Question, Shape
from overture.answers.reading.said import only_names, unnamed, whole
from overture.answers.reading.sides_listed import split
from overture.knowledge import Subject

ENGINEER = Mentioned(Subject("career", "sound-engineering-technician"), "sound engineer")
NYU = Mentioned(Subject("school", "us-193900"), "NYU")


def facets(facet: Facet, text: str, *about: Mentioned, shape: Shape = Shape.ONE) -> list[Facet]:
    return [question.facet for question in split(Question(facet, about=about, text=text, shape=shape))]


def test_sides_of_a_job_come_in_the_order_asked() -> None:
    text = "the tasks, the schooling, the pay and the outlook of a sound engineer"
    wanted = [Facet.CAREER_DETAIL, Facet.JOB_EDUCATION, Facet.SALARY, Facet.OUTLOOK]
    assert facets(Facet.SALARY, text, ENGINEER) == wanted


@pytest.mark.parametrize("text", ["length and tuition at NYU", "NYU: duration, cost", "tuition/length nyu"])
def test_sides_of_a_school_as_well(text: str) -> None:
    assert set(facets(Facet.COST, text, NYU)) == {Facet.COST, Facet.LENGTH}


@pytest.mark.parametrize(
    ("facet", "text", "about", "shape"),
    [
        (Facet.SALARY, "pay of a sound engineer", (ENGINEER,), Shape.ONE),
        (Facet.SALARY, "pay and pay", (ENGINEER,), Shape.ONE),
        (Facet.TEACHING, "the pay and the outlook", (ENGINEER,), Shape.ONE),
        (Facet.SALARY, "the pay and the outlook", (ENGINEER, NYU), Shape.ONE),
        (Facet.SALARY, "the pay and the outlook", (), Shape.ONE),
        (Facet.SALARY, "the pay and the outlook", (ENGINEER,), Shape.COMPARE),
    ],
)
def test_everything_else_stays_one_question(
    facet: Facet, text: str, about: tuple[Mentioned, ...], shape: Shape
) -> None:
    assert facets(facet, text, *about, shape=shape) == [facet]


def says(text: str, *names: str) -> dict[str, object]:
    entities = [
        {
            "entity": "school",
            "value": n,
            "start": text.index(n),
            "end": text.index(n) + len(n),
            "extractor": "SubjectLinker",
        }
        for n in names
    ]
    return {"text": text, "entities": entities}


def test_a_clause_of_names_alone_is_told_from_a_question() -> None:
    assert only_names(whole(says("Temple next to Belmont", "Temple", "Belmont")))
    assert not only_names(whole(says("Temple costs more than Belmont", "Temple", "Belmont")))
    assert not only_names(whole(says("Temple", "Temple")))


def test_names_are_blanked_where_they_stand() -> None:
    said = whole(says("is Temple near Belmont", "Temple", "Belmont"))
    assert unnamed(said.text, said.about()) == "is        near        "
