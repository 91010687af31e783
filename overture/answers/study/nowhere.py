"""The answer where somebody asks of a place that is not known, or of where they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Optional

from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Outcome, Question
from overture.answers.work import jobs, pay_places
from overture.knowledge import Knowledge

# What can't be said of such a place, by what is asked.
_UNSAID: Mapping[Facet, str] = {
    Facet.SCHOOLS: "which programs are there",
    Facet.LEVELS: "what can be studied there",
    Facet.SALARY: "what is paid there",
}
_HERE = re.compile(
    r"\b(?:near(?:by| me| us| here| my (?:home|place|house))|close to (?:me|us|home|here|my \w+)|around (?:me|here)"
    r"|in my (?:area|city|town|state|region|country|neighbou?rhood)|where i(?:'m| am)? live?)\b",
    re.IGNORECASE,
)


def answer(question: Question, knowledge: Knowledge) -> Optional[Answer]:
    """Says that the place is not known; None where none is asked of, or it is said in another way."""
    unsaid = _UNSAID.get(question.facet)
    if unsaid is None or not (question.unplaced or _asks_here(question)) or _is_placed(question, knowledge):
        return None
    draft = Draft(question, knowledge)
    draft.outcome = Outcome.GAP
    if question.unplaced:
        name = question.unplaced.title() if question.unplaced.islower() else question.unplaced
        draft.say(f"I don't know \"{name}\" as a place, so I can't say {unsaid}")
        draft.say("Name its state or country, or a larger city near it")
    else:
        draft.say(f"I can't see where you are, so I can't say {unsaid}")
        draft.say("Name your state, your country, or a larger city near you")
    _lead_on(draft, question)
    return draft.answer()


def _asks_here(question: Question) -> bool:
    """Whether it is asked where the asker is; of pay the answer on places says so itself."""
    return question.facet is not Facet.SALARY and bool(_HERE.search(question.text))


def _is_placed(question: Question, knowledge: Knowledge) -> bool:
    """Whether a place that is known is named beside it, or it is known as an area that pay is published for."""
    filters = question.filters
    named = filters.places or filters.around or question.of_kind("school", "program", "place")
    return bool(named or pay_places.where(question, knowledge).areas)


def _lead_on(draft: Draft, question: Question) -> None:
    if question.facet is not Facet.SALARY:
        draft.follow("All programs I know", "Which schools offer it?")
        return
    job = next(iter(jobs.asked(question, draft.knowledge)), None) or jobs.standard(draft.knowledge)
    if job:
        draft.follow("Pay in the US", jobs.PAY.format(people=job.people()))
