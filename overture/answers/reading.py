"""From what was understood of a message to the question it asks.

Input is the parse result of the understanding pipeline as plain data: ``intent``,
``entities``, ``passages``, ``text``.  Nothing here knows Rasa.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

from overture.answers.model import Answer, Facet, Mentioned, Near, Question, Shape
from overture.knowledge import Subject

_INTENT = re.compile(r"^ask_(?P<facet>\w+)$")
_YEAR = re.compile(r"\b(20[0-3]\d)\b")
_BEYOND = re.compile(r"\b(other|others|else|all|any|every|list|exist|are there)\b", re.IGNORECASE)
_FACETS = {facet.value: facet for facet in Facet}

# What a bare name is taken to ask, by kind, when nothing was asked before.
_FIRST_FACET = {
    "career": Facet.CAREER_DETAIL,
    "degree": Facet.DEGREE_TITLES,
    "level": Facet.LEVELS,
    "concentration": Facet.CONCENTRATIONS,
    "course": Facet.COURSE_DETAIL,
    "term": Facet.TERM,
}
_TOPIC_FACETS = {
    "degree-titles": Facet.DEGREE_TITLES,
    "entrance-exam": Facet.ENTRANCE_EXAM,
    "studio": Facet.STUDIO_ENSEMBLE,
    "ensemble": Facet.STUDIO_ENSEMBLE,
    "field-names": Facet.OVERVIEW,
}
# Facets that speak of one kind of thing; a subject of that kind carries over between them.
FACET_KINDS: Mapping[Facet, tuple[str, ...]] = {
    Facet.CAREER_DETAIL: ("career",),
    Facet.SALARY: ("career",),
    Facet.OUTLOOK: ("career",),
    Facet.JOB_EDUCATION: ("career",),
    Facet.DEGREE_TITLES: ("degree",),
    Facet.LEVELS: ("level", "degree"),
    Facet.CONCENTRATIONS: ("concentration",),
    Facet.COURSE_DETAIL: ("course", "concentration"),
    Facet.TERM: ("term",),
    Facet.COMPARE: ("career", "degree", "level", "concentration", "course"),
}

# Questions kept for "go back".
_REMEMBERED = 5


@dataclass(frozen=True)
class Context:
    """What the conversation is about.

    The last question's facet and subjects, the year it asked for, the ids of the
    sources that its answer named, how many further statements "more" has shown, and
    the questions before, newest last.
    """

    facet: Optional[Facet] = None
    about: tuple[Mentioned, ...] = ()
    year: Optional[str] = None
    sources: tuple[str, ...] = ()
    shown: int = 0
    before: tuple[Context, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, for a slot."""
        return {
            "facet": self.facet.value if self.facet else None,
            "about": [[m.subject.kind, m.subject.id, m.name] for m in self.about],
            "year": self.year,
            "sources": list(self.sources),
            "shown": self.shown,
            "before": [context.as_dict() for context in self.before],
        }

    @classmethod
    def from_dict(cls, value: Optional[Mapping[str, Any]]) -> Context:
        """Reads a slot's value; anything unreadable is an empty context."""
        try:
            plain = value or {}
            return cls(
                facet=_FACETS.get(plain.get("facet") or ""),
                about=tuple(Mentioned(Subject(kind, id), name) for kind, id, name in plain.get("about", ())),
                year=plain.get("year"),
                sources=tuple(str(id) for id in plain.get("sources", ())),
                shown=int(plain.get("shown") or 0),
                before=tuple(cls.from_dict(inner) for inner in plain.get("before", ())),
            )
        except (AttributeError, TypeError, ValueError):
            return cls()

    def after(self, question: Question, answer: Answer) -> Context:
        """The context once a question has been answered.

        A question about sources leaves it as it was, so that "and the pay?" still works.
        """
        if question.facet is Facet.SOURCES:
            return self
        past = (*self.before, replace(self, before=(), shown=0))[-_REMEMBERED:] if self.facet else ()
        sources = tuple(citation.id for citation in answer.sources)
        return Context(question.facet, question.about or self.about, question.year, sources, before=past)

    def back(self) -> Optional[Context]:
        """The context before this one; None when there is none."""
        return replace(self.before[-1], before=self.before[:-1]) if self.before else None

    def question(self) -> Optional[Question]:
        """The last question again; None when nothing was asked yet."""
        if self.facet is None:
            return None
        kinds = FACET_KINDS.get(self.facet)
        about = tuple(m for m in self.about if kinds is None or m.subject.kind in kinds)
        return _shaped(Question(self.facet, about, year=self.year))


def read(parse: Mapping[str, Any], context: Context = Context()) -> Optional[Question]:
    """The question that a message asks, completed from the context.

    Returns:
        None when the message asks nothing about the knowledge (small talk, say).
    """
    about = _mentioned(parse.get("entities") or ())
    facet = _facet(parse, about, context)
    if facet is None:
        return None
    text = str(parse.get("text") or "")
    year = _YEAR.search(text)
    question = Question(
        facet=facet,
        about=about or _carried(facet, context, text),
        year=year.group(1) if year else None,
        near=tuple(Near(p["key"], float(p["score"])) for p in parse.get("passages") or ()),
        text=text,
    )
    return _shaped(question)


def read_all(parse: Mapping[str, Any], context: Context = Context()) -> list[Question]:
    """All questions of a message in order; one that stands alone is read as :func:`read` does.

    A later question without subjects of its own is about those of the one before.
    """
    parts = parse.get("parts") or ()
    if len(parts) < 2:
        question = read(parse, context)
        return [question] if question else []
    found: list[Question] = []
    for part in parts:
        inside = [e for e in parse.get("entities") or () if part["start"] <= e["start"] and e["end"] <= part["end"]]
        question = read({**part, "entities": inside}, context)
        if question and all(question.facet is not q.facet or question.about != q.about for q in found):
            found.append(question)
            context = replace(context, facet=question.facet, about=question.about or context.about)
    return found


def _facet(parse: Mapping[str, Any], about: Sequence[Mentioned], context: Context) -> Optional[Facet]:
    intent = str((parse.get("intent") or {}).get("name") or "")
    if intent == "refer":
        return _referred(about, context)
    match = _INTENT.match(intent)
    return _FACETS.get(match.group("facet")) if match else None


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


def _mentioned(entities: Sequence[Mapping[str, Any]]) -> tuple[Mentioned, ...]:
    return tuple(
        Mentioned(Subject(e["entity"], e["value"]), str(e.get("name") or e["value"]))
        for e in entities
        if e.get("extractor") == "SubjectLinker"
    )


def _carried(facet: Facet, context: Context, text: str) -> tuple[Mentioned, ...]:
    """The subjects that go on from before, unless the message asks beyond them ("which others are there")."""
    wanted = () if _BEYOND.search(text) else FACET_KINDS.get(facet, ())
    return tuple(m for m in context.about if m.subject.kind in wanted)


def _shaped(question: Question) -> Question:
    if question.facet is not Facet.COMPARE:
        return question
    return replace(question, shape=Shape.COMPARE)
