"""What is known nearest to a place where nothing is: in its country, its region, or how far away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from overture.answers.base import school_words
from overture.answers.base.draft import Draft
from overture.answers.base.words import count, joined
from overture.answers.study import program_rows
from overture.knowledge import Knowledge, ranking
from overture.knowledge.catalog import find
from overture.knowledge.places import Region
from overture.knowledge.programs import Program
from overture.knowledge.query import Filters
from overture.knowledge.whereabouts import HOME, Area, distance

# The programs nearest to a town in the US that are named with their distance.
_NEAREST = 3
_NEIGHBORS = 10


@dataclass(frozen=True)
class Nearest:
    """Programs near a place without any: those of a wider place, or those at some distance in miles."""

    programs: tuple[Program, ...]
    place: str = ""
    miles: tuple[float, ...] = ()


def nearest(filters: Filters, knowledge: Knowledge) -> Nearest | None:
    """The programs nearest to the places of some conditions, under the other conditions; None without any place."""
    for id in filters.places:
        if found := _by_miles(id, filters, knowledge) or _wider(id, filters, knowledge):
            return found
    return None


def _by_miles(id: str, filters: Filters, knowledge: Knowledge) -> Nearest | None:
    area = knowledge.catalog.area(id)
    if area is None or area.point is None:
        return None
    known = find(replace(filters, places=()), knowledge).sure
    apart = [(miles, p) for p in known if (miles := _miles(area, p, knowledge)) is not None]
    apart = sorted(apart, key=lambda found: found[0])[:_NEAREST]
    return Nearest(tuple(p for _, p in apart), miles=tuple(m for m, _ in apart)) if apart else None


def _miles(area: Area, program: Program, knowledge: Knowledge) -> float | None:
    apart = (distance(area, spot) for spot in knowledge.catalog.spots(program) if spot.country == HOME)
    return min((miles for miles in apart if miles is not None), default=None)


def _wider(id: str, filters: Filters, knowledge: Knowledge) -> Nearest | None:
    place = knowledge.places.get(id)
    around = knowledge.tables.places.around(place) if place else ()
    # Of the unions of many countries, the widest one is the continent, and only that is "near".
    close = [p for p in around if not isinstance(p, Region) or len(p.countries) <= _NEIGHBORS]
    for wider in dict.fromkeys((*(p.id for p in close), *(p.id for p in around[-1:]))):
        programs = find(replace(filters, places=(wider,)), knowledge).sure
        if programs:
            return Nearest(tuple(programs), wider)
    return None


def say(draft: Draft, anywhere: Sequence[Program]) -> list[Program]:
    """Says what is known nearest to the places asked for, or in which countries there is anything; those programs.

    Args:
        draft: the answer, which has said that nothing is there.
        anywhere: what meets the other conditions, wherever it is.
    """
    knowledge, near = draft.knowledge, nearest(draft.question.filters, draft.knowledge)
    if near is None:
        listed = ranking.programs(anywhere, Filters(), knowledge)
        draft.say(f"What I know of that kind is in {joined(_countries(listed, knowledge))}")
        return listed
    if near.miles:
        apart = zip(near.programs, near.miles)
        named = [f"{program_rows.named([program])}, about {count(miles)} miles away" for program, miles in apart]
        draft.say(f"The nearest that I know: {'; '.join(named)}")
        return list(near.programs)
    listed = ranking.programs(near.programs, Filters(), knowledge)
    number = "is one" if len(listed) == 1 else f"are {len(listed)}"
    where = school_words.inside(near.place, knowledge)
    draft.say(f"The nearest that I know {number} {where}: {program_rows.named(listed)}")
    return listed


def _countries(programs: Sequence[Program], knowledge: Knowledge) -> list[str]:
    """The countries that programs are in, those with the most programs first."""
    codes = [place.country for program in programs for place in program.places]
    ordered = sorted(dict.fromkeys(codes), key=lambda code: -codes.count(code))
    return [school_words.country(code, knowledge) for code in ordered]
