"""More on what was answered: the statements that the first answer left out."""

from __future__ import annotations

from dataclasses import replace

from overture.answers import book
from overture.answers.base import topics
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Question
from overture.knowledge import Knowledge
from overture.knowledge.model import Statement

_AT_ONCE = 3


def more(question: Question, knowledge: Knowledge, shown: int) -> tuple[Answer, int]:
    """The next statements on a question's subject.

    Args:
        question: the question already answered.
        knowledge: what is known.
        shown: how many further statements were shown before.

    Returns:
        The answer, and the new number of statements shown.
    """
    first = book.answer(question, knowledge)
    if question.facet is Facet.SCHOOLS and first.listed and first.table:
        return _next_rows(question, knowledge, len(first.table.rows) + shown, len(first.listed)), shown + _rows(first)
    left = [s for s in _statements(question, knowledge) if s.text.strip() not in first.text]
    draft = Draft(question, knowledge)
    following = left[shown : shown + _AT_ONCE]
    if not following:
        draft.say("That is all I have on it")
        for label, message in topics.NEXT.get(question.facet, ()):
            draft.follow(label, message)
        return draft.answer(), shown
    draft.state(*following)
    if len(left) > shown + _AT_ONCE:
        draft.follow("More", "Tell me more")
    return draft.answer(), shown + len(following)


def _rows(answer: Answer) -> int:
    return len(answer.table.rows) if answer.table else 0


def _next_rows(question: Question, knowledge: Knowledge, done: int, of: int) -> Answer:
    """The part of a list that comes after the rows already shown."""
    if done < of:
        return book.answer(replace(question, skip=done), knowledge)
    draft = Draft(question, knowledge)
    draft.say("That was the whole list" if of > 1 else "It is the only one on the list")
    draft.follow("What it takes to get in", "What do I need to get in?")
    return draft.answer()


def _statements(question: Question, knowledge: Knowledge) -> list[Statement]:
    own = {m.subject for m in question.about if m.subject.kind != "topic"}
    topic_ids = set(topics.TOPICS.get(question.facet, ()))
    return [
        passage.statement
        for passage in knowledge.passages.values()
        if passage.subject in own or (not own and passage.subject.kind == "topic" and passage.subject.id in topic_ids)
    ]
