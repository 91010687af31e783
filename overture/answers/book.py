"""From a question to its answer: which module answers which facet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from overture.answers import careers, comparing, learning, outlook, provenance, salary, schooling, titles, topics
from overture.answers.model import Answer, Facet, Question
from overture.knowledge import Knowledge

Answering = Callable[[Question, Knowledge], Answer]

ANSWERING: Mapping[Facet, Answering] = {
    **{facet: topics.answer for facet in topics.TOPICS},
    Facet.DEGREE_TITLES: titles.degrees,
    Facet.LEVELS: titles.levels,
    Facet.CONCENTRATIONS: titles.concentrations,
    Facet.COURSES: learning.courses,
    Facet.COURSE_DETAIL: learning.course,
    Facet.TERM: learning.term,
    Facet.CAREERS: careers.listing,
    Facet.CAREER_DETAIL: careers.detail,
    Facet.SALARY: salary.answer,
    Facet.OUTLOOK: outlook.answer,
    Facet.JOB_EDUCATION: schooling.answer,
    Facet.TEACHING: schooling.teaching,
    Facet.COMPARE: comparing.answer,
}


def answer(question: Question, knowledge: Knowledge, last_sources: Sequence[str] = ()) -> Answer:
    """Answers any question.

    Args:
        question: what is asked.
        knowledge: what is known.
        last_sources: ids of the sources of the answer before, for "where is that from?".
    """
    if question.facet is Facet.SOURCES:
        return provenance.answer(question, knowledge, last_sources)
    return ANSWERING[question.facet](question, knowledge)
