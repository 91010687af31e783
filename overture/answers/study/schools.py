"""Questions on schools and programs: which there are, how many, which comes first, and what one of them is."""

from __future__ import annotations

from dataclasses import replace

from overture.answers.base import narrow, subjects, topics
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Filters, Outcome, Question, Shape
from overture.answers.base.school_words import programs as programs_in_words
from overture.answers.base.subjects import Asked
from overture.answers.base.words import capital, joined
from overture.answers.study import (
    asking_back,
    program_detail,
    program_lists,
    program_rows,
    school_detail,
    school_lists,
    unknown_school,
)
from overture.knowledge import Knowledge
from overture.knowledge.catalog import find
from overture.knowledge.criteria import criteria

# Levels that no program in the knowledge need be of: the federal counts know the schools.
_BY_COUNTS = frozenset({"certificate", "associate", "bachelor", "doctorate"})
# Conditions that pick some of the programs; those on what is asked of applicants are what a question is about.
_NARROWS = frozenset({"places", "around", "delivery", "degrees", "fields", "control", "hbcu", "cost"})


def answer(question: Question, knowledge: Knowledge) -> Answer:
    """Lists, counts and details of schools and programs."""
    if not knowledge.institutions:
        return topics.answer(question, knowledge)
    found = named(question, knowledge)
    if found:
        return found
    asked = _with_places(question)
    if asked.shape is Shape.BEST and asked.filters.sort is None:
        return no_ranking(asked, knowledge)
    if not criteria(asked.filters) and asked.filters.sort is None and asked.shape not in (Shape.LIST, Shape.COUNT):
        near = narrow.near(asked, knowledge, lambda s: s.kind == "topic", narrow.ANSWERS)
        if near:
            return topics.answer(asked, knowledge)
    return listing(asked, knowledge)


def of_side(question: Question, knowledge: Knowledge) -> Answer | None:
    """One side of studying under conditions that name no school: "what does it cost in California".

    Returns:
        None where the question puts no such condition, or no program is known to meet them.
    """
    order = {Facet.COST: "cheapest", Facet.LENGTH: "shortest"}.get(question.facet)
    filters = replace(question.filters, sort=question.filters.sort or order)
    narrowing = {c.name for c in criteria(filters)} & _NARROWS
    if question.facet is Facet.ONLINE:
        narrowing -= {"delivery", "not_delivery"}
    if not narrowing or question.of_kind("requirement", "term") or not find(filters, knowledge).sure:
        return None
    return program_lists.answer(replace(question, filters=filters, shape=Shape.LIST), knowledge)


def named(question: Question, knowledge: Knowledge) -> Answer | None:
    """What is known of the schools and programs that a question names; None if it names none."""
    asked = subjects.asked(question, knowledge)
    if asked.alike:
        return asking_back.of_schools(question, knowledge, asked.alike)
    if len(asked.schools) > 1:
        return _several(question, knowledge, asked)
    if question.of_kind("program") and len(asked.programs) == 1:
        return program_detail.answer(question, knowledge, asked.programs[0])
    if asked.schools:
        return school_detail.answer(question, knowledge, asked.schools[0], asked.programs)
    if question.facet is Facet.SCHOOLS and (place := unknown_school.place(question, knowledge)):
        return unknown_school.no_place(question, knowledge, place)
    unknown = unknown_school.names(question, knowledge) if question.facet is Facet.SCHOOLS else []
    return unknown_school.answer(question, knowledge, unknown[0]) if unknown else None


def _several(question: Question, knowledge: Knowledge, asked: Asked) -> Answer:
    """Which programs several schools have."""
    draft = Draft(question, knowledge)
    for school in asked.schools:
        own = [program for program in asked.programs if subjects.offers(school, program)]
        programs = joined([subjects.short_program(program) for program in own])
        none = "nothing of that kind in my records, which does not mean that there is none"
        draft.say(f"{capital(subjects.school_name(school))}: {programs or none}")
    if asked.programs:
        program_detail.doubts(draft, asked.programs)
        program_rows.show(draft, asked.programs)
        program_lists.lead_on(draft, asked.programs)
    else:
        draft.outcome = Outcome.GAP
        draft.follow("All programs I know", "Which schools offer it?")
    return draft.answer()


def _with_places(question: Question) -> Question:
    """The question with the places that it names as a condition, if nobody has read conditions from it."""
    filters = question.filters
    places = tuple(m.subject.id for m in question.of_kind("place"))
    if not places or filters.places or filters.around or filters.not_places:
        return question
    return replace(question, filters=replace(filters, places=places))


def listing(question: Question, knowledge: Knowledge) -> Answer:
    """Programs under the conditions, or schools by the federal counts where those know more."""
    filters = question.filters
    if set(filters.levels) & _BY_COUNTS and "master" not in filters.levels:
        own = find(filters, knowledge).sure
        return school_lists.answer(question, knowledge, own) or school_lists.nothing(question, knowledge)
    if not find(filters, knowledge).sure and _in_tables(filters):
        lead = f"I have no page of a {programs_in_words(criteria(filters), knowledge, many=False)}"
        by_counts = school_lists.answer(question, knowledge, lead=lead)
        if by_counts:
            return by_counts
    return program_lists.answer(question, knowledge) or program_lists.nothing(question, knowledge)


def _in_tables(filters: Filters) -> bool:
    """Whether the federal counts can stand in: only a place or a kind of school is asked for."""
    return {c.name for c in criteria(filters)} <= {"places", "not_places", "around", "levels", "control", "hbcu"}


def no_ranking(question: Question, knowledge: Knowledge) -> Answer:
    """For "the best school" without a measure: none is ranked, measures are offered."""
    draft = Draft(question, knowledge)
    draft.say(
        "I don't rank schools: there is no sound measure of which one is best, and it depends on what you want from it"
    )
    draft.say(
        "What I can do is put them in order of price, of length or of degrees awarded, or narrow them to what you need"
    )
    if criteria(question.filters):
        found = find(question.filters, knowledge)
        if found.sure:
            described = programs_in_words(found.criteria, knowledge, many=len(found.sure) != 1)
            draft.say(f"I know {len(found.sure)} {described}")
            program_rows.show(draft, found.sure, found.criteria)
    draft.follow("Cheapest", "Which programs are the cheapest?")
    draft.follow("Most graduates", "Which school has the most graduates?")
    draft.follow("Shortest", "Which programs are the shortest?")
    return draft.answer()
