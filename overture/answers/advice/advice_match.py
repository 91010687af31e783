"""Which programs go with what somebody told, in the order of how well they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

from overture.answers.advice.advice_state import BUDGET, GOAL, LIMITS, WHERE, AdviceState
from overture.answers.advice.background_fit import DEGREE, Fit, judge
from overture.knowledge import Knowledge
from overture.knowledge.catalog import match
from overture.knowledge.criteria import Criterion, criteria, without
from overture.knowledge.programs import Program
from overture.knowledge.query import Filters

LEVEL = "master"
# Which question a condition answers.
_SETTLED = {
    **dict.fromkeys(("places", "around", "not_places", "delivery", "not_delivery"), WHERE),
    "cost": BUDGET,
    "fields": GOAL,
}
# How much each thing moves a program down.
_OPEN_CONDITION, _BESIDE_FIELD, _OPEN_DEGREE = 2.0, 1.5, 1.0
_LATER_FIELD = 0.5
_DOUBT = {"none": 0.0, "some": 2.5, "strong": 6.0}
_DEGREE = {Fit.MEETS: 0.0, Fit.MAY: _OPEN_DEGREE, Fit.OPEN: _OPEN_DEGREE, Fit.NOT: 8.0}


@dataclass(frozen=True)
class Match:
    """A program that fails no condition, with the conditions that its facts leave open."""

    program: Program
    open: tuple[Criterion, ...] = ()
    degree: Fit = Fit.OPEN


@dataclass(frozen=True)
class Matches:
    """The programs that go with what was told, the best first.

    ``barred`` fail no condition but ask for another degree.
    """

    fitting: tuple[Match, ...] = ()
    barred: tuple[Program, ...] = ()

    @property
    def sure(self) -> int:
        """How many are known to meet every condition."""
        return sum(not found.open for found in self.fitting)


def matches(state: AdviceState, knowledge: Knowledge) -> Matches:
    """The programs that fail none of the conditions."""
    found = [_match(program, state, knowledge) for program in _pool(state, knowledge)]
    kept = [one for one in found if one is not None]
    fitting = _known_to_be(state, [one for one in kept if one.degree is not Fit.NOT])
    ranks = knowledge.catalog.ranks(state.filters.sort)
    fitting.sort(key=lambda one: (_distance(one, state), ranks[one.program.id]))
    if state.filters.sort:
        fitting.sort(key=lambda one: (len(one.open), ranks[one.program.id]))
    return Matches(tuple(fitting), tuple(one.program for one in kept if one.degree is Fit.NOT))


def _known_to_be(state: AdviceState, found: list[Match]) -> list[Match]:
    """Without programs that may be taught in another way than the one wanted, if there are any of which it is known.

    Most pages that say how a program is taught speak of a campus, so silence is no hint at online study.
    """
    wanted = state.filters.delivery not in (None, "campus")
    known = [one for one in found if not any(criterion.name == "delivery" for criterion in one.open)]
    return known if wanted and known else found


def _pool(state: AdviceState, knowledge: Knowledge) -> Sequence[Program]:
    named = [knowledge.programs[id] for id in state.programs if id in knowledge.programs]
    if named:
        return named
    # Another level was asked for outright; else advice is on master's programs.
    return [p for p in knowledge.programs.values() if state.filters.levels or p.level == LEVEL]


def _match(program: Program, state: AdviceState, knowledge: Knowledge) -> Optional[Match]:
    verdict = match(program, state.filters, knowledge)
    if verdict.answer == "no" and state.or_online:
        elsewhere = replace(state.filters, places=(), around=None, miles=None, delivery="online")
        verdict = match(program, elsewhere, knowledge)
        if any(criterion.name == "delivery" for criterion in verdict.unknown):
            return None
    if verdict.answer == "no":
        return None
    judged = judge(program, state.background, knowledge)
    degree = next((one.fit for one in judged if one.requirement == DEGREE), Fit.OPEN)
    return Match(program, verdict.unknown, degree)


def _distance(found: Match, state: AdviceState) -> float:
    """How far a program is from what was told; 0 where all of it is known to fit."""
    program, fields = found.program, state.filters.fields
    return (
        _OPEN_CONDITION * len(found.open)
        + _field_distance(program, fields)
        + (_DEGREE[found.degree] if state.background else 0.0)
        + _DOUBT[program.status.doubt]
    )


def _field_distance(program: Program, fields: Sequence[str]) -> float:
    """0 where the main field is the first that is wanted; more for later ones and for those it only touches."""
    if not fields:
        return 0.0
    own = [field for field in fields if field in program.fields_of_study]
    if not own:
        return _BESIDE_FIELD
    main = program.fields_of_study[0] in fields
    return _LATER_FIELD * min(fields.index(own[0]), 2) * 0.5 + (0.0 if main else _LATER_FIELD)


@dataclass(frozen=True)
class Excluding:
    """The condition to give up so that most is left, and how many programs that would leave."""

    criterion: Criterion
    left: int


def excluding_most(state: AdviceState, knowledge: Knowledge) -> Optional[Excluding]:
    """The condition that excludes most; None where giving up a single one leaves nothing either."""
    tried = [
        Excluding(criterion, len(matches(replace(state, filters=without(state.filters, criterion)), knowledge).fitting))
        for criterion in criteria(state.filters)
    ]
    best = max(tried, key=lambda one: one.left, default=None)
    return best if best and best.left else None


def narrowest(state: AdviceState, knowledge: Knowledge) -> Optional[Excluding]:
    """As :func:`excluding_most`; where no single condition is to blame, the one that fewest programs meet."""
    found = excluding_most(state, knowledge)
    if found:
        return found
    alone = [(len(matches(_only(state, one), knowledge).fitting), one) for one in criteria(state.filters)]
    if len(alone) < 2:
        return None
    return Excluding(min(alone, key=lambda pair: pair[0])[1], 0)


def _only(state: AdviceState, criterion: Criterion) -> AdviceState:
    others = [one for one in criteria(state.filters) if one != criterion]
    return replace(state, filters=without(state.filters, *others))


def dropped(state: AdviceState, criterion: Criterion) -> AdviceState:
    """The state without a condition, which is not asked for again; an aim goes with its fields."""
    filters: Filters = without(state.filters, criterion)
    aims = () if criterion.name == "fields" else state.aims
    skipped = state.skip(_SETTLED.get(criterion.name, LIMITS)).skipped
    return replace(state, filters=filters, aims=aims, skipped=skipped)
