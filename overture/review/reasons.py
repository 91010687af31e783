"""Why an answer is none, and what it would have taken to give one."""

from __future__ import annotations

from typing import Optional

from overture.answers import Answer, Facet, Outcome, Question
from overture.answers.study import unknown_school
from overture.knowledge import Knowledge
from overture.review.missed import Reason

_MOST_NAMES = 3


def why(answer: Answer, knowledge: Knowledge) -> Optional[tuple[Reason, str]]:
    """The reason, and in words what was missing; None for an answer that is one."""
    if answer.outcome is Outcome.ANSWERED:
        return None
    if answer.outcome is Outcome.NOT_UNDERSTOOD:
        return Reason.LOW_CONFIDENCE, ""
    question = answer.question
    if answer.outcome is Outcome.ASKED_BACK:
        return Reason.ASKED_BACK, _about(question, knowledge) if question else ""
    if question is None:
        return Reason.GAP, ""
    unknown = _unknown(question, knowledge)
    return (Reason.UNKNOWN_NAME, unknown) if unknown else (Reason.GAP, _about(question, knowledge))


def _unknown(question: Question, knowledge: Knowledge) -> str:
    """The name that is not known, where that is the gap."""
    if question.facet is Facet.TERM and not question.about:
        return f"term: {question.text}"
    if question.of_kind("school", "program"):
        return ""
    found = unknown_school.names(question, knowledge)
    surely = found if question.facet is Facet.SCHOOLS else [unknown_school.surely(question, knowledge)]
    return next((f"school: {name}" for name in surely if name), "")


def _about(question: Question, knowledge: Knowledge) -> str:
    """The side and the subjects that were asked for: "cost: New York University"."""
    names = []
    for mentioned in question.about[:_MOST_NAMES]:
        thing = knowledge.get(mentioned.subject)
        names.append(str(getattr(thing, "name", "") or mentioned.name))
    about = ", ".join(dict.fromkeys(names))
    year = f" in {question.year}" if question.year else ""
    return f"{question.facet.value}: {about}{year}" if about or year else question.facet.value
