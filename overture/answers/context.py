"""What a conversation is about, between one message and the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from overture.answers.model import Answer, Facet, Filters, Mentioned, Question, Shape
from overture.knowledge import Subject

_FACETS = {facet.value: facet for facet in Facet}
_SHAPES = {shape.value: shape for shape in Shape}
_OFFERS = ("program", "school")

# Facets that speak of one kind of thing; a subject of that kind carries over between them.
FACET_KINDS: Mapping[Facet, tuple[str, ...]] = {
    Facet.CAREER_DETAIL: ("career",),
    Facet.SALARY: ("career", "place"),
    Facet.OUTLOOK: ("career",),
    Facet.JOB_EDUCATION: ("career",),
    Facet.DEGREE_TITLES: ("degree",),
    Facet.LEVELS: ("level", "degree"),
    Facet.CONCENTRATIONS: ("concentration", *_OFFERS),
    Facet.COURSE_DETAIL: ("course", "concentration"),
    Facet.TERM: ("term",),
    Facet.COMPARE: ("career", "degree", "level", "concentration", "course", *_OFFERS, "place"),
    Facet.SCHOOLS: (*_OFFERS, "place"),
    Facet.COURSES: _OFFERS,
    Facet.THESIS: _OFFERS,
    Facet.ONLINE: _OFFERS,
    Facet.LENGTH: _OFFERS,
    Facet.COST: _OFFERS,
    Facet.FUNDING: _OFFERS,
    Facet.PREREQUISITES: _OFFERS,
    Facet.APPLICATION: _OFFERS,
    Facet.ENTRANCE_EXAM: _OFFERS,
    Facet.PORTFOLIO: _OFFERS,
    Facet.INTERNATIONAL: _OFFERS,
    Facet.ACCREDITATION: _OFFERS,
}
# Questions kept for "go back".
_REMEMBERED = 5


@dataclass(frozen=True)
class Context:
    """What the conversation is about.

    The last question's facet and subjects, the year it asked for, the ids of the
    sources that its answer named, how many further statements "more" has shown, the
    questions before, newest last; the conditions that the last question put, and the
    shape of its answer.
    """

    facet: Optional[Facet] = None
    about: tuple[Mentioned, ...] = ()
    year: Optional[str] = None
    sources: tuple[str, ...] = ()
    shown: int = 0
    before: tuple[Context, ...] = ()
    filters: Filters = field(default_factory=Filters)
    shape: Shape = Shape.ONE

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, for a slot."""
        return {
            "facet": self.facet.value if self.facet else None,
            "about": [[m.subject.kind, m.subject.id, m.name] for m in self.about],
            "year": self.year,
            "sources": list(self.sources),
            "shown": self.shown,
            "before": [context.as_dict() for context in self.before],
            "filters": self.filters.as_dict(),
            "shape": self.shape.value,
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
                filters=Filters.from_dict(plain.get("filters")),
                shape=_SHAPES.get(plain.get("shape") or "", Shape.ONE),
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
        return Context(
            question.facet,
            question.about or self.about,
            question.year,
            tuple(citation.id for citation in answer.sources),
            before=past,
            filters=question.filters,
            shape=question.shape,
        )

    @property
    def has_list(self) -> bool:
        """Whether schools were asked for before, also with a digression since."""
        return any(context.facet is Facet.SCHOOLS for context in (self, *self.before))

    def listed(self) -> Filters:
        """The conditions of the last list of schools, also after a digression; empty if there was none."""
        for context in (self, *reversed(self.before)):
            if context.facet is Facet.SCHOOLS:
                return context.filters
        return Filters()

    def back(self) -> Optional[Context]:
        """The context before this one; None when there is none."""
        return replace(self.before[-1], before=self.before[:-1]) if self.before else None

    def question(self) -> Optional[Question]:
        """The last question again; None when nothing was asked yet."""
        if self.facet is None:
            return None
        kinds = FACET_KINDS.get(self.facet)
        about = tuple(m for m in self.about if kinds is None or m.subject.kind in kinds)
        return Question(self.facet, about, self.filters, self.shape, self.year)
