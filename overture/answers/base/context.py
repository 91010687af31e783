"""What a conversation is about, between one message and the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from overture.answers.base.model import Answer, Facet, Filters, Mentioned, Outcome, Question, Shape
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
# What speaks of the kinds of degree.
TITLES = frozenset({Facet.LEVELS, Facet.DEGREE_TITLES})
# What a bare name is taken to ask, by kind, when nothing was asked before.
FIRST_FACET: Mapping[str, Facet] = {
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
# Questions kept for "go back", things of a list that can be pointed at, things kept for "both of them".
_REMEMBERED = 5
_LISTED = 20
_RECENT = 4
# Kinds that can be pointed at; a place or a level goes on as a condition instead.
THINGS = frozenset({"career", "degree", "concentration", "course", *_OFFERS})


@dataclass(frozen=True)
class Context:
    """What the conversation is about, and what each part of it is kept for.

    ``facet``, ``about``, ``year``, ``filters`` and ``shape`` are those of the last
    question and go with the next one; ``sources`` are ids of the sources that its
    answer named; ``shown`` how much "more" has shown since.  ``before`` are the
    contexts before it, newest last, for "go back".

    ``listed`` is the last list or comparison in its order, for "the second one"; it
    outlives digressions until there is another one, and ``fresh`` says that the last
    answer made it.  ``recent`` are the things talked about one after the other, newest
    last, for "both" and "the other one".  ``level`` is the level of study that somebody
    means, a school leaver the bachelor's; it holds until they name another.
    ``doubted`` are the words of the last question if it was asked back.
    """

    facet: Optional[Facet] = None
    about: tuple[Mentioned, ...] = ()
    year: Optional[str] = None
    sources: tuple[str, ...] = ()
    shown: int = 0
    before: tuple[Context, ...] = ()
    filters: Filters = field(default_factory=Filters)
    shape: Shape = Shape.ONE
    listed: tuple[Mentioned, ...] = ()
    fresh: bool = False
    recent: tuple[Mentioned, ...] = ()
    level: Optional[str] = None
    doubted: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, for a slot."""
        return {
            "facet": self.facet.value if self.facet else None,
            "about": _plain(self.about),
            "year": self.year,
            "sources": list(self.sources),
            "shown": self.shown,
            "before": [context.as_dict() for context in self.before],
            "filters": self.filters.as_dict(),
            "shape": self.shape.value,
            "listed": _plain(self.listed),
            "fresh": self.fresh,
            "recent": _plain(self.recent),
            "level": self.level,
            "doubted": self.doubted,
        }

    @classmethod
    def from_dict(cls, value: Optional[Mapping[str, Any]]) -> Context:
        """Reads a slot's value; anything unreadable is an empty context."""
        try:
            plain = value or {}
            return cls(
                facet=_FACETS.get(plain.get("facet") or ""),
                about=_things(plain.get("about", ())),
                year=plain.get("year"),
                sources=tuple(str(id) for id in plain.get("sources", ())),
                shown=int(plain.get("shown") or 0),
                before=tuple(cls.from_dict(inner) for inner in plain.get("before", ())),
                filters=Filters.from_dict(plain.get("filters")),
                shape=_SHAPES.get(plain.get("shape") or "", Shape.ONE),
                listed=_things(plain.get("listed", ())),
                fresh=bool(plain.get("fresh")),
                recent=_things(plain.get("recent", ())),
                level=str(plain["level"]) if plain.get("level") else None,
                doubted=str(plain.get("doubted") or ""),
            )
        except (AttributeError, TypeError, ValueError):
            return cls()

    def after(self, question: Question, answer: Answer) -> Context:
        """The context once a question has been answered.

        A question about sources leaves it as it was, so that "and the pay?" still works.
        """
        if question.facet is Facet.SOURCES:
            return self
        about = self._about(question) if question.shape is Shape.ONE else question.about or self.about
        if len(answer.listed) == 1:  # "it" is then the one thing on the list
            about = (*(m for m in about if m.subject != answer.listed[0].subject), answer.listed[0])
        return Context(
            question.facet,
            about,
            question.year,
            tuple(citation.id for citation in answer.sources),
            before=self._past(),
            filters=question.filters,
            shape=question.shape,
            listed=answer.listed[:_LISTED] or self.listed,
            fresh=bool(answer.listed),
            level=question.level,
            doubted=question.text if answer.outcome is Outcome.ASKED_BACK else "",
            recent=_latest((*self.recent, *(m for m in about if m.subject.kind in THINGS))),
        )

    def heard(self, question: Question) -> Context:
        """The context for the next question of the same message, before any answer."""
        return replace(
            self,
            facet=question.facet,
            about=self._about(question),
            filters=question.filters,
            shape=question.shape,
            level=question.level,
            recent=_latest((*self.recent, *(m for m in question.about if m.subject.kind in THINGS))),
        )

    def _about(self, question: Question) -> tuple[Mentioned, ...]:
        """What is talked about with a question: a level or a place named takes no thing's place."""
        if any(m.subject.kind in THINGS for m in question.about):
            return question.about
        return (*question.about, *(m for m in self.about if m.subject.kind in THINGS or not question.about))

    def dropped(self) -> Context:
        """The context after "never mind": nothing goes on from it, but "go back" still works."""
        return Context(before=self._past())

    def _past(self) -> tuple[Context, ...]:
        """The contexts to go back to; without their lists, which are made again then."""
        if self.facet is None:
            return self.before
        return (*self.before, replace(self, before=(), shown=0, listed=(), recent=()))[-_REMEMBERED:]

    @property
    def has_list(self) -> bool:
        """Whether schools were asked for before, also with a digression since."""
        return any(context.facet is Facet.SCHOOLS for context in (self, *self.before))

    def list_conditions(self) -> Filters:
        """The conditions of the last list of schools, also after a digression; empty if there was none."""
        for context in (self, *reversed(self.before)):
            of_one = context.shape is Shape.ONE and any(m.subject.kind in _OFFERS for m in context.about)
            if context.facet is Facet.SCHOOLS and not of_one:
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
        return Question(self.facet, about, self.filters, self.shape, self.year, level=self.level)


def _plain(things: Sequence[Mentioned]) -> list[list[str]]:
    return [[m.subject.kind, m.subject.id, m.name] for m in things]


def _things(plain: Any) -> tuple[Mentioned, ...]:
    return tuple(Mentioned(Subject(kind, id), name) for kind, id, name in plain)


def _latest(things: Sequence[Mentioned]) -> tuple[Mentioned, ...]:
    """The last few, each once, where it came last; offsets belong to a message and don't outlive it."""
    kept = {m.subject: m for m in reversed(things)}
    return tuple(replace(m, start=-1, end=-1) for m in reversed(list(kept.values())[:_RECENT]))
