"""How what somebody told is said back to them."""

from __future__ import annotations

from overture.answers.advice.advice_state import AdviceState
from overture.answers.base import school_words
from overture.answers.base.words import joined, money
from overture.knowledge import Knowledge
from overture.knowledge.criteria import Criterion, criteria


def told(state: AdviceState, knowledge: Knowledge) -> str:
    """Everything that the advice goes by, as a list: "recording; online; a bachelor's in physics"."""
    return "; ".join(parts(state, knowledge))


def parts(state: AdviceState, knowledge: Knowledge) -> list[str]:
    """What was told, piece by piece."""
    conditions = [one for one in criteria(state.filters) if not (one.name == "fields" and state.aims)]
    said = [
        joined([knowledge.aims[id].name for id in state.aims if id in knowledge.aims]),
        *(_condition(one, state, knowledge) for one in conditions),
        "the cheapest first" if state.filters.sort == "cheapest" else "",
        *(f"no {name}" for name in state.avoid),
        *state.background.parts(knowledge),
    ]
    return [part for part in said if part]


def _condition(criterion: Criterion, state: AdviceState, knowledge: Knowledge) -> str:
    words = school_words.condition(criterion, knowledge)
    return f"{words} or online" if state.or_online and criterion.name in ("places", "around") else words


def noted(before: AdviceState, after: AdviceState, knowledge: Knowledge) -> str:
    """What was just understood, so that a slip can be put right; empty where nothing new was."""
    old = set(parts(before, knowledge))
    new = [part for part in parts(after, knowledge) if part not in old]
    kept = criteria(after.filters)
    gone = [_condition(one, before, knowledge) for one in criteria(before.filters) if one not in kept]
    said = [f"Noted: {'; '.join(new)}."] if new else [f"Left out: {'; '.join(gone)}."] if gone else []
    if after.aim_said and not before.aim_said:
        said.append(f'I can\'t tie "{after.aim_said}" to a field of study, so I leave the aim open.')
    if after.total and after.total != before.total and after.filters.cost_max:
        said.append(_spread(after.total, after.filters.cost_max))
    return " ".join(said)


def _spread(total: float, yearly: float) -> str:
    """How a sum for the whole degree was read."""
    return f"Prices are compared by the year: {money(total)} in all is {money(yearly)} a year over two years."
