"""From a question to its answer: which module answers which facet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Optional

from overture.answers import comparing, provenance, worth
from overture.answers.advice import background_answer
from overture.answers.base import topics
from overture.answers.base.context import TITLES
from overture.answers.base.model import Answer, Facet, Question, Shape
from overture.answers.reading import level_check, premises
from overture.answers.reading.listing import side_by_side
from overture.answers.study import (
    asking_back,
    awards_by_state,
    compare_schools,
    course_offers,
    learning,
    namesakes,
    nowhere,
    programs,
    school_sides,
    schools,
    titles,
)
from overture.answers.study.program_rows import SIDES
from overture.answers.study.program_words import FACETS
from overture.answers.work import careers, job_sides, living, local_pay, outlook, pay_over_years, salary, schooling
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
    Facet.WORTH: worth.answer,
}
# Answers on something named in particular: a school, a program, a place.  None where nothing of the kind is named.
PARTICULAR: Mapping[Facet, tuple[Particular, ...]] = {
    **dict.fromkeys(FACETS, (programs.answer,)),
    # Before what a school says on the facet: how somebody's own degree stands to it.
    Facet.PREREQUISITES: (background_answer.answer, programs.answer),
    Facet.APPLICATION: (background_answer.for_list, programs.answer),
    Facet.SCHOOLS: (awards_by_state.answer, background_answer.for_list),
    Facet.COST: (living.answer, programs.answer),
    Facet.OVERVIEW: (schools.named,),
    Facet.LEVELS: (awards_by_state.answer, schools.named),
    Facet.DEGREE_TITLES: (awards_by_state.answer, schools.named),
    Facet.SALARY: (pay_over_years.answer, local_pay.answer),
    Facet.COMPARE: (compare_schools.answer, local_pay.answer),
}
# Shapes in which programs are wanted, whatever side of studying the question speaks of ("which ones need no GRE").
_LISTS = frozenset({Shape.LIST, Shape.COUNT, Shape.BEST})


# "Bachelor's degrees in Florida" wants the schools, "which degrees are there" the titles.


def _is_lower(question: Question) -> bool:
    """Whether a level is meant of which no programs are listed one by one."""
    return question.level in (level_check.BACHELOR, level_check.ASSOCIATE)


def _beyond_levels(question: Question) -> bool:
    return bool({criterion.name for criterion in criteria(question.filters)} - {"levels", "degrees"})


def answer(question: Question, knowledge: Knowledge, last_sources: Sequence[str] = ()) -> Answer:
    """Answers any question.

    Args:
        question: what is asked.
        knowledge: what is known.
        last_sources: ids of the sources of the answer before, for "where is that from?".
    """
    return premises.put_right(_answer(question, knowledge, last_sources), question, knowledge)


def _answer(question: Question, knowledge: Knowledge, last_sources: Sequence[str]) -> Answer:
    if question.facet is Facet.SOURCES:
        return provenance.answer(question, knowledge, last_sources)
    question = side_by_side(namesakes.resolved(question, knowledge))
    if nobody_knows := nowhere.answer(question, knowledge):
        return nobody_knows
    if asked_back := asking_back.answer(question, knowledge):
        return asked_back
    if one_thing := school_sides.answer(question, knowledge) or job_sides.answer(question, knowledge):
        return one_thing
    if offered := course_offers.answer(question, knowledge):
        return offered
    for particular in PARTICULAR.get(question.facet, ()):
        found = particular(question, knowledge)
        if found:
            return found
    if question.facet in FACETS and question.shape in _LISTS and (criteria(question.filters) or question.filters.sort):
        return schools.answer(question.asking(Facet.SCHOOLS), knowledge)
    if question.facet in TITLES and question.shape in _LISTS and _beyond_levels(question) and not _is_lower(question):
        return schools.answer(question.asking(Facet.SCHOOLS), knowledge)
    if level_check.applies(question) and (other := level_check.answer(question, knowledge)):
        return other
    if question.facet in SIDES and (listed := schools.of_side(question, knowledge)):
        return listed
    return ANSWERING[question.facet](question, knowledge)
