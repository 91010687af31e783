"""From a question to its answer: which module answers which facet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Optional

from overture.answers import (
    careers,
    compare_schools,
    comparing,
    learning,
    local_pay,
    namesakes,
    outlook,
    programs,
    provenance,
    salary,
    schooling,
    schools,
    titles,
    topics,
)
from overture.answers.model import Answer, Facet, Question, Shape
from overture.answers.program_words import FACETS
from overture.knowledge import Knowledge
from overture.knowledge.criteria import criteria

Answering = Callable[[Question, Knowledge], Answer]
Particular = Callable[[Question, Knowledge], Optional[Answer]]

ANSWERING: Mapping[Facet, Answering] = {
    **dict.fromkeys(topics.TOPICS, topics.answer),
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
    Facet.SCHOOLS: schools.answer,
}
# Answers on something named in particular: a school, a program, a place.  None where nothing of the kind is named.
PARTICULAR: Mapping[Facet, tuple[Particular, ...]] = {
    **dict.fromkeys(FACETS, (programs.answer,)),
    Facet.OVERVIEW: (schools.named,),
    Facet.LEVELS: (schools.named,),
    Facet.DEGREE_TITLES: (schools.named,),
    Facet.SALARY: (local_pay.answer,),
    Facet.COMPARE: (compare_schools.answer, local_pay.answer),
}
# Shapes in which programs are wanted, whatever side of studying the question speaks of ("which ones need no GRE").
_LISTS = frozenset({Shape.LIST, Shape.COUNT, Shape.BEST})


def answer(question: Question, knowledge: Knowledge, last_sources: Sequence[str] = ()) -> Answer:
    """Answers any question.

    Args:
        question: what is asked.
        knowledge: what is known.
        last_sources: ids of the sources of the answer before, for "where is that from?".
    """
    if question.facet is Facet.SOURCES:
        return provenance.answer(question, knowledge, last_sources)
    question = namesakes.resolved(question, knowledge)
    for particular in PARTICULAR.get(question.facet, ()):
        found = particular(question, knowledge)
        if found:
            return found
    if question.facet in FACETS and question.shape in _LISTS and (criteria(question.filters) or question.filters.sort):
        return schools.answer(question, knowledge)
    return ANSWERING[question.facet](question, knowledge)
