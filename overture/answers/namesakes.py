"""A place's name said for the school that bears it: "NYU or Miami", "an entrance exam at Louisville"."""

from __future__ import annotations

from dataclasses import replace

from overture.answers.model import Facet, Mentioned, Question
from overture.answers.program_words import FACETS
from overture.knowledge import Knowledge, Subject, fold


def resolved(question: Question, knowledge: Knowledge) -> Question:
    """The question with places read as schools, where only a school makes sense.

    That is when programs are asked about or schools compared, and exactly one school
    with programs is called after the place.  A place with filters of its own ("in
    Texas") is left alone: whole states and regions are called by many schools.
    """
    named = tuple(m for m in question.about if m.start >= 0)  # the rest goes on from before
    schools = [m for m in named if m.subject.kind in {"school", "program"}]
    if question.facet is Facet.COMPARE:
        if not schools:
            return question
    elif question.facet not in FACETS or schools:
        return question
    about = tuple(_school(m, knowledge) or m for m in named)
    if about == named:
        return question
    return replace(question, about=about, filters=replace(question.filters, places=(), around=None))


def _school(mentioned: Mentioned, knowledge: Knowledge) -> Mentioned | None:
    place = knowledge.places.get(mentioned.subject.id) if mentioned.subject.kind == "place" else None
    if place is None or getattr(place, "kind", "") != "city":
        return None
    name = fold(mentioned.name)
    found = [
        school for school in knowledge.institutions.values() if school.programs and f"of {name}" in fold(school.name)
    ]
    if len(found) != 1:
        return None
    return replace(mentioned, subject=Subject("school", found[0].id), name=found[0].name)
