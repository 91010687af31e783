"""Which statements answer the narrow part of a question."""

from __future__ import annotations

from collections.abc import Callable

from overture.answers.base.model import Question
from overture.knowledge import Knowledge, Passage, Subject
from overture.knowledge.model import Statement

# Cosine from which a statement answers the message itself, and from which it adds to the answer.
ANSWERS = 0.70
ADDS = 0.58
# The same within the topic that is asked about, where less is needed.
OF_TOPIC = 0.50


def near(
    question: Question, knowledge: Knowledge, about: Callable[[Subject], bool], least: float = ADDS, most: int = 1
) -> list[Statement]:
    """The statements near to the message whose subject fits, nearest first."""
    found: list[Statement] = []
    for item in question.near:
        passage = knowledge.passages.get(item.key)
        if passage and item.score >= least and about(passage.subject) and passage.statement not in found:
            found.append(passage.statement)
    return found[:most]


def best(question: Question, knowledge: Knowledge) -> tuple[Passage, float] | None:
    """The nearest statement of all, with its cosine."""
    for item in question.near:
        passage = knowledge.passages.get(item.key)
        if passage:
            return passage, item.score
    return None
