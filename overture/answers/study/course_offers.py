"""Which programs name a subject among their courses."""

from __future__ import annotations

from typing import Optional

from overture.answers.base import subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Mentioned, Outcome, Question, Shape, Table
from overture.answers.base.words import count
from overture.answers.study import program_lists, program_rows, several_programs
from overture.answers.study.program_points import Point, course_points
from overture.knowledge import Knowledge, Subject
from overture.knowledge.catalog import find
from overture.knowledge.programs import Program

_FACETS = frozenset({Facet.COURSE_DETAIL, Facet.COURSES, Facet.SCHOOLS})
_LISTS = frozenset({Shape.LIST, Shape.COUNT})
_CAUTION = "Few pages list all their courses, so others may teach it as well"


def answer(question: Question, knowledge: Knowledge) -> Optional[Answer]:
    """The programs whose pages name a subject: "which programs teach psychoacoustics".

    Returns:
        None where no list is asked for, no subject is named, or a field of study with
        that name says more.
    """
    named = question.of_kind("course")
    if question.facet not in _FACETS or question.shape not in _LISTS or not named or question.filters.fields:
        return None
    found = find(question.filters, knowledge).sure
    offers = [(program, points) for program in found if (points := list(course_points(program, question, knowledge)))]
    draft = Draft(question, knowledge)
    if not offers:
        draft.outcome = Outcome.GAP
        draft.say(
            f"None of the {count(len(found))} programs that I looked through names {named[0].name} among its courses"
        )
        draft.say(_CAUTION)
        return draft.follow("What it covers", f"What do you learn in {named[0].name}?").answer()
    _list(draft, named[0], offers, len(found))
    return draft.answer()


def _list(draft: Draft, course: Mentioned, offers: list[tuple[Program, list[Point]]], of: int) -> None:
    programs = [program for program, _ in offers]
    names = program_rows.named(programs)
    draft.say(f"**{count(len(offers))}** of the {count(of)} programs name {course.name} among their courses: {names}")
    draft.note(_CAUTION)
    shown = offers[draft.question.skip :][: program_rows.ROWS]
    for program, points in shown:
        several_programs.cite(draft, program, points[0])
    rows = tuple((subjects.short_program(program), program.school, points[0].text) for program, points in shown)
    draft.table = Table(
        ("Program", "School", "Named"), rows, program_rows.page_caption(draft.question, len(shown), len(offers))
    )
    draft.listed = tuple(Mentioned(Subject("program", p.id), subjects.short_program(p)) for p in programs)
    program_lists.lead_on(draft, programs)
