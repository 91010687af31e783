"""The programs and schools that meet conditions, do not, or may.

Each condition is tried on everything once and the outcome kept, so that a query is no
more than an intersection of sets, however many programs there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Generic, Literal, Optional, TypeVar

from overture.knowledge import fit_program, fit_school, prices, rows, whereabouts
from overture.knowledge.criteria import NEAR_MILES, Criterion, criteria, without
from overture.knowledge.geography import Town, nearest, towns
from overture.knowledge.institutions import Institution
from overture.knowledge.programs import Program
from overture.knowledge.query import Filters

if TYPE_CHECKING:
    from overture.knowledge.base import Knowledge

Item = TypeVar("Item")
# Outcomes kept: a conversation tries a handful, and people ask for the same ones.
_KEPT = 512


@dataclass(frozen=True)
class Verdict:
    """Whether something meets all conditions; ``unknown`` those that its facts leave open."""

    answer: Literal["yes", "no", "unknown"]
    unknown: tuple[Criterion, ...] = ()


@dataclass(frozen=True)
class Found(Generic[Item]):
    """What meets all conditions (``sure``), and what fails none but leaves some open (``maybe``)."""

    sure: tuple[Item, ...]
    maybe: tuple[Item, ...]
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True)
class Sides:
    """Ids that meet a condition, and ids of which it isn't known."""

    yes: frozenset[str]
    unknown: frozenset[str]


class Catalog:
    """Answers which programs and schools meet conditions.

    Args:
        knowledge: what is known; it does not change.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.tables = knowledge.tables
        self._knowledge = knowledge
        self._program_sides = lru_cache(_KEPT)(self._try_programs)
        self._school_sides = lru_cache(_KEPT)(self._try_schools)
        self.areas = lru_cache(_KEPT)(self._areas)

    def match(self, program: Program, filters: Filters) -> Verdict:
        """Whether a program meets the conditions."""
        found = {c: fit_program.FITS[c.name](program, c.value, self) for c in criteria(filters)}
        return _verdict(found)

    def match_school(self, school: Institution, filters: Filters) -> Verdict:
        """Whether a school meets the conditions, by the federal tables."""
        return _verdict({c: _fit_school(school, c, self) for c in school_criteria(filters)})

    def find(self, filters: Filters) -> Found[Program]:
        """The programs that meet the conditions, and those that may."""
        wanted = criteria(filters)
        return _found(self._knowledge.programs, wanted, [self._program_sides(c) for c in wanted])

    def find_schools(self, filters: Filters) -> Found[Institution]:
        """The schools that meet the conditions, and those that may."""
        wanted = school_criteria(filters)
        return _found(self._knowledge.institutions, wanted, [self._school_sides(c) for c in wanted])

    def relax(self, filters: Filters) -> Optional[tuple[Criterion, Found[Program]]]:
        """The narrowest condition to give up so that programs are left, and those programs."""
        best: Optional[tuple[int, Criterion, Found[Program]]] = None
        for criterion in criteria(filters):
            found = self.find(without(filters, criterion))
            width = len(self._program_sides(criterion).yes)
            if found.sure and (best is None or width < best[0]):
                best = (width, criterion, found)
        return best[1:] if best else None

    def _try_programs(self, criterion: Criterion) -> Sides:
        fit = fit_program.FITS[criterion.name]
        return _sides((id, fit(p, criterion.value, self)) for id, p in self._knowledge.programs.items())

    def _try_schools(self, criterion: Criterion) -> Sides:
        return _sides((id, _fit_school(s, criterion, self)) for id, s in self._knowledge.institutions.items())

    # What the conditions are tried on

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
            there = (s for s in self.tables.schools.values() if s.state == spot.state)
            if not nearest(area.point, there, miles + NEAR_MILES, 1):
                return False
        return found

    def spots(self, program: Program) -> Sequence[whereabouts.Spot]:
        """Where a program is taught."""
        return self._spots[program.id] if program.id in self._spots else self._spots_of(program)

    @cached_property
    def _spots(self) -> dict[str, tuple[whereabouts.Spot, ...]]:
        return {id: self._spots_of(program) for id, program in self._knowledge.programs.items()}

    def _spots_of(self, program: Program) -> tuple[whereabouts.Spot, ...]:
        return tuple(whereabouts.spot_of_place(place, self.towns) for place in program.places)

    def school_spots(self, school: Institution) -> Sequence[whereabouts.Spot]:
        """Where a school is and where its programs are taught."""
        own = (whereabouts.spot_of_school(school.row),) if school.row else ()
        return (*own, *(spot for program in school.programs for spot in self.spots(program)))

    def row(self, program: Program) -> Optional[rows.School]:
        """The school's entry in the federal directory."""
        return self.tables.schools.get(program.unitid) if program.unitid else None

    def price(self, program: Program) -> Optional[prices.Price]:
        """What a year costs in dollars, the program's own price before the school's average."""
        return self._prices[program.id] if program.id in self._prices else prices.of_program(program, self.tables)

    @cached_property
    def _prices(self) -> dict[str, Optional[prices.Price]]:
        return {id: prices.of_program(program, self.tables) for id, program in self._knowledge.programs.items()}

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

    def codes(self, fields: tuple[str, ...]) -> frozenset[str]:
        """Federal codes of fields of study; without any, the codes at the heart of the field."""
        known = self.tables.fields.values()
        if not fields:
            return frozenset(field.cip for field in known if field.relevance == "core")
        return frozenset(field.cip for field in known if set(fields) & set(field.fields_of_study))


def school_criteria(filters: Filters) -> tuple[Criterion, ...]:
    """Conditions as schools are asked: level and field are one, as awards are counted by both."""
    rest = criteria(replace(filters, levels=(), fields=()))
    if filters.levels or filters.fields:
        return (*rest, Criterion("awards", (filters.levels, filters.fields)))
    return rest


def _fit_school(school: Institution, criterion: Criterion, catalog: Catalog) -> Optional[bool]:
    fit = fit_school.FITS.get(criterion.name)
    return fit(school, criterion.value, catalog) if fit else None


def _verdict(found: Mapping[Criterion, Optional[bool]]) -> Verdict:
    if False in found.values():
        return Verdict("no")
    unknown = tuple(criterion for criterion, fits in found.items() if fits is None)
    return Verdict("unknown" if unknown else "yes", unknown)


def _sides(outcomes: Iterable[tuple[str, Optional[bool]]]) -> Sides:
    known = list(outcomes)
    yes = frozenset(id for id, fits in known if fits)
    return Sides(yes, frozenset(id for id, fits in known if fits is None))


def _found(records: Mapping[str, Item], wanted: tuple[Criterion, ...], sides: Sequence[Sides]) -> Found[Item]:
    if not sides:
        return Found(tuple(records.values()), ())
    sure = frozenset.intersection(*(side.yes for side in sides))
    possible = frozenset.intersection(*(side.yes | side.unknown for side in sides))
    if not possible:
        return Found((), (), wanted)
    kept = [(id, record) for id, record in records.items() if id in possible]
    return Found(
        tuple(record for id, record in kept if id in sure),
        tuple(record for id, record in kept if id not in sure),
        wanted,
    )


def match(program: Program, filters: Filters, knowledge: Knowledge) -> Verdict:
    """Whether a program meets conditions: yes, no or unknown, then with the conditions left open."""
    return knowledge.catalog.match(program, filters)


def find(filters: Filters, knowledge: Knowledge) -> Found[Program]:
    """The programs that meet conditions, and those that may, in the order of the files."""
    return knowledge.catalog.find(filters)


def find_schools(filters: Filters, knowledge: Knowledge) -> Found[Institution]:
    """The schools that meet conditions, and those that may, in the order of the files."""
    return knowledge.catalog.find_schools(filters)
