"""Asks which of several things of one name is meant, with a button for each that asks the same of just that one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Mentioned, Outcome, Question
from overture.answers.base.school_words import area, place
from overture.answers.study import namesakes
from overture.answers.study.namesakes import Doubt
from overture.knowledge import Knowledge, Subject, fold
from overture.knowledge.institutions import Institution

# More names than these are a list, no question.
_NAMED = 8
# What one question of a message begins and ends with, for one that names nothing itself.
_MARKS = " ?!."


@dataclass(frozen=True)
class _Choice:
    """One reading: as it stands in the question and on the button, and in the message behind it."""

    label: str
    written: str
    thing: Mentioned


def answer(question: Question, knowledge: Knowledge) -> Answer | None:
    """Asks back where a name of the question means several things and nothing decides; None where all is clear."""
    doubt = namesakes.doubt(question, knowledge)
    return of(question, knowledge, doubt) if doubt else None


def of(question: Question, knowledge: Knowledge, doubt: Doubt) -> Answer:
    """The question back, with up to three of the choices as buttons and the others in the text."""
    schools = [_school(school, doubt.schools, knowledge) for school in doubt.schools]
    choices = [*schools, *(_place(id, doubt, knowledge) for id in doubt.places)]
    draft = Draft(question, knowledge)
    draft.outcome = Outcome.ASKED_BACK
    draft.say(_asked(doubt, choices))
    for choice in choices:
        draft.follow(choice.label, _message(question, doubt, choice))
    draft.listed = tuple(choice.thing for choice in choices if choice.thing.subject.kind == "school")
    return draft.answer()


def _asked(doubt: Doubt, choices: Sequence[_Choice]) -> str:
    shown = [choice.written for choice in choices[:_NAMED]]
    if len(choices) > _NAMED:
        shown.append(f"one of {len(choices) - _NAMED} others")
    names = " or ".join(shown) if len(shown) == 2 else f"{'; '.join(shown[:-1])}; or {shown[-1]}"
    return f"Which {doubt.said} do you mean: {names}?"


def _school(school: Institution, among: Sequence[Institution], knowledge: Knowledge) -> _Choice:
    """A school by its name, with its town where another has that name too."""
    where = whereabouts(school, knowledge)
    alike = sum(fold(other.name) == fold(school.name) for other in among) > 1
    name = f"{school.name} in {where}" if alike and where else school.name
    shown = name if alike or not where else f"{school.name} ({where})"
    return _Choice(name, shown, Mentioned(Subject("school", school.id), name))


def _place(id: str, doubt: Doubt, knowledge: Knowledge) -> _Choice:
    """A place by a name of its own; beside schools it stands for the schools there."""
    name = namesakes.own_name(id, knowledge)
    kind = getattr(knowledge.places.get(id), "kind", "")
    shown = f"the state of {area(id, knowledge)}" if kind == "state" and not doubt.schools else name
    if doubt.schools:
        shown = f"schools in {area(id, knowledge)}"
    label = f"{shown[0].upper()}{shown[1:]}"
    return _Choice(label, shown, Mentioned(Subject("place", id), name))


def _message(question: Question, doubt: Doubt, choice: _Choice) -> str:
    """The question again with the name put right: an ordinary message that asks the same of one of them."""
    if choice.thing.subject.kind == "place" and doubt.schools:
        return f"{_OF_ALL.get(question.facet, 'Which schools are there')} in {choice.thing.name}?"
    text = question.text.strip()
    if doubt.start < 0:
        return f"{text.rstrip(_MARKS)} at {choice.thing.name}?" if text else f"Tell me about {choice.thing.name}"
    before, name = question.text[: doubt.start], choice.thing.name
    if re.search(r"\bthe\s+$", before, re.IGNORECASE):
        name = name.removeprefix("The ")
    return re.sub(r"\s+", " ", f"{before}{name}{question.text[doubt.end :]}").strip()


# What is asked of a whole place instead of one school there.
_OF_ALL = {
    Facet.COST: "Which schools are the cheapest",
    Facet.LENGTH: "Which programs are the shortest",
    Facet.ONLINE: "Which online programs are there",
}


def whereabouts(school: Institution, knowledge: Knowledge) -> str:
    """The town of a school with its state or country."""
    if school.row:
        return f"{school.row.city}, {knowledge.tables.places.state_name(school.row.state)}"
    return place(school.programs[0].places[0], knowledge) if school.programs else ""


def of_schools(question: Question, knowledge: Knowledge, alike: Sequence[Institution]) -> Answer:
    """Asks which of schools that share a name is meant."""
    named = next(iter(question.of_kind("school")), Mentioned(Subject("school", alike[0].id), alike[0].name))
    return of(question, knowledge, Doubt(named.name, named.start, named.end, tuple(alike)))
