"""Names that stand for several things: the school or the city, one of several schools, one of several towns.

What the message or the talk before it says decides as far as it can ("Anderson
University in Indiana", "an entrance exam at Louisville"); the rest is a doubt, and
:mod:`overture.answers.study.asking_back` asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from overture.answers.base import subjects
from overture.answers.base.context import Context
from overture.answers.base.model import Facet, Mentioned, Question, Shape
from overture.answers.base.school_words import area
from overture.answers.conditions.atlas import atlas
from overture.answers.conditions.phrase import Spot
from overture.answers.conditions.place_finder import find_places
from overture.answers.study.program_words import FACETS
from overture.knowledge import Knowledge, Subject, fold
from overture.knowledge.catalog import find, find_schools
from overture.knowledge.institutions import Institution
from overture.knowledge.query import Filters
from overture.knowledge.school_names import bare_names

# Facets that are asked of a school.
_OF_SCHOOLS = frozenset({*FACETS, Facet.SCHOOLS, Facet.OVERVIEW, Facet.LEVELS, Facet.DEGREE_TITLES, Facet.COMPARE})
# Words before a place's name that ask of one thing: "how much is Oregon", but not "how much is it in Oregon".
_OF_ONE = re.compile(
    r"\b(?:does|did|is|at|about|into|attend|like|costs? (?:of|at|for)|apply to|requirements? (?:of|for|at))\s+$",
    re.IGNORECASE,
)
_TELL = re.compile(r"\b(?:tell me (?:\w+ )?about|more (?:on|about)|info (?:on|about)|is|does)\s+$", re.IGNORECASE)
_INSIDE = re.compile(r"\b(?:in|near|around|outside|from)\s+(?:the\s+)?$", re.IGNORECASE)
_SEVERAL = re.compile(
    r"^(?:\s+\w+)?\s+(?:schools?|programs?|programmes?|colleges?|univers\w+|unis?|options?|ones?|degrees?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Doubt:
    """A name that means several things: as said, its place in the question's text (-1 where it goes on from before).

    ``schools`` and ``places`` (ids) are what it may mean.
    """

    said: str
    start: int
    end: int
    schools: tuple[Institution, ...] = ()
    places: tuple[str, ...] = ()


def recalled(about: Sequence[Mentioned], context: Context, knowledge: Knowledge) -> tuple[Mentioned, ...]:
    """The mentions, a shared name taken for the school of that name that was talked about before."""
    known = knowledge.schools_called
    told = (m for m in (*context.about, *context.recent) if m.subject.kind == "school")
    before = {m.subject.id: m.name for m in told if (c := known.get(fold(m.name))) is None or len(c.schools) == 1}
    return tuple(_recalled(m, before, knowledge) for m in about)


def _recalled(mentioned: Mentioned, before: dict[str, str], knowledge: Knowledge) -> Mentioned:
    called = knowledge.schools_called.get(fold(mentioned.name)) if mentioned.subject.kind == "school" else None
    known = [school for school in called.schools if school.id in before] if called else []
    if called is None or len(called.schools) < 2 or len(known) != 1:
        return mentioned
    return replace(mentioned, subject=Subject("school", known[0].id), name=before[known[0].id])


def by_the_talk(
    found: Filters, text: str, about: Sequence[Mentioned], context: Context, knowledge: Knowledge
) -> Filters:
    """The conditions, a town that several states have settled by a state or country that was just spoken of."""
    wider = context.filters.places
    for spot in find_places(text, about, atlas(knowledge)) if wider else ():
        kept = [id for id in spot.ids if any(atlas(knowledge).lies_in(id, place) for place in wider)]
        if kept and len(spot.ids) > 1:
            found = replace(found, places=tuple(id for id in found.places if id in kept or id not in spot.ids))
    return found


def resolved(question: Question, knowledge: Knowledge) -> Question:
    """The question with places read as schools, where only a school makes sense, and places without any left out.

    The former is when programs are asked about or schools compared, and exactly one school
    with programs is called after the place.  A place with filters of its own ("in
    Texas") is left alone: whole states and regions are called by many schools.
    """
    question = _settled(question, knowledge)
    named = tuple(m for m in question.about if m.start >= 0)  # the rest goes on from before
    schools = [m for m in named if m.subject.kind in {"school", "program"}]
    if question.facet is Facet.COMPARE:
        if not schools:
            return question
    elif question.facet not in FACETS or schools:
        return question
    places = {spot.start for spot in _spots(question, knowledge) if not _INSIDE.search(question.text[: spot.start])}
    about = tuple((_as_school(m, knowledge) if m.start in places else None) or m for m in named)
    if not any(m.subject.kind == "school" and m not in named for m in about):
        return question
    return replace(question, about=about, filters=replace(question.filters, places=(), around=None))


def _settled(question: Question, knowledge: Knowledge) -> Question:
    """Without the meanings of a place where there is no school: "Cambridge" is the one that has some."""
    filters = question.filters
    for spot in _open_spots(question, knowledge):
        kept = _with_something(spot.ids, question, knowledge)
        if len(kept) == 1:
            gone = set(spot.ids) - set(kept)
            filters = replace(filters, places=tuple(id for id in filters.places if id not in gone))
    return replace(question, filters=filters) if filters != question.filters else question


def _as_school(mentioned: Mentioned, knowledge: Knowledge) -> Mentioned | None:
    place = knowledge.places.get(mentioned.subject.id) if mentioned.subject.kind == "place" else None
    if place is None or getattr(place, "kind", "") != "city":
        return None
    own, others = _called_after(mentioned.name, knowledge)
    found = [school for school in own if school.programs]
    if len(found) != 1 or others:
        return None
    return replace(mentioned, subject=Subject("school", found[0].id), name=found[0].name)


def _called_after(place: str, knowledge: Knowledge) -> tuple[list[Institution], list[Institution]]:
    """Schools called just after a place ("University of Miami"), and others with programs and it in their name."""
    name, called = fold(place), knowledge.schools_called
    full = (f"university of {name}", f"{name} university", f"{name} college", f"{name} state university")
    # Also several: "Indiana University" has two campuses here.
    own = [s for key in full if key in called for s in called[key].schools]
    own += called[name].schools if name in called and len(called[name].schools) == 1 else ()
    own = list({school.id: school for school in own}.values())
    others = [s for s in knowledge.institutions.values() if s.programs and s not in own]
    # "York" is not in "New York".
    there = re.compile(rf"(?<!\bnew )(?<!\bnorth )(?<!\bsouth )(?<!\bwest )(?<!\beast )\b{re.escape(name)}\b")
    return own, [s for s in others if any(there.search(fold(surface)) for surface in s.surfaces())]


def doubt(question: Question, knowledge: Knowledge) -> Doubt | None:
    """The first name of a question that means several things, with nothing to decide between them."""
    found = (_schools(question, knowledge), _place_or_school(question, knowledge), _places(question, knowledge))
    return next((doubt for doubts in found for doubt in doubts), None)


def _schools(question: Question, knowledge: Knowledge) -> Iterator[Doubt]:
    """Several schools of one name."""
    for named in question.of_kind("school") if question.facet in _OF_SCHOOLS else ():
        bearers = subjects.bearers_of(named, question, knowledge)
        if len(bearers) > 1:
            # First those with programs, then those of no longer name: Columbia University before Columbia Central.
            own = {s.id for s in bearers for n in s.surfaces() if fold(named.name) in map(fold, bare_names(n))}
            ordered = sorted(bearers, key=lambda school: (not school.programs, school.id not in own, school.name))
            yield Doubt(named.name, named.start, named.end, tuple(ordered))


def _place_or_school(question: Question, knowledge: Knowledge) -> Iterator[Doubt]:
    """A place of which something is asked that only a school has."""
    if question.facet not in _OF_SCHOOLS or question.shape is not Shape.ONE or question.of_kind("school", "program"):
        return
    leads = _TELL if question.facet in (Facet.SCHOOLS, Facet.OVERVIEW) else _OF_ONE
    for spot in _spots(question, knowledge):
        before, said = question.text[: spot.start], question.text[spot.start : spot.end]
        if not leads.search(before) or _SEVERAL.match(question.text[spot.end :]):
            continue
        own, others = _called_after(said, knowledge)
        sure = question.facet in FACETS and len(own) == 1 and not others
        if own and not sure:
            ordered = sorted((*own, *others), key=lambda school: (not school.programs, school not in own))
            places = _with_something(spot.ids, question, knowledge) or spot.ids
            yield Doubt(_named(said), spot.start, spot.end, tuple(ordered), places)


def _places(question: Question, knowledge: Knowledge) -> Iterator[Doubt]:
    """Several towns of one name, or a state and a city, that a condition is put with."""
    for spot in _open_spots(question, knowledge):
        ids = _with_something(spot.ids, question, knowledge)
        if len(ids) > 1:
            yield Doubt(_named(question.text[spot.start : spot.end]), spot.start, spot.end, (), ids)


def _named(said: str) -> str:
    """A place as it was typed, with capitals."""
    return said.title() if said.islower() else said


def _open_spots(question: Question, knowledge: Knowledge) -> list[Spot]:
    filters = question.filters
    used = {*filters.places, *filters.not_places, filters.around}
    return [spot for spot in _spots(question, knowledge) if len(spot.ids) > 1 and used.issuperset(spot.ids)]


def _spots(question: Question, knowledge: Knowledge) -> list[Spot]:
    return find_places(question.text, question.about, atlas(knowledge))


def _with_something(ids: Sequence[str], question: Question, knowledge: Knowledge) -> tuple[str, ...]:
    """The places that schools or programs are in; all of them where pay is asked for."""
    if question.facet not in _OF_SCHOOLS:
        return tuple(ids)
    there = {id: Filters(places=(id,)) for id in ids}
    return tuple(id for id, f in there.items() if find(f, knowledge).sure or find_schools(f, knowledge).sure)


def own_name(id: str, knowledge: Knowledge) -> str:
    """A name of a place that means no other one: "Washington State", "Springfield, IL"."""
    place = knowledge.places.get(id)
    if place is None:
        return area(id, knowledge)
    names = [place.name, *sorted(place.aliases, key=len, reverse=True)]
    return next((name for name in names if atlas(knowledge).meanings(id, name) == (id,)), place.name)
