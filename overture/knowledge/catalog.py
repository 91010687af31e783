"""The programs and schools that meet conditions, do not, or may.

Each condition is tried once on each kind of program or school and the outcome kept, so
that a query is no more than an intersection of sets, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Generic, Literal, Optional, TypeVar, Union, overload

from overture.knowledge import alike, fit_program, fit_school, whereabouts
from overture.knowledge.criteria import Criterion, criteria, without
from overture.knowledge.ground import Ground
from overture.knowledge.index import Index, Sides
from overture.knowledge.institutions import Institution
from overture.knowledge.programs import Program
from overture.knowledge.query import Filters

if TYPE_CHECKING:
    from overture.knowledge.base import Knowledge

Item = TypeVar("Item")
# Outcomes kept: a conversation tries a handful, and people ask for the same ones.
_KEPT = 512
_FOUND_KEPT = 64
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Verdict:
    """Whether something meets all conditions; ``unknown`` those that its facts leave open."""

    answer: Literal["yes", "no", "unknown"]
    unknown: tuple[Criterion, ...] = ()


class Listed(Sequence[Item]):
    """Records in the order of the files, looked up by id when they are wanted.

    Args:
        ids: of the records.
        records: by id.
    """

    def __init__(self, ids: Sequence[str] = (), records: Mapping[str, Item] = NOTHING) -> None:
        self.ids = tuple(ids)
        self._records = records

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Item: ...

    @overload
    def __getitem__(self, place: slice) -> Listed[Item]: ...

    def __getitem__(self, place: Union[int, slice]) -> Union[Item, Listed[Item]]:
        if isinstance(place, slice):
            return Listed(self.ids[place], self._records)
        return self._records[self.ids[place]]

    def __iter__(self) -> Iterator[Item]:
        return (self._records[id] for id in self.ids)

    def sorted(self, key: Callable[[str], Any]) -> Listed[Item]:
        """The same records by a key of their ids."""
        return Listed(sorted(self.ids, key=key), self._records)

    def without(self, ids: Container[str]) -> Listed[Item]:
        """The same records but for those with some ids."""
        return Listed([id for id in self.ids if id not in ids], self._records)

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Found(Generic[Item]):
    """What meets all conditions (``sure``), and what fails none but leaves some open (``maybe``)."""

    sure: Listed[Item]
    maybe: Listed[Item]
    criteria: tuple[Criterion, ...] = ()


class Catalog(Ground):
    """Answers which programs and schools meet conditions.

    Args:
        knowledge: what is known; it does not change.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__(knowledge)
        self._program_sides = lru_cache(_KEPT)(self._try_programs)
        self._school_sides = lru_cache(_KEPT)(self._try_schools)
        self._programs_found = lru_cache(_FOUND_KEPT)(self._find)
        self._schools_found = lru_cache(_FOUND_KEPT)(self._find_schools)

    def match(self, program: Program, filters: Filters) -> Verdict:
        """Whether a program meets the conditions."""
        found = {c: fit_program.FITS[c.name](program, c.value, self) for c in criteria(filters)}
        return _verdict(found)

    def match_school(self, school: Institution, filters: Filters) -> Verdict:
        """Whether a school meets the conditions, by the federal tables."""
        return _verdict({c: _fit_school(school, c, self) for c in school_criteria(filters)})

    def find(self, filters: Filters) -> Found[Program]:
        """The programs that meet the conditions, and those that may."""
        return self._programs_found(criteria(filters))

    def find_schools(self, filters: Filters) -> Found[Institution]:
        """The schools that meet the conditions, and those that may."""
        return self._schools_found(school_criteria(filters))

    def relax(self, filters: Filters) -> Optional[tuple[Criterion, Found[Program]]]:
        """The narrowest condition to give up so that programs are left, and those programs."""
        best: Optional[tuple[int, Criterion, Found[Program]]] = None
        for criterion in criteria(filters):
            found = self.find(without(filters, criterion))
            width = len(self._program_sides(criterion).yes)
            if found.sure and (best is None or width < best[0]):
                best = (width, criterion, found)
        return best[1:] if best else None

    def _find(self, wanted: tuple[Criterion, ...]) -> Found[Program]:
        return _found(self._knowledge.programs, self.programs_index, wanted, map(self._program_sides, wanted))

    def _find_schools(self, wanted: tuple[Criterion, ...]) -> Found[Institution]:
        return _found(self._knowledge.institutions, self.schools_index, wanted, map(self._school_sides, wanted))

    @cached_property
    def programs_index(self) -> Index:
        """The programs in order."""
        return alike.programs(self._knowledge.programs, self)

    @cached_property
    def schools_index(self) -> Index:
        """The schools in order."""
        return alike.schools(self._knowledge.institutions, self)

    def open(self, criterion: Criterion) -> frozenset[str]:
        """Ids of the programs of which it isn't known whether they meet a condition."""
        return self._program_sides(criterion).unknown

    def _try_programs(self, criterion: Criterion) -> Sides:
        programs, fit = self._knowledge.programs, fit_program.FITS[criterion.name]
        return self._try(self.programs_index, criterion, lambda id: fit(programs[id], criterion.value, self))

    def _try_schools(self, criterion: Criterion) -> Sides:
        schools = self._knowledge.institutions
        return self._try(self.schools_index, criterion, lambda id: _fit_school(schools[id], criterion, self))

    def _try(self, index: Index, criterion: Criterion, fits: Callable[[str], Optional[bool]]) -> Sides:
        """Which ids of an index meet a condition."""
        value: Any = criterion.value
        if criterion.name == "around":
            return self._around(index, *value)
        if criterion.name in ("places", "not_places"):
            areas = self.areas(value)
            there = index.try_places(areas, lambda spot: whereabouts.any_of(whereabouts.inside(a, spot) for a in areas))
            return there if criterion.name == "places" else _turned(index, there)
        return index.try_groups(alike.name_of(criterion), fits)

    def _around(self, index: Index, place: str, miles: float) -> Sides:
        area = self.area(place)
        if area is None:
            return Sides(frozenset(), frozenset())
        return index.try_around(area, miles, lambda spot: self.near(area, spot, miles))


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


def _turned(index: Index, there: Sides) -> Sides:
    """What is surely not there; what may be there stays open."""
    return Sides(frozenset(index.order) - there.yes - there.unknown, there.unknown)


def _found(
    records: Mapping[str, Item], index: Index, wanted: tuple[Criterion, ...], tried: Iterable[Sides]
) -> Found[Item]:
    sides = list(tried)
    if not sides:
        return Found(Listed(tuple(index.order), records), Listed())
    sure = frozenset.intersection(*(side.yes for side in sides))
    possible = frozenset.intersection(*(side.yes | side.unknown for side in sides))
    return Found(Listed(index.sorted(sure), records), Listed(index.sorted(possible - sure), records), wanted)


def match(program: Program, filters: Filters, knowledge: Knowledge) -> Verdict:
    """Whether a program meets conditions: yes, no or unknown, then with the conditions left open."""
    return knowledge.catalog.match(program, filters)


def find(filters: Filters, knowledge: Knowledge) -> Found[Program]:
    """The programs that meet conditions, and those that may, in the order of the files."""
    return knowledge.catalog.find(filters)


def find_schools(filters: Filters, knowledge: Knowledge) -> Found[Institution]:
    """The schools that meet conditions, and those that may, in the order of the files."""
    return knowledge.catalog.find_schools(filters)
