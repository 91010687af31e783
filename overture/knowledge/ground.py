"""What conditions are tried on: where programs and schools are, what they cost, how many awards they gave.

All of it is worked out once for one state of the knowledge and then looked up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Optional

from overture.knowledge import prices, rows, whereabouts
from overture.knowledge.criteria import NEAR_MILES
from overture.knowledge.geography import Point, Town, nearest, towns
from overture.knowledge.institutions import Institution, id_of
from overture.knowledge.names import fold
from overture.knowledge.programs import Program

if TYPE_CHECKING:
    from overture.knowledge.base import Knowledge

# From sure to be offered to doubtful.
DOUBTS = ("none", "some", "strong")
ORDERS = ("cheapest", "graduates", "shortest", "name")
_AREAS_KEPT = 512
_COUNTS_KEPT = 64


class Ground:
    """Facts of programs and schools in the form in which conditions and orders need them.

    Args:
        knowledge: what is known; it does not change.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.tables = knowledge.tables
        self._knowledge = knowledge
        self._spots: dict[str, tuple[whereabouts.Spot, ...]] = {}
        self.areas = lru_cache(_AREAS_KEPT)(self._areas)
        self.awarded = lru_cache(_COUNTS_KEPT)(self._awarded)

    @cached_property
    def towns(self) -> Mapping[str, tuple[Town, ...]]:
        """Towns with listed schools by folded name."""
        return towns(self.tables.schools.values())

    def area(self, id: str) -> Optional[whereabouts.Area]:
        """What a place id, or ``town:Boone,NC``, stands for."""
        return whereabouts.area(id, self._knowledge.places, self.tables, self.towns)

    def _areas(self, ids: tuple[str, ...]) -> tuple[whereabouts.Area, ...]:
        return tuple(found for id in ids if (found := self.area(id)))

    def near(self, area: whereabouts.Area, spot: whereabouts.Spot, miles: float) -> Optional[bool]:
        """Whether a spot is within so many miles of an area.

        A town without coordinates is ruled out where no listed school of its state is even roughly so near.
        """
        found = whereabouts.near(area, spot, miles)
        if found is None and area.point and spot.state:
            there = self.points_by_state.get(spot.state, ())
            if not nearest(area.point, there, miles + NEAR_MILES, 1):
                return False
        return found

    @cached_property
    def points_by_state(self) -> Mapping[str, Sequence[Point]]:
        """Where the listed schools of each state are."""
        found: dict[str, list[Point]] = {}
        for school in self.tables.schools.values():
            found.setdefault(school.state, []).append(Point(school.latitude, school.longitude))
        return found

    def spots(self, program: Program) -> Sequence[whereabouts.Spot]:
        """Where a program is taught."""
        found = self._spots.get(program.id)
        if found is None:
            found = tuple(whereabouts.spot_of_place(place, self.towns) for place in program.places)
            self._spots[program.id] = found
        return found

    def school_spots(self, school: Institution) -> Sequence[whereabouts.Spot]:
        """Where a school is and where its programs are taught."""
        own = (whereabouts.spot_of_school(school.row),) if school.row else ()
        return (*own, *(spot for program in school.programs for spot in self.spots(program)))

    def row(self, program: Program) -> Optional[rows.School]:
        """The school's entry in the federal directory."""
        return self.tables.schools.get(program.unitid) if program.unitid else None

    def price(self, program: Program) -> Optional[prices.Price]:
        """What a year costs in dollars, the program's own price before the school's average."""
        return self.prices.get(program.id)

    @cached_property
    def prices(self) -> Mapping[str, prices.Price]:
        """Prices by program; without those that aren't known."""
        found = {id: prices.of_program(program, self.tables) for id, program in self._knowledge.programs.items()}
        return {id: price for id, price in found.items() if price}

    @cached_property
    def typical(self) -> Mapping[str, int]:
        """Rank of each program where no order is asked for: sure to be offered, at home, in a usual field, by name."""
        programs = self._knowledge.programs.values()
        usual: Counter[str] = Counter(p.fields_of_study[0] for p in programs if p.fields_of_study)
        ordered = sorted(programs, key=lambda p: _typical(p, usual))
        return {program.id: rank for rank, program in enumerate(ordered)}

    def ranks(self, sort: Optional[str]) -> Mapping[str, int]:
        """Rank of each program in an order: cheapest, graduates, shortest, name, or the typical first."""
        return self.orders.get(sort, self.typical)

    @cached_property
    def orders(self) -> Mapping[Optional[str], Mapping[str, int]]:
        """Ranks of the programs in each order but the typical one."""
        return {sort: self._order(sort) for sort in ORDERS}

    def _order(self, sort: str) -> Mapping[str, int]:
        programs = self._knowledge.programs.values()
        measures: Mapping[str, Callable[[Program], Optional[float]]] = {
            "cheapest": lambda p: price.other if (price := self.price(p)) else None,
            "graduates": lambda p: -self.graduates[p.id] if p.id in self.graduates else None,
            "shortest": lambda p: p.length.years_min if p.length else None,
        }
        if measure := measures.get(sort):
            found = {program.id: measure(program) for program in programs}
            ordered = sorted(programs, key=lambda p: (found[p.id] is None, found[p.id] or 0, self.typical[p.id]))
        else:
            ordered = sorted(programs, key=lambda p: (fold(p.school), fold(p.name)))
        return {program.id: rank for rank, program in enumerate(ordered)}

    @cached_property
    def with_programs(self) -> frozenset[str]:
        """Ids of the schools that programs are known of."""
        return frozenset(map(id_of, self._knowledge.programs.values()))

    @cached_property
    def school_order(self) -> Mapping[str, int]:
        """Rank of each school by name."""
        schools = self._knowledge.institutions
        ordered = sorted(schools, key=lambda id: fold(schools[id].name))
        return {id: rank for rank, id in enumerate(ordered)}

    @cached_property
    def newest_year(self) -> int:
        """The newest survey year of the awards; 0 without awards."""
        return max(self.tables.awards[0].counts, default=0) if self.tables.awards else 0

    @cached_property
    def graduates(self) -> Mapping[str, int]:
        """Degrees under a program's federal codes in the newest year, by program; without those not reported.

        These are degrees under the codes at that school, not the program's graduates.
        """
        counted = ((program.id, self._counted(program)) for program in self._knowledge.programs.values())
        return {id: count for id, count in counted if count is not None}

    def _counted(self, program: Program) -> Optional[int]:
        found = [
            award.counts.get(self.newest_year)
            for code in program.federal_codes
            for award in self.tables.awards_by_school.get(code.unitid, ())
            if award.cip == code.cip and self.tables.award_levels[award.level].study_level == program.level
        ]
        known = [count for count in found if count is not None]
        return sum(known) if known else None

    def level_of(self, degree: str) -> Optional[str]:
        """The level of a degree title."""
        found = self._knowledge.degrees.get(degree)
        return found.level if found else None

    def awards(self, school: Institution, levels: Iterable[str] = (), fields: Iterable[str] = ()) -> list[rows.Award]:
        """Awards that a school reported at these levels in these fields; without fields, in the core ones."""
        if school.row is None:
            return []
        codes, wanted = self.codes(tuple(fields)), set(levels)
        return [
            award
            for award in self.tables.awards_by_school.get(school.row.unitid, ())
            if award.cip in codes and (not wanted or self.tables.award_levels[award.level].study_level in wanted)
        ]

    def _awarded(self, levels: tuple[str, ...], fields: tuple[str, ...]) -> Mapping[int, int]:
        """Awards of these levels and fields in the newest year, by number of the school."""
        codes, wanted, found = self.codes(fields), set(levels), Counter[int]()
        for (cip, level), counts in self.newest_awards.items():
            if cip in codes and (not wanted or level in wanted):
                found.update(counts)
        return found

    @cached_property
    def newest_awards(self) -> Mapping[tuple[str, str], Mapping[int, int]]:
        """Awards of the newest year by field code and level of study, by number of the school."""
        found: dict[tuple[str, str], Counter[int]] = {}
        for award in self.tables.awards:
            level = self.tables.award_levels[award.level].study_level
            counts = found.setdefault((award.cip, level), Counter())
            counts[award.unitid] += award.counts.get(self.newest_year) or 0
        return found

    def codes(self, fields: tuple[str, ...]) -> frozenset[str]:
        """Federal codes of fields of study; without any, the codes at the heart of the field."""
        known = self.tables.fields.values()
        if not fields:
            return frozenset(field.cip for field in known if field.relevance == "core")
        return frozenset(field.cip for field in known if set(fields) & set(field.fields_of_study))


def _typical(program: Program, usual: Mapping[str, int]) -> tuple[object, ...]:
    main = program.fields_of_study[:1]
    abroad = all(place.country != whereabouts.HOME for place in program.places)
    rank = -usual[main[0]] if main else 0
    return (DOUBTS.index(program.status.doubt), abroad, rank, fold(program.school), fold(program.name))
