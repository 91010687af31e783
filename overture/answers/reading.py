"""From what was understood of a message to the question it asks.

Input is the parse result of the understanding pipeline as plain data: ``intent``,
``entities``, ``passages``, ``text``.  Nothing here knows Rasa.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

from overture.answers.carrying import carried, is_of_the_list, narrowed, placed
from overture.answers.conditions import conditions, is_follow_up
from overture.answers.context import FACET_KINDS, Context
from overture.answers.model import Facet, Filters, Mentioned, Near, Question, Shape
from overture.knowledge import Knowledge, Subject, shared

__all__ = ["FACET_KINDS", "Context", "named_facet", "read", "read_all", "topic_facet"]

REFER = "refer"
_NOTHING_BEFORE = Context()
_INTENT = re.compile(r"^ask_(?P<facet>\w+)$")
_YEAR = re.compile(r"\b(20[0-3]\d)\b")
_FACETS = {facet.value: facet for facet in Facet}

# What a bare name is taken to ask, by kind, when nothing was asked before.
_FIRST_FACET = {
    "career": Facet.CAREER_DETAIL,
    "degree": Facet.DEGREE_TITLES,
    "level": Facet.LEVELS,
    "concentration": Facet.CONCENTRATIONS,
    "course": Facet.COURSE_DETAIL,
    "term": Facet.TERM,
    "program": Facet.SCHOOLS,
    "school": Facet.SCHOOLS,
    "place": Facet.SCHOOLS,
}
_TOPIC_FACETS = {
    "degree-titles": Facet.DEGREE_TITLES,
    "entrance-exam": Facet.ENTRANCE_EXAM,
    "studio": Facet.STUDIO_ENSEMBLE,
    "ensemble": Facet.STUDIO_ENSEMBLE,
    "field-names": Facet.OVERVIEW,
}


@dataclass(frozen=True)
class _Said:
    """The words that one question is read from.

    ``text`` is the clause that asks, ``start`` its place in the message; ``wide`` goes
    from ``wide_start`` on and holds the sentences beside it that ask nothing but may
    put conditions ("It has to be online.  Which schools are there?").
    """

    text: str
    start: int
    wide: str
    wide_start: int
    entities: Sequence[Mapping[str, Any]]

    def about(self) -> tuple[Mentioned, ...]:
        """What the clause mentions; offsets are into the clause."""
        return _mentioned(self.entities, self.start, self.start + len(self.text))

    def conditions(self, knowledge: Knowledge) -> tuple[Filters, Shape]:
        """The conditions of clause and sentences beside it."""
        about = _mentioned(self.entities, self.wide_start, self.wide_start + len(self.wide))
        return conditions(self.wide, about, knowledge)


def read(
    parse: Mapping[str, Any], context: Context = _NOTHING_BEFORE, knowledge: Optional[Knowledge] = None
) -> Optional[Question]:
    """The question that a message asks, completed from the context.

    Args:
        parse: what was understood of the message.
        context: what was talked about before.
        knowledge: whose places and titles are meant; that of this process if not given.

    Returns:
        None when the message asks nothing about the knowledge (small talk, say).
    """
    text = str(parse.get("text") or "")
    return _read(parse, _Said(text, 0, text, 0, parse.get("entities") or ()), context, knowledge)


def read_all(
    parse: Mapping[str, Any], context: Context = _NOTHING_BEFORE, knowledge: Optional[Knowledge] = None
) -> list[Question]:
    """All questions of a message in order; one that stands alone is read as :func:`read` does.

    A later question without subjects of its own is about those of the one before.
    """
    parts = parse.get("parts") or ()
    if len(parts) < 2:
        question = read(parse, context, knowledge)
        return [question] if question else []
    found: list[Question] = []
    for part, said in _clauses(parse, parts):
        question = _read(part, said, context, knowledge)
        if question and all(question.facet is not q.facet or question.about != q.about for q in found):
            found.append(question)
            about = question.about or context.about
            context = replace(
                context, facet=question.facet, about=about, filters=question.filters, shape=question.shape
            )
    return found


def _clauses(parse: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], _Said]]:
    """The clauses that ask, each with what stands between it and the one before; the last one to the end."""
    whole, entities, done = str(parse.get("text") or ""), parse.get("entities") or (), 0
    for number, part in enumerate(parts, 1):
        text = str(part.get("text") or "")
        start = max(whole.find(text, part["start"]), 0)
        end = len(whole) if number == len(parts) else part["end"]
        yield part, _Said(text, start, whole[done:end], done, entities)
        done = end


def _read(
    parse: Mapping[str, Any], said: _Said, context: Context, knowledge: Optional[Knowledge]
) -> Optional[Question]:
    knowledge = knowledge or shared().current()
    own = said.about()
    found, shape = said.conditions(knowledge)
    facet = _facet(parse, own, context, found, shape)
    if facet is None:
        return None
    follows = _intent(parse) == REFER or is_follow_up(said.text)
    filters, shape = narrowed(facet, own, found, shape, context, said.text, follows)
    about = placed(facet, own, filters, knowledge)
    year = _YEAR.search(said.text)
    return Question(
        facet=facet,
        about=(*about, *carried(facet, about, filters, shape, context, said.text, follows)),
        filters=filters,
        shape=Shape.COMPARE if facet is Facet.COMPARE else shape,
        year=year.group(1) if year else None,
        near=_near(parse),
        text=said.text,
    )


def _near(parse: Mapping[str, Any]) -> tuple[Near, ...]:
    return tuple(Near(p["key"], float(p["score"])) for p in parse.get("passages") or ())


def _intent(parse: Mapping[str, Any]) -> str:
    return str((parse.get("intent") or {}).get("name") or "")


def _facet(
    parse: Mapping[str, Any], about: Sequence[Mentioned], context: Context, found: Filters, shape: Shape
) -> Optional[Facet]:
    intent = _intent(parse)
    text = str(parse.get("text") or "")
    if intent == REFER:
        # "The private ones" after a list names no subject, and "the MFA ones" no new question.
        listing = context.facet is Facet.SCHOOLS and found and not any(m.subject.kind == "career" for m in about)
        return Facet.SCHOOLS if listing else _referred(about, context)
    match = _INTENT.match(intent)
    facet = _FACETS.get(match.group("facet")) if match else None
    return Facet.SCHOOLS if is_of_the_list(facet, found, shape, context, text) else facet


def named_facet(parse: Mapping[str, Any]) -> Optional[Facet]:
    """The facet of the first thing that a message names, as in "back to the careers"."""
    for mentioned in _mentioned(parse.get("entities") or ()):
        facet = topic_facet(mentioned.subject) or _FIRST_FACET.get(mentioned.subject.kind)
        if facet:
            return facet
    return None


def _referred(about: Sequence[Mentioned], context: Context) -> Optional[Facet]:
    kinds = {m.subject.kind for m in about}
    if context.facet and (not kinds or kinds & set(FACET_KINDS.get(context.facet, ()))):
        return context.facet
    for mentioned in about:
        facet = _FIRST_FACET.get(mentioned.subject.kind) or topic_facet(mentioned.subject)
        if facet:
            return facet
    return context.facet


def topic_facet(subject: Subject) -> Optional[Facet]:
    """The facet that a topic of the knowledge belongs to."""
    if subject.kind != "topic":
        return None
    return _TOPIC_FACETS.get(subject.id) or _FACETS.get(subject.id.replace("-", "_"))


def _mentioned(
    entities: Sequence[Mapping[str, Any]], start: int = 0, end: Optional[int] = None
) -> tuple[Mentioned, ...]:
    """The linked things between two offsets of a message; their offsets count from the first one."""
    found = []
    for e in entities:
        first, last = e.get("start", -1), e.get("end", -1)
        inside = first < 0 or (start <= first and (end is None or last <= end))
        if e.get("extractor") == "SubjectLinker" and inside:
            offsets = (first - start, last - start) if first >= 0 else (-1, -1)
            found.append(Mentioned(Subject(e["entity"], e["value"]), str(e.get("name") or e["value"]), *offsets))
    return tuple(found)
