"""What a message tells of somebody's wishes and background, all at once.

"Bachelor in psych, online, max 20k, no GRE" answers four questions.  The conditions
are read by the reader that lists are narrowed by; here stands what a form needs beyond
it: aims, bare answers to the open question, and amounts that are money only because
money was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from overture.answers.advice.advice_aims import read_aims
from overture.answers.advice.advice_state import BUDGET, DEGREE, GOAL, GRADES, LIMITS, WHERE, WORK, AdviceState
from overture.answers.advice.background import Background
from overture.answers.advice.background_reading import Told, read_background
from overture.answers.base import subjects
from overture.answers.base.model import Facet, Filters, Mentioned, Question, Wish
from overture.answers.conditions.conditions import conditions, refine
from overture.answers.conditions.numerals import in_digits
from overture.knowledge import Knowledge

# What a bare answer to these questions may be.
_BARE = (DEGREE, GRADES, WORK)
_NUMBER = r"(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?!\d)"
_NO_DOLLARS = r"€|£|euros?|eur|pounds?|gbp"
# Prices are in dollars, and nothing here knows rates of exchange.
_FOREIGN = re.compile(
    rf"(?:[€£] ?\d[\d,.]*k?|\d[\d,.]*k? ?(?:{_NO_DOLLARS}))(?: (?:a|per|each) year)?(?: max\w*)?", re.IGNORECASE
)
_MONEY = re.compile(
    rf"(?P<cur>\$|usd ?)? ?{_NUMBER} ?(?P<k>k\b|grand\b|thousand\b|g\b)?"
    rf"(?! ?(?:{_NO_DOLLARS}|gpa|years?|yrs?|months?|credits?|%|\.\d))"
)
_MONEY_TOLD = re.compile(
    r"\b(?:budget|afford|spend|pay|tuition|cost|price|money|saved|savings|make it|have|got|dollars|bucks|a year"
    r"|per year|cheaper|max|most)\b|\$"
)
_TOTAL = re.compile(
    r"\b(?:in total|total|altogether|all in|all together|overall|for (?:the )?(?:whole|entire|everything"
    r"|both years)|whole (?:degree|program|thing))\b"
)
_OR_ONLINE = re.compile(r"\bor (?:else )?(?:fully |completely |study )?(?:online|remote|from home)|\bonline or\b")
# "I don't want to move away from Boston" is to stay there.
_LEAVE = re.compile(r"\b(?:move|moving|relocate|relocating|go|get)(?: away| far)? (?:from|out of)\b", re.IGNORECASE)
_STAY = re.compile(r"\b(?:stay|remain|staying)(?: here)? in\b", re.IGNORECASE)
_CHEAP = re.compile(r"\b(?:cheap\w*|inexpensive|affordable|as (?:low|little) as|lowest|very little|not much)\b")
# Years that a sum for the whole degree is spread over, where nobody says how long it takes.
USUAL_YEARS = 2.0
_LEAST_MONEY, _MOST_BARE = 1000.0, 200.0
_AVOIDED = (
    (
        "ensemble",
        re.compile(
            r"\b(?:ensembles?|choirs?|performing|perform|performances?|recitals?|play(?:ing)? in (?:a )?(?:band"
            r"|group))\b"
        ),
    ),
)
_LIKED = re.compile(r"\b(?:fine|ok|okay|mind|no problem|like|love|want(?:ed)? (?:an?|to)|happy|good)\b")
_EXAMS = re.compile(r"\b(?:exams?|tests?)\b")
_THESIS = re.compile(r"\b(?:thesis|dissertation)\b")
_MATHS = re.compile(r"\b(?:math|maths|calculus|physics)\b")


@dataclass(frozen=True)
class Wishes:
    """What a message tells.

    ``total`` is a sum of money for the whole degree that was spread over years;
    ``or_online`` whether the places may be traded for online study.
    """

    filters: Filters = field(default_factory=Filters)
    aims: tuple[str, ...] = ()
    background: Background = field(default_factory=Background)
    programs: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    total: Optional[float] = None
    or_online: bool = False

    def __bool__(self) -> bool:
        return self != Wishes()


def read_wishes(text: str, about: Sequence[Mentioned], knowledge: Knowledge, question: str = "") -> Wishes:
    """What a message tells.

    Args:
        text: the message, as typed.
        about: what it mentions, with offsets into it.
        knowledge: whose places, aims and subjects are meant.
        question: the one that it answers, if one is open.
    """
    told = read_background(text, knowledge, question if question in _BARE else "")
    rest = _LEAVE.sub(lambda found: "leave".ljust(len(found.group())), told.without(text))
    rest = _STAY.sub(lambda found: "only".ljust(len(found.group()) - 2) + "in", rest)
    rest = _FOREIGN.sub(lambda found: " " * len(found.group()), rest)
    beside = [m for m in about if not _inside(m, told)]
    filters, _ = conditions(rest, beside, knowledge)
    aims = read_aims(rest, beside, knowledge, question == GOAL)
    words = in_digits(rest.lower())
    total = None
    if not told.background.grades and filters.cost_max is None and filters.cost_min is None:
        filters, total = _with_money(filters, words, question)
    if question == BUDGET and _CHEAP.search(words):
        filters = replace(filters, sort="cheapest")
    filters, or_online = _or_online(filters, words)
    filters = _with_place(filters, beside, question)
    filters, avoid = _with_limits(filters, beside, words, question)
    named = _programs(rest, beside, filters, knowledge)
    return Wishes(_of_advice(filters, aims, knowledge), aims, told.background, named, avoid, total, or_online)


def with_wishes(state: AdviceState, wishes: Wishes) -> AdviceState:
    """The state with what a message told: newer things replace older ones, or come on top."""
    fields: dict[str, Any] = {}
    if wishes.aims or wishes.filters.fields:
        fields = {"aims": wishes.aims, "aim_said": ""}
        base = replace(state.filters, fields=())
    else:
        base = state.filters
    lifted = {"places": WHERE, "delivery": WHERE, "cost": BUDGET}
    skipped = [lifted[name] for name in wishes.filters.lifted if name in lifted]
    return replace(
        state,
        filters=refine(base, wishes.filters),
        background=state.background.with_newer(wishes.background),
        programs=wishes.programs or state.programs,
        avoid=tuple(dict.fromkeys((*state.avoid, *wishes.avoid))),
        or_online=wishes.or_online or (state.or_online and not wishes.filters.delivery),
        total=wishes.total if wishes.filters.cost_max is not None else state.total,
        skipped=tuple(dict.fromkeys((*state.skipped, *skipped))),
        kept=False,
        **fields,
    )


def _inside(mentioned: Mentioned, told: Told) -> bool:
    return any(start <= mentioned.start < end for start, end in told.spans)


def _of_advice(filters: Filters, aims: Sequence[str], knowledge: Knowledge) -> Filters:
    """The conditions that advice goes by: the aims' fields among them, without a number of results."""
    fields = tuple(dict.fromkeys((*filters.fields, *(field for id in aims for field in knowledge.aims[id].fields))))
    levels = () if filters.levels == ("master",) else filters.levels
    # A bachelor's title that comes up is one that is held.
    degrees = tuple(id for id in filters.degrees if id in knowledge.degrees and knowledge.degrees[id].level == "master")
    sort = filters.sort if filters.sort == "cheapest" else None
    return replace(
        filters, fields=fields, levels=levels, degrees=degrees, limit=None, sort=sort, open_to_non_music=None
    )


def _with_money(filters: Filters, words: str, question: str) -> tuple[Filters, Optional[float]]:
    """A bare amount as the most that a year may cost, where money is what it is about."""
    for found in _MONEY.finditer(words):
        amount = float(found["n"].replace(",", ""))
        thousands = found["k"] or (question == BUDGET and amount < _MOST_BARE and not found["cur"])
        amount *= 1000 if thousands and amount < _LEAST_MONEY else 1
        marked = found["k"] or found["cur"] or amount >= _LEAST_MONEY
        if amount < _LEAST_MONEY or not (question == BUDGET or (marked and _MONEY_TOLD.search(words))):
            continue
        if _TOTAL.search(words):
            return replace(filters, cost_max=amount / USUAL_YEARS), amount
        return replace(filters, cost_max=amount), None
    return filters, None


def _or_online(filters: Filters, words: str) -> tuple[Filters, bool]:
    """Places and "or online" put no two conditions."""
    if filters.delivery != "online" or not (filters.places or filters.around) or not _OR_ONLINE.search(words):
        return filters, False
    return replace(filters, delivery=None), True


def _with_place(filters: Filters, about: Sequence[Mentioned], question: str) -> Filters:
    """A place that only comes up, where a place was asked for."""
    if question != WHERE or filters.places or filters.around or filters.not_places:
        return filters
    places = tuple(m.subject.id for m in about if m.subject.kind == "place")
    return replace(filters, places=places) if places else filters


def _with_limits(
    filters: Filters, about: Sequence[Mentioned], words: str, question: str
) -> tuple[Filters, tuple[str, ...]]:
    """What is to be avoided; named bare it is unwanted where that was asked for."""
    avoid = tuple(
        name for name, pattern in _AVOIDED if (found := pattern.search(words)) and _unwanted(words, found, question)
    )
    if question != LIMITS or _LIKED.search(words):
        return filters, avoid
    known = {wish.requirement for wish in filters.requirements}
    named = [m.subject.id for m in about if m.subject.kind == "requirement"]
    named += ["entrance-exam", "gre"] if _EXAMS.search(words) and not named else []
    named += ["math-programming"] if _MATHS.search(words) else []
    new = tuple(Wish(id, False) for id in dict.fromkeys(named) if id not in known)
    thesis = False if _THESIS.search(words) and filters.thesis is None else filters.thesis
    return replace(filters, requirements=(*filters.requirements, *new), thesis=thesis), avoid


def _unwanted(words: str, found: re.Match[str], question: str) -> bool:
    if question == LIMITS and not _LIKED.search(words):
        return True
    return bool(re.search(r"\b(?:no|not|without|hate|n't|avoid|never)(?: \w+){0,3} $", words[: found.start()]))


def _programs(text: str, about: Sequence[Mentioned], filters: Filters, knowledge: Knowledge) -> tuple[str, ...]:
    """Ids of the programs that are named, or that schools named have."""
    if not any(m.subject.kind in ("program", "school") for m in about):
        return ()
    asked = subjects.asked(Question(Facet.PREREQUISITES, tuple(about), filters, text=text), knowledge)
    return tuple(program.id for program in asked.programs)
