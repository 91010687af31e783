"""What living in a place costs: not recorded, but for the price level of states and metropolitan areas."""

from __future__ import annotations

import re
from typing import Optional

from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Outcome, Question
from overture.answers.base.words import date
from overture.answers.work import pay_places
from overture.knowledge import Knowledge
from overture.knowledge.model import Statement

_LIVING = re.compile(
    r"\b(?:rents?|costs? of living|living (?:costs?|expenses)|costs? to live|(?:cheap|expensive|afford) to live"
    r"|apartments?|housing costs?|room and board|groceries"
    r"|(?:enough|possible) to (?:live|get by)|live on (?:that|it)|living (?:there|here) costs?|cost (?:of )?living)\b",
    re.IGNORECASE,
)


def is_asked(text: str) -> bool:
    """Whether a message asks what living costs."""
    return bool(_LIVING.search(text))


def answer(question: Question, knowledge: Knowledge) -> Optional[Answer]:
    """The gap, and how prices there stand to those of the US; None where nobody asks what living costs."""
    if not is_asked(question.text):
        return None
    draft = Draft(question, knowledge)
    areas = [area for area in pay_places.where(question, knowledge).areas if area.code in knowledge.tables.price_levels]
    draft.outcome = Outcome.ANSWERED if areas else Outcome.GAP
    draft.state(*_estimate(knowledge))
    for area in areas[:2]:
        level = knowledge.tables.price_levels[area.code]
        year = date(knowledge.tables.about[level.table].as_of)
        draft.say(f"Prices in {area.name} stood at {level.price_level:.1f} in {year}, where the US is 100")
        draft.cite_ids([knowledge.tables.about[level.table].source])
    draft.follow("Tuition", "How much does it cost?")
    return draft.answer()


def _estimate(knowledge: Knowledge) -> list[Statement]:
    """What is said of costs of living in general."""
    topic = knowledge.topics.get("cost")
    return [point for point in topic.points if _LIVING.search(point.text)][:1] if topic else []
