"""The programs and schools that meet conditions, do not, or may.

Each condition is tried on everything once and the outcome kept, so that a query is no
more than an intersection of sets, however many programs there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, Literal, Optional, TypeVar

from overture.knowledge import fit_program, fit_school
from overture.knowledge.criteria import Criterion, criteria, without
from overture.knowledge.ground import Ground
from overture.knowledge.institutions import Institution
from overture.knowledge.programs import Program
from overture.knowledge.query import Filters

if TYPE_CHECKING:
    from overture.knowledge.base import Knowledge

Item = TypeVar("Item")
# Outcomes kept: a conversation tries a handful, and people ask for the same ones.
_KEPT = 512
_FOUND_KEPT = 64


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
        return _found(self._knowledge.programs, wanted, [self._program_sides(c) for c in wanted])

    def _find_schools(self, wanted: tuple[Criterion, ...]) -> Found[Institution]:
        return _found(self._knowledge.institutions, wanted, [self._school_sides(c) for c in wanted])

    def open(self, criterion: Criterion) -> frozenset[str]:
        """Ids of the programs of which it isn't known whether they meet a condition."""
        return self._program_sides(criterion).unknown

    def _try_programs(self, criterion: Criterion) -> Sides:
        fit = fit_program.FITS[criterion.name]
        return _sides((id, fit(p, criterion.value, self)) for id, p in self._knowledge.programs.items())

    def _try_schools(self, criterion: Criterion) -> Sides:
        return _sides((id, _fit_school(s, criterion, self)) for id, s in self._knowledge.institutions.items())


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
