"""Degree titles, levels of study, and concentrations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from overture.answers.base import narrow, topics
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Mentioned, Question, Table
from overture.answers.base.words import joined
from overture.knowledge import Knowledge, Subject
from overture.knowledge.model import Concentration, Degree, Statement, StudyLevel

MASTER = "master"
# Titles shown with what sets them apart; the file begins with the commonest of each level.
_SHOWN = 4


def degrees(question: Question, knowledge: Knowledge) -> Answer:
    """The titles there are, or what one title stands for."""
    asked = [knowledge.degrees[m.subject.id] for m in question.of_kind("degree") if m.subject.id in knowledge.degrees]
    if asked:
        return _things(question, knowledge, asked, "degree")
    levels = {m.subject.id for m in question.of_kind("level")} or {MASTER}
    fitting = [degree for degree in knowledge.degrees.values() if degree.level in levels]
    draft = topics.draft(question, knowledge)
    draft.table = _degree_table(draft, fitting[:_SHOWN])
    draft.listed = tuple(Mentioned(Subject("degree", degree.id), degree.short) for degree in fitting[:_SHOWN])
    if fitting[_SHOWN:]:
        draft.note(f"Also met, mostly abroad: {joined([degree.short for degree in fitting[_SHOWN:]])}")
    draft.follow("MM or MS?", "Compare MM and MS")
    draft.follow("Concentrations", "Which concentrations are there?")
    draft.follow("What is taught", "What classes are taught?")
    return draft.answer()


def _degree_table(draft: Draft, fitting: Iterable[Degree]) -> Table:
    rows = []
    for degree in fitting:
        draft.cite(degree.summary)
        rows.append((degree.short, degree.name, degree.summary.text))
    return Table(("Title", "In full", "What sets it apart"), tuple(rows))


def levels(question: Question, knowledge: Knowledge) -> Answer:
    """The levels of study, or one of them, with its degree titles."""
    asked = [knowledge.levels[m.subject.id] for m in question.of_kind("level") if m.subject.id in knowledge.levels]
    named = [knowledge.degrees[m.subject.id] for m in question.of_kind("degree") if m.subject.id in knowledge.degrees]
    if not asked and named:
        return _things(question, knowledge, named, "degree")
    draft = topics.draft(question, knowledge) if not asked else Draft(question, knowledge)
    for level in asked[:2]:
        draft.state(level.summary, *_fitting(question, knowledge, Subject("level", level.id)), *level.points[:2])
    if len(asked) == 1:
        draft.table = _degree_table(draft, [d for d in knowledge.degrees.values() if d.level == asked[0].id])
    elif not asked:
        if titles := knowledge.topics.get("degree-titles"):
            draft.state(titles.lead)
        draft.table = _level_table(draft, sorted(knowledge.levels.values(), key=lambda level: level.rank))
    draft.follow("Master's titles", "Which master's degree titles are there?")
    draft.follow("Jobs and pay", "What jobs can I get with it?")
    return draft.answer()


def _level_table(draft: Draft, known: Sequence[StudyLevel]) -> Table:
    for level in known:
        draft.cite(level.summary)
    return Table(("Level", "What it is"), tuple((level.name, level.summary.text) for level in known))


def concentrations(question: Question, knowledge: Knowledge) -> Answer:
    """The tracks there are, or what one of them teaches."""
    asked = [
        knowledge.concentrations[m.subject.id]
        for m in question.of_kind("concentration")
        if m.subject.id in knowledge.concentrations
    ]
    if asked:
        return _things(question, knowledge, asked, "concentration")
    draft = topics.draft(question, knowledge)
    rows = []
    for track in knowledge.concentrations.values():
        draft.cite(track.summary)
        rows.append((track.name, ", ".join(track.teaches) or track.summary.text))
    draft.table = Table(("Concentration", "What is taught"), tuple(rows))
    draft.listed = tuple(Mentioned(Subject("concentration", t.id), t.name) for t in knowledge.concentrations.values())
    draft.follow("Compare two tracks", "How do the production and technical tracks differ?")
    draft.follow("What is taught", "What classes are taught?")
    draft.follow("Which one fits me?", "Which track is right for me?")
    return draft.answer()


def _things(
    question: Question, knowledge: Knowledge, asked: Sequence[Degree] | Sequence[Concentration], kind: str
) -> Answer:
    draft = Draft(question, knowledge)
    for thing in asked[:3]:
        near = _fitting(question, knowledge, Subject(kind, thing.id))
        draft.state(thing.summary, *near)
        if isinstance(thing, Concentration) and thing.teaches:
            draft.say(f"Taught in it: {', '.join(thing.teaches)}", thing.summary)
        draft.state(*thing.points[: 2 if not near else 1])
    if kind == "degree":
        draft.follow("All titles", "Which degree titles are there?")
        draft.follow("What it takes", "What do I need to get in?")
    else:
        draft.follow("All concentrations", "Which concentrations are there?")
        draft.follow("What is taught", "What classes are taught?")
    return draft.answer()


def _fitting(question: Question, knowledge: Knowledge, subject: Subject) -> list[Statement]:
    return narrow.near(question, knowledge, lambda s: s == subject)
