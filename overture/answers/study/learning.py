"""What is taught, what one subject covers, and what a word means."""

from __future__ import annotations

from overture.answers.base import narrow, topics
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Mentioned, Outcome, Question, Shape, Table
from overture.answers.base.words import capital, joined
from overture.answers.study import titles
from overture.knowledge import Knowledge, Subject
from overture.knowledge.model import Statement


def courses(question: Question, knowledge: Knowledge) -> Answer:
    """The subjects taught everywhere, and by concentration."""
    if question.of_kind("course"):
        return course(question, knowledge)
    if question.of_kind("concentration"):
        return titles.concentrations(question, knowledge)
    draft = topics.draft(question, knowledge)
    rows = []
    for item in knowledge.courses.values():
        track = knowledge.concentrations.get(item.concentration or "")
        rows.append((capital(item.name), "every track" if item.common else track.name if track else "varies"))
    draft.table = Table(("Subject", "Where"), tuple(sorted(rows, key=lambda row: row[1] != "every track")))
    draft.follow("Record analysis?", "What do you learn in record analysis?")
    draft.follow("Concentrations", "Which concentrations are there?")
    draft.follow("Studio time", "How much studio work is there?")
    return draft.answer()


def course(question: Question, knowledge: Knowledge) -> Answer:
    """What one subject covers; a concentration's or a word's meaning when that is what was named."""
    named = question.of_kind("course", "concentration", "term")
    draft = Draft(question, knowledge)
    for mentioned in named[:2]:
        _explain(draft, mentioned)
    if not named:
        found = narrow.best(question, knowledge)
        if found and found[1] >= narrow.ADDS and found[0].subject.kind in {"course", "concentration", "topic"}:
            draft.state(found[0].statement)
        else:
            return courses(question.asking(Facet.COURSES), knowledge)
    draft.follow("All subjects", "What classes are taught?")
    draft.follow("Concentrations", "Which concentrations are there?")
    return draft.answer()


def _explain(draft: Draft, mentioned: Mentioned) -> None:
    knowledge, subject = draft.knowledge, mentioned.subject
    near = narrow.near(draft.question, knowledge, lambda s: s == subject)
    if subject.kind == "term":
        _define(draft, subject)
        return
    thing = knowledge.courses.get(subject.id) or knowledge.concentrations.get(subject.id)
    if thing is None:
        return
    points: list[Statement] = [p for p in thing.points if p not in near]
    draft.state(*(s for s in near if s in thing.points), thing.summary)
    teaches = getattr(thing, "teaches", ())
    if teaches:
        draft.say(f"Taught in it: {', '.join(teaches)}", thing.summary)
    draft.state(*points[:2])


def term(question: Question, knowledge: Knowledge) -> Answer:
    """What a word means; says so when it isn't in the glossary, or when the schools are asked for that have it."""
    if question.shape is Shape.LIST:
        return _untold(question, knowledge)
    named = question.of_kind("term", "degree", "requirement", "course", "concentration", "level")
    draft = Draft(question, knowledge)
    for mentioned in named[:3]:
        _meaning(draft, mentioned)
    if not named:
        found = narrow.best(question, knowledge)
        if found and found[1] >= narrow.ANSWERS:
            draft.state(found[0].statement)
        else:
            draft.outcome = Outcome.GAP
            draft.say(
                "I don't have that word in my glossary. It explains words from studios, admissions and paying for "
                "study; write the word alone and I'll look again"
            )
    draft.follow("What is taught", "What classes are taught?")
    draft.follow("Degree titles", "Which degree titles are there?")
    return draft.answer()


def _untold(question: Question, knowledge: Knowledge) -> Answer:
    """No list of the schools that have what a word means: that is in nobody's record as a whole."""
    draft = Draft(question, knowledge)
    draft.outcome = Outcome.GAP
    said = joined([m.name for m in question.of_kind("term")]) or "that"
    draft.say(
        f"I can't list the programs by **{said}**: my records don't say of each one whether it has it. Ask me about "
        "one program, and I'll tell what I have of its page"
    )
    draft.follow("With a thesis", "Which programs ask for a thesis?")
    draft.follow("With a portfolio", "Which programs ask for a portfolio?")
    draft.follow("What is taught", "What classes are taught?")
    return draft.answer()


def _meaning(draft: Draft, mentioned: Mentioned) -> None:
    subject = mentioned.subject
    if subject.kind == "term":
        _define(draft, subject)
        return
    thing = draft.knowledge.get(subject)
    summary = getattr(thing, "summary", None)
    if isinstance(summary, Statement):
        draft.state(summary)


def _define(draft: Draft, subject: Subject) -> None:
    word = draft.knowledge.glossary.get(subject.id)
    if word:
        draft.say(f"**{capital(word.name)}**: {word.definition}")
        draft.cite_ids([word.source] if word.source else [])
