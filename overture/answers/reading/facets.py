"""Which side of a subject a message asks about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Optional

from overture.answers.base.context import FACET_KINDS, FIRST_FACET, TITLES, Context
from overture.answers.base.facet_words import by_words
from overture.answers.base.model import Facet, Filters, Mentioned, Shape
from overture.answers.reading.carrying import is_of_the_list
from overture.answers.reading.listing import wants_programs
from overture.answers.reading.pointing import Reference
from overture.answers.reading.said import Parse, intent, mentioned
from overture.answers.study import program_points
from overture.knowledge import Subject

REFER = "refer"
# Least confidence of a side that is asked of something pointed at.
_HARDLY = 0.12
# "Is it needed everywhere" asks on of what was just asked.
_ASKS_ON = re.compile(
    r"^(?:and |so |but |ok |wait |hm+ )*(?:is|are|was) (?:it|that|they|those|this|these)(?: \w+){0,2} "
    r"(?:needed|required|mandatory|necessary|compulsory|optional|obligatory|always|common|usual|everywhere|important)\b",
    re.IGNORECASE,
)
# After what teachers at one kind of college need: "what about a four-year one".
_KIND_OF_COLLEGE = re.compile(
    r"^\W*(?:and|or|but|so|ok|okay|what about|how about|what if it'?s)\b.{0,20}\b"
    r"(?:(?:two|four|2|4)[- ]year|community|junior|universit(?:y|ies)|high school)\b.{0,12}$",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?:they|these|those|them|all)\b", re.IGNORECASE)
_OF_JOBS = frozenset({Facet.CAREER_DETAIL, Facet.OUTLOOK, Facet.JOB_EDUCATION})
# Kinds that go with another thing named.
_BESIDE = frozenset({"level", "degree", "place"})
_INTENT = re.compile(r"^ask_(?P<facet>\w+)$")
_FACETS = {facet.value: facet for facet in Facet}
_TOPIC_FACETS = {
    "degree-titles": Facet.DEGREE_TITLES,
    "entrance-exam": Facet.ENTRANCE_EXAM,
    "studio": Facet.STUDIO_ENSEMBLE,
    "ensemble": Facet.STUDIO_ENSEMBLE,
    "field-names": Facet.OVERVIEW,
}


def facet_of(
    parse: Parse, about: Sequence[Mentioned], context: Context, found: Filters, shape: Shape
) -> Optional[Facet]:
    """The facet of a message; None where it asks nothing about the knowledge.

    Args:
        parse: what was understood of it.
        about: what it names.
        context: what was asked before.
        found: the conditions that it puts.
        shape: the shape of answer that it asks for.
    """
    name = intent(parse)
    text = str(parse.get("text") or "")
    if name == REFER or (_ASKS_ON.search(text) and context.facet and not about):
        # "The private ones" after a list names no subject, and "the MFA ones" no new question.
        listing = context.facet is Facet.SCHOOLS and found and not any(m.subject.kind == "career" for m in about)
        return Facet.SCHOOLS if listing else _referred(about, context)
    if context.facet is Facet.TEACHING and not about and _KIND_OF_COLLEGE.match(text):
        return Facet.TEACHING
    facet = by_words(of_intent(name), about, text)
    if facet is Facet.COMPARE and not about and context.facet in TITLES and _THEY.search(text):
        return Facet.DEGREE_TITLES  # "do they differ" after the titles
    of_schools = is_of_the_list(facet, found, shape, context, text) or wants_programs(facet, about, found, shape, text)
    return Facet.SCHOOLS if of_schools else facet


def of_intent(name: str) -> Optional[Facet]:
    """The facet that an intent asks for."""
    match = _INTENT.match(name)
    return _FACETS.get(match.group("facet")) if match else None


def likely_of(pointed: Reference, parse: Parse) -> Optional[Facet]:
    """The likeliest side that can be asked of what was pointed at: "and the outlook for both of them"."""
    kind = pointed.about[0].subject.kind
    for guess in parse.get("intent_ranking") or ():
        facet = of_intent(str(guess.get("name") or ""))
        if facet and guess.get("confidence", 0) >= _HARDLY and kind in FACET_KINDS.get(facet, ()):
            return facet
    return None


def named_facet(parse: Parse) -> Optional[Facet]:
    """The facet of the first thing that a message names, as in "back to the careers"."""
    for thing in mentioned(parse.get("entities") or ()):
        facet = topic_facet(thing.subject) or FIRST_FACET.get(thing.subject.kind)
        if facet:
            return facet
    return None


def _referred(about: Sequence[Mentioned], context: Context) -> Optional[Facet]:
    kinds = {m.subject.kind for m in about}
    if kinds == {"place"} and context.facet is Facet.COMPARE and context.has_list:
        return Facet.SCHOOLS  # "what about Texas" after some of a list were compared
    if kinds == {"place"} and context.facet in _OF_JOBS and any(m.subject.kind == "career" for m in context.about):
        return Facet.SALARY  # of a job only the pay is known by place
    if not kinds and context.facet is Facet.TERM and (asked := _asked_for(context)):
        return asked  # "is it needed" after what a word of the admission pages means
    if context.facet and (not kinds or kinds & set(FACET_KINDS.get(context.facet, ()))):
        return context.facet
    # "Masters with an education track" is about the track.
    for thing in sorted(about, key=lambda m: m.subject.kind in _BESIDE):
        facet = FIRST_FACET.get(thing.subject.kind) or topic_facet(thing.subject)
        if facet:
            return facet
    return context.facet


def _asked_for(context: Context) -> Optional[Facet]:
    """The facet of a requirement that was talked about: the narrowest that tells of it."""
    asked = next((m.subject.id for m in context.about if m.subject.kind == "requirement"), None)
    if asked is None:
        return None
    told = [facet for facet, ids in program_points.ASKED.items() if asked in ids]
    return min(told, key=lambda facet: len(program_points.ASKED[facet]), default=Facet.PREREQUISITES)


def topic_facet(subject: Subject) -> Optional[Facet]:
    """The facet that a topic of the knowledge belongs to."""
    if subject.kind != "topic":
        return None
    return _TOPIC_FACETS.get(subject.id) or _FACETS.get(subject.id.replace("-", "_"))
