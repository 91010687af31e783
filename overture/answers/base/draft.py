"""Puts an answer together: each thing said brings its source along."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Optional

from overture.answers.base.model import (
    MOST_FOLLOW_UPS,
    Answer,
    Card,
    Chart,
    Citation,
    FollowUp,
    Mentioned,
    Outcome,
    Question,
    Table,
)
from overture.answers.base.words import sentence
from overture.knowledge import Knowledge, fold
from overture.knowledge.model import Dated, Statement

# Share of common words from which two statements say the same.
_SAME = 0.75


class Draft:
    """An answer in the making.

    Sentences are added with what they rest on; the sources are listed once each, in
    the order in which they were used.
    """

    def __init__(self, question: Question, knowledge: Knowledge) -> None:
        self.question = question
        self.knowledge = knowledge
        self.table: Optional[Table] = None
        self.chart: Optional[Chart] = None
        self.cards: tuple[Card, ...] = ()
        self.outcome = Outcome.ANSWERED
        self.listed: tuple[Mentioned, ...] = ()
        self._said: list[str] = []
        self._stated: list[frozenset[str]] = []
        self._notes: list[str] = []
        self._sources: dict[str, Citation] = {}
        self._follow_ups: list[FollowUp] = []

    def say(self, text: str, *rests_on: Optional[Dated]) -> Draft:
        """Adds a sentence and cites what it rests on; said twice, it is kept once."""
        said = sentence(text)
        if said not in self._said:
            self._said.append(said)
        return self.cite(*rests_on)

    def state(self, *statements: Statement) -> Draft:
        """Says statements of the knowledge, each with its caution and source.

        One that says nearly the same as another already said is left out.
        """
        for statement in statements:
            words = frozenset(fold(statement.text).split())
            if any(_alike(words, other) for other in self._stated):
                continue
            self._stated.append(words)
            self.say(statement.text, statement).cite_ids(statement.also)
            if statement.caution:
                self.note(statement.caution)
        return self

    def bullets(self, lines: Iterable[str]) -> Draft:
        """Adds lines as a list."""
        text = "\n".join(f"- {line}" for line in lines)
        if text:
            self._said.append(text)
        return self

    def note(self, *notes: str) -> Draft:
        """Adds what must be borne in mind, shown small under the answer."""
        for note in map(sentence, notes):
            # "A small survey." adds nothing to "A small survey, and an old one."
            if not any(other.startswith(note.rstrip(".")) for other in self._notes):
                self._notes.append(note)
        return self

    def cite(self, *dated: Optional[Dated]) -> Draft:
        """Lists the sources of dated facts."""
        return self.cite_ids(d.source for d in dated if d is not None)

    def cite_ids(self, ids: Iterable[str]) -> Draft:
        """Lists sources by id; ids that are not known are left out."""
        for id in ids:
            source = self.knowledge.sources.get(id)
            if source:
                self._sources[id] = Citation(
                    id, source.short, source.publisher, source.title, source.as_of, source.url, source.attribution
                )
                if source.caution:
                    self.note(source.caution)
        return self

    def refer(self, *citations: Citation) -> Draft:
        """Lists sources that are no records of their own, such as the pages of a program."""
        self._sources.update({citation.id: citation for citation in citations})
        return self

    def follow(self, label: str, message: str) -> Draft:
        """Offers a next question; more than fit are left out."""
        offered = {f.message for f in self._follow_ups} | {self.question.text}
        if message not in offered and len(self._follow_ups) < MOST_FOLLOW_UPS:
            self._follow_ups.append(FollowUp(label, message))
        return self

    def answer(self, **data: Any) -> Answer:
        """The finished answer."""
        return Answer(
            text=_paragraphs(self._said),
            table=self.table,
            chart=self.chart,
            cards=self.cards,
            notes=tuple(self._notes),
            sources=tuple(self._sources.values()),
            follow_ups=tuple(self._follow_ups),
            outcome=self.outcome,
            question=self.question,
            listed=self.listed,
            data=data,
        )


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether most of the shorter statement's words stand in the other."""
    return len(one & other) >= _SAME * min(len(one), len(other))


def _paragraphs(said: list[str]) -> str:
    """Sentences in one paragraph, lists on lines of their own."""
    text = ""
    for part in said:
        listed = part.startswith("- ")
        text += ("\n" if listed or "\n- " in text[-4000:].rsplit("\n\n", 1)[-1] else " ") + part if text else part
    return text
