"""What a program's pages say on each side of studying there, as short points with their sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Optional

from overture.answers.base import school_words
from overture.answers.base.model import Facet, Question
from overture.answers.base.words import joined
from overture.answers.study import cells, narrow_points
from overture.answers.study.narrow_points import Point as Point
from overture.answers.study.narrow_points import asks, dates, notes, said, software
from overture.knowledge import Knowledge, fold
from overture.knowledge.programs import Listing, Program

# Requirements by facet, in the order in which they are told.
ASKED: Mapping[Facet, tuple[str, ...]] = {
    Facet.PREREQUISITES: (
        "bachelors-degree",
        "music-background",
        "notation",
        "prior-audio-work",
        "math-programming",
        "prerequisite-courses",
        "software-skills",
        "gpa",
        "makeup-courses",
    ),
    Facet.APPLICATION: (
        "first-contact",
        "prescreening",
        "portfolio",
        "letters",
        "statement-of-purpose",
        "resume",
        "transcripts",
        "writing-sample",
        "project-proposal",
        "admission-interview",
        "audition",
        "application-fee",
    ),
    Facet.ENTRANCE_EXAM: ("entrance-exam", "audition", "gre"),
    Facet.PORTFOLIO: ("portfolio",),
    Facet.INTERNATIONAL: ("english-test",),
}
# Topics of notes by facet.
_NOTES: Mapping[Facet, tuple[str, ...]] = {
    Facet.LENGTH: ("schedule", "accelerated"),
    Facet.ONLINE: ("schedule",),
    Facet.COST: ("deposit",),
    Facet.FUNDING: ("deposit",),
    Facet.PREREQUISITES: ("background", "eligibility"),
    Facet.APPLICATION: (
        "selection",
        "cohort",
        "eligibility",
        "early-application",
        "deferral",
        "reapplying",
        "deposit",
        "transfer-credit",
        "non-degree-start",
    ),
    Facet.INTERNATIONAL: ("language",),
    Facet.COURSES: ("focus", "curriculum"),
}
_ROOMS = re.compile(r"\b(ensemble|studio|laborator|lab\b|facilit|equipment|internship)", re.IGNORECASE)


def points(facet: Facet, program: Program, question: Question, knowledge: Knowledge) -> list[Point]:
    """What a program's pages say on a facet, as far as the question is not narrower."""
    narrow = _narrow(facet, program, question)
    if narrow is not None:
        return narrow
    makers: Mapping[Facet, Callable[[Program, Question, Knowledge], Iterable[Point]]] = {
        Facet.LENGTH: _length,
        Facet.ONLINE: lambda p, q, k: said("Teaching", p.delivery),
        Facet.THESIS: lambda p, q, k: said("Ending", p.ending),
        Facet.FUNDING: lambda p, q, k: (Point("Funding", f.text, f) for f in p.funding),
        Facet.APPLICATION: lambda p, q, k: dates(p),
        Facet.INTERNATIONAL: _international,
        Facet.ACCREDITATION: lambda p, q, k: (Point("Accreditation", a.text, a) for a in p.accreditation),
        Facet.COURSES: lambda p, q, k: _taught(p),
        Facet.COURSE_DETAIL: course_points,
        Facet.CONCENTRATIONS: lambda p, q, k: _listed("Concentrations", p.concentrations),
        Facet.STUDIO_ENSEMBLE: lambda p, q, k: _rooms(p),
    }
    made = makers[facet](program, question, knowledge) if facet in makers else ()
    return [*made, *asks(program, ASKED.get(facet, ())), *notes(program, _NOTES.get(facet, ()))]


def wanted(facet: Facet, question: Question) -> tuple[str, ...]:
    """The requirements that a question is about: those it names, else all of the facet."""
    named = tuple(m.subject.id for m in question.of_kind("requirement"))
    return named or ASKED.get(facet, ())


def _narrow(facet: Facet, program: Program, question: Question) -> Optional[list[Point]]:
    """Only what a narrower question asks for; None if it is not narrower."""
    named = tuple(m.subject.id for m in question.of_kind("requirement"))
    if named and (facet in ASKED or facet is Facet.COST):
        return list(asks(program, named))
    found = narrow_points.narrow(question)
    return list(found(program)) if found else None


def _length(program: Program, question: Question, knowledge: Knowledge) -> Iterator[Point]:
    yield from said("Length", program.length)
    yield from said("Part time", program.part_time)
    yield from said("Credits", program.credits)
    yield from said("Start", program.starts)


def _international(program: Program, question: Question, knowledge: Knowledge) -> Iterator[Point]:
    yield from said("STEM list", program.stem)
    country = program.awarded_in
    if country:
        yield Point("Degree", f"The degree is one of {school_words.country(country, knowledge)}")
    abroad = [known for known in program.deadlines if known.audience == "international"]
    yield from (Point("Date for international applicants", cells.calendar(known), known) for known in abroad)


def _listed(label: str, listing: Optional[Listing]) -> Iterator[Point]:
    if listing:
        yield Point(label, joined(listing.items), listing)


def _taught(program: Program) -> Iterator[Point]:
    yield from _listed("Courses named", program.courses)
    yield from _listed("Electives named", program.electives)
    yield from _listed("Topics", program.topics)
    yield from software(program)


def course_points(program: Program, question: Question, knowledge: Knowledge) -> Iterator[Point]:
    """The listed courses and topics that go by the name of the subject asked for."""
    subjects = question.of_kind("course", "concentration", "term")
    names = {fold(m.name) for m in subjects}
    names |= {fold(name) for m in subjects if (thing := knowledge.get(m.subject)) for name in thing.surfaces()}
    for point in _taught(program):
        listing = point.fact
        items = getattr(listing, "items", ())
        same = [item for item in items if any(f" {name} " in f" {fold(item)} " for name in names)]
        if same:
            yield Point(point.label, joined(same), listing)


def _rooms(program: Program) -> Iterator[Point]:
    for note in program.notes:
        if _ROOMS.search(note.text):
            yield Point("Note", note.text, note)
    listings = (("Courses named", program.courses), ("Electives named", program.electives))
    for label, listing in listings:
        same = [item for item in listing.items if _ROOMS.search(item)] if listing else []
        if same:
            yield Point(label, joined(same), listing)
    if program.ending and "internship" in program.ending.kinds:
        yield Point("Ending", program.ending.text, program.ending)
