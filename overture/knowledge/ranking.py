"""In which order programs and schools are listed; what isn't known comes last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Optional

from overture.knowledge import prices, whereabouts
from overture.knowledge.criteria import NEAR_MILES
from overture.knowledge.institutions import Institution, number_of
from overture.knowledge.programs import Program
from overture.knowledge.query import Filters

if TYPE_CHECKING:
    from overture.knowledge.base import Knowledge
    from overture.knowledge.catalog import Listed


def programs(found: Iterable[Program], filters: Filters, knowledge: Knowledge) -> list[Program]:
    """Programs in the order asked for; without one, the nearest or the most typical first.

    Cheapest goes by what people from outside the state pay.
    """
    ranks, wanted = knowledge.catalog.ranks(filters.sort), set(filters.fields)

    def key(program: Program) -> tuple[bool, int]:
        # Programs that are in the field asked for come before those that also teach it.
        return (bool(wanted) and wanted.isdisjoint(program.fields_of_study), ranks[program.id])

    if filters.around and filters.sort is None:
        apart = _by_distance(filters, knowledge)
        return sorted(found, key=lambda program: (*_known_first(apart(program)), *key(program)))
    if filters.sort or not wanted:
        # The ranks stand in order: no need to sort, however many were found.
        by_id = {program.id: program for program in found}
        return [by_id[id] for id in ranks if id in by_id]
    return sorted(found, key=key)


def schools(found: Listed[Institution], filters: Filters, knowledge: Knowledge) -> Listed[Institution]:
    """Schools in the order asked for; without one, the nearest or those with the most awards first."""
    by_name = knowledge.catalog.school_order
    if filters.sort == "name":
        return found.sorted(by_name.__getitem__)
    if filters.sort == "cheapest":
        return _by_measure(found, by_name, lambda school: _tuition(school, knowledge))
    near = _school_distance(filters, knowledge)
    if near and filters.sort is None:
        return _by_measure(found, by_name, near)
    counts = knowledge.catalog.awarded(filters.levels, filters.fields)
    return found.sorted(lambda id: (-counts.get(number_of(id), 0), by_name[id]))


def _by_measure(
    found: Listed[Institution], by_name: Mapping[str, int], measure: Callable[[Institution], Optional[float]]
) -> Listed[Institution]:
    """Schools by a measure, those without it last."""
    measured = {school.id: measure(school) for school in found}
    return found.sorted(lambda id: (*_known_first(measured[id]), by_name[id]))


def _tuition(school: Institution, knowledge: Knowledge) -> Optional[float]:
    known = prices.of_school(school.row.unitid, knowledge.tables) if school.row else None
    return known.other if known else None


def graduates(program: Program, knowledge: Knowledge) -> Optional[int]:
    """Degrees under the program's federal codes in the newest year; None where none is reported."""
    return knowledge.catalog.graduates.get(program.id)


def awarded(school: Institution, filters: Filters, knowledge: Knowledge) -> int:
    """Awards of the levels and fields asked for in the newest year."""
    counts = knowledge.catalog.awarded(filters.levels, filters.fields)
    return counts.get(school.row.unitid, 0) if school.row else 0


def newest_year(knowledge: Knowledge) -> int:
    """The newest survey year of the awards; 0 without awards."""
    return knowledge.catalog.newest_year


def miles(program: Program, filters: Filters, knowledge: Knowledge) -> Optional[float]:
    """How far a program is from the place that it is to be near to."""
    measure = _by_distance(filters, knowledge)
    return measure(program) if filters.around else None


def school_miles(school: Institution, filters: Filters, knowledge: Knowledge) -> Optional[float]:
    """How far a school is from the place that it is to be near to."""
    measure = _school_distance(filters, knowledge)
    return measure(school) if measure else None


def reach(filters: Filters) -> float:
    """Miles that count as near."""
    return filters.miles or NEAR_MILES


def _by_distance(filters: Filters, knowledge: Knowledge) -> Callable[[Program], Optional[float]]:
    area = knowledge.catalog.area(filters.around) if filters.around else None
    if area is None or area.point is None:
        return lambda program: 0.0
    return lambda program: _nearest(area, knowledge.catalog.spots(program))


def _school_distance(filters: Filters, knowledge: Knowledge) -> Optional[Callable[[Institution], Optional[float]]]:
    area = knowledge.catalog.area(filters.around) if filters.around else None
    if area is None or area.point is None:
        return None
    return lambda school: _nearest(area, knowledge.catalog.school_spots(school))


def _nearest(area: whereabouts.Area, spots: Iterable[whereabouts.Spot]) -> Optional[float]:
    return min((apart for spot in spots if (apart := whereabouts.distance(area, spot)) is not None), default=None)


def _known_first(measure: Optional[float]) -> tuple[bool, float]:
    return (measure is None, measure or 0.0)
