"""What is named only to be left out."""

from __future__ import annotations

import pytest

from overture.answers import Facet, Question, answer
from overture.answers.reading.exclusion import excluded, refuses_teaching
from overture.knowledge import Knowledge, Subject
from overture.nlu import vocabulary
from overture.nlu.linker import Linker
from tests.asking import mentioned


@pytest.fixture(scope="module")
def linker(real: Knowledge) -> Linker:
    return Linker(real, vocabulary.ordinary())


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("not dj, not musician, whats left for jobs", {"disc-jockey", "musician"}),
        ("jobs other than composer", {"music-director"}),
        ("i dont want to be a dj", {"disc-jockey"}),
        ("what does a dj earn", set()),
        ("no, i mean the dj", set()),
        ("besides being a sound engineer, what is there", {"sound-engineering-technician"}),
    ],
)
def test_jobs_that_are_not_wanted(linker: Linker, text: str, left_out: set[str]) -> None:
    found = {subject.id for subject in excluded(text, mentioned(text, linker))}
    assert {id.split("-and")[0] for id in found} == left_out or found == left_out


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("which jobs are there if i dont want to teach", True),
        ("anything other than teaching", True),
        ("i hate teaching, what else", True),
        ("can i teach with it", False),
        ("why not teach", False),
    ],
)
def test_teaching_that_is_not_wanted(text: str, refused: bool) -> None:
    assert refuses_teaching(text, Facet.TEACHING) is refused


def test_what_is_left_out_is_not_listed(real: Knowledge) -> None:
    every = answer(Question(Facet.CAREERS), real)
    less = answer(Question(Facet.CAREERS, excluded=(Subject("career", "disc-jockey"),)), real)
    assert {m.subject.id for m in every.listed} - {m.subject.id for m in less.listed} == {"disc-jockey"}
    assert less.table and every.table and len(every.table.rows) - len(less.table.rows) == 1
