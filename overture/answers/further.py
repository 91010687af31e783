"""More on what was answered: the statements that the first answer left out."""

from __future__ import annotations

from overture.answers import book, topics
from overture.answers.draft import Draft
from overture.answers.model import Answer, Question
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
    first = book.answer(question, knowledge).text
    left = [s for s in _statements(question, knowledge) if s.text.strip() not in first]
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


def _statements(question: Question, knowledge: Knowledge) -> list[Statement]:
    own = {m.subject for m in question.about if m.subject.kind != "topic"}
    topic_ids = set(topics.TOPICS.get(question.facet, ()))
    return [
        passage.statement
        for passage in knowledge.passages.values()
        if passage.subject in own or (not own and passage.subject.kind == "topic" and passage.subject.id in topic_ids)
    ]
