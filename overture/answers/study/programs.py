"""Questions on one side of studying at a school or in a program that is named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from overture.answers.base import pages, prices_said, school_words, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Outcome, Question
from overture.answers.base.words import capital, joined
from overture.answers.study import asking_back, cells, narrow_points, program_points, several_programs, unknown_school
from overture.answers.study.program_points import Point
from overture.answers.study.program_words import follow
from overture.knowledge import Knowledge, fold
from overture.knowledge.institutions import Institution
from overture.knowledge.programs import Ask, Deadline, Note, Program

# What may be done afterwards is the law's matter; whether a program counts as STEM is its own.
_AFTERWARDS = re.compile(
    r"^(?!.*\bstem\b).*(?:\b(?:stay|remain|work|job|opt|permit)\b|\bvisas?\b.*\b(?:denied|refused|embassy|consulate)\b)",
    re.IGNORECASE,
)
# Facets that a note beside the point does not answer.
_NOTES_BESIDE = frozenset({Facet.COURSES, Facet.CONCENTRATIONS, Facet.ONLINE, Facet.FUNDING})
# Facets whose first point is the answer.
_TOLD_AT_ONCE = frozenset({Facet.LENGTH, Facet.ONLINE, Facet.THESIS, Facet.FUNDING, Facet.STUDIO_ENSEMBLE})


def answer(question: Question, knowledge: Knowledge) -> Answer | None:
    """What the pages of the programs named say on the facet asked for; None if no school or program is named."""
    asked = subjects.asked(question, knowledge)
    if not asked:
        unknown = unknown_school.surely(question, knowledge)
        return unknown_school.answer(question, knowledge, unknown) if unknown else None
    if question.facet is Facet.INTERNATIONAL and _AFTERWARDS.search(question.text):
        return None  # what the law allows is the same at every school
    if asked.alike:
        return asking_back.of_schools(question, knowledge, asked.alike)
    draft = Draft(question, knowledge)
    if not asked.programs:
        several_programs.none(draft, asked)
    elif len(asked.programs) == 1:
        _one(draft, asked.programs[0], asked.schools)
    else:
        several_programs.several(draft, asked)
    follow(draft, asked)
    return draft.answer()


def _one(draft: Draft, program: Program, named: Sequence[Institution]) -> None:
    """One program: the first point answers, the others follow as a list."""
    question = draft.question
    found = program_points.points(question.facet, program, question, draft.knowledge)
    if question.facet is Facet.COST and not question.of_kind("requirement"):
        _cost(draft, program, named)
        _list(draft, program, found)
    elif not found or (question.facet in _NOTES_BESIDE and all(isinstance(p.fact, Note) for p in found)):
        _gap(draft, program, named)
        _list(draft, program, found)
    else:
        _lead(draft, program, found)
        _unrecorded(draft, program, found)
    if question.facet is Facet.COURSE_DETAIL:
        courses = (draft.knowledge.courses.get(m.subject.id) for m in question.of_kind("course"))
        draft.state(*(course.summary for course in courses if course))
    if program.status.doubt == "strong":
        draft.note(f"Ask first whether it is still offered. {program.status.text}")


def _lead(draft: Draft, program: Program, found: Sequence[Point]) -> None:
    first, *rest = found
    name, facet = subjects.one_name(program), draft.question.facet
    named = bool(draft.question.of_kind("requirement")) or narrow_points.narrow(draft.question) is not None
    asked = named or facet in (Facet.PORTFOLIO, Facet.ENTRANCE_EXAM)
    if first.ask and asked:
        draft.say(f"{_verdict(first.ask, program)}: {first.text}")
    elif facet is Facet.COURSE_DETAIL:
        draft.say(f"Yes, {name} names {first.text} among its {first.label.split()[0].lower()}")
    elif facet is Facet.LENGTH and first.label != "Length" and not narrow_points.narrow(draft.question):
        draft.say(f"A planned length of {name} isn't in my records; what is there:")
        rest = list(found)
    elif facet in _TOLD_AT_ONCE or not rest:
        draft.say(f"{capital(name)}: {first.text}")
    elif isinstance(first.fact, Deadline) and first.fact.event != "opens":
        draft.say(f"{first.label} of {name}: {first.text}")
    else:
        draft.say(f"What the pages of {name} say:")
        rest = list(found)
    several_programs.cite(draft, program, first)
    _list(draft, program, rest)


def _verdict(ask: Ask, program: Program) -> str:
    """Yes, no or in between, in so many words."""
    name, what = subjects.one_name(program), school_words.requirement(ask.requirement)
    return {
        "required": f"Yes, {name} asks for {what}",
        "recommended": f"It is recommended, though no condition, at {name}",
        "optional": f"No, it is optional at {name}",
        "possible": f"Possibly: {name} has {what} for some applicants",
        "accepted": f"It counts at {name}",
        "not-required": f"No, {name} does not ask for {what}",
        "formerly": f"It seems not any more: an older text of {name} asked for {what}, a newer list does not have it",
        "unclear": f"That is open: {name} is spoken of together with {what}, without saying for whom",
    }[ask.demand]


def _list(draft: Draft, program: Program, found: Sequence[Point]) -> None:
    draft.bullets(_bullet(point) for point in found)
    for point in found:
        several_programs.cite(draft, program, point)


def _bullet(point: Point) -> str:
    said_twice = fold(point.text).removeprefix("a ") == fold(point.label)
    return f"**{point.label}**" if said_twice else f"**{point.label}**: {point.text}"


def _unrecorded(draft: Draft, program: Program, found: Sequence[Point]) -> None:
    """Names what was asked for by name and isn't recorded; silence is no "no"."""
    asks = {point.ask.requirement for point in found if point.ask}
    exams = draft.question.facet is Facet.ENTRANCE_EXAM
    missing = [id for id in program_points.wanted(draft.question.facet, draft.question) if id not in asks]
    if missing and (exams or draft.question.of_kind("requirement")):
        names = joined([school_words.requirement(id) for id in missing], "or")
        draft.say(
            f"Whether it asks for {names} isn't recorded, which is no answer either way; see {pages.link(program)}"
        )


def _gap(draft: Draft, program: Program, named: Sequence[Institution]) -> None:
    draft.outcome = Outcome.GAP
    name = subjects.one_name(program)
    wanted = several_programs.wanted(draft.question)
    draft.say(f"My records on {name} don't say {wanted}; {pages.link(program)} is the place to look")
    draft.say("A missing line is no answer either way")
    if draft.question.facet is Facet.FUNDING:
        _aid_page(draft, named)
    pages.cite_main(draft, program)


def _aid_page(draft: Draft, named: Sequence[Institution]) -> None:
    for school in named[:1]:
        if school.row and school.row.aid_page:
            draft.say(f"The school's financial aid office: [{school.name}]({school.row.aid_page})")
            draft.cite_ids([draft.knowledge.tables.about[school.row.table].source])


def _cost(draft: Draft, program: Program, named: Sequence[Institution]) -> None:
    """The program's own price, else the average of its school, said to be that."""
    own = cells.newest_price(program)
    if own:
        prices_said.own(draft, program, own)
        return
    draft.say(f"I don't have the price of {subjects.one_name(program)} itself")
    pages.cite_main(draft, program)
    school = next((school for school in named if subjects.offers(school, program)), None)
    if school and prices_said.whole_school(draft, school):
        draft.say(f"The program may differ, so check {pages.link(program)}")
    else:
        draft.outcome = Outcome.GAP
        draft.say(f"I have no average of the school either; see {pages.link(program)}")
