"""Schools as people name them: rows of the federal tables and schools of the programs, joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from overture.knowledge.names import fold
from overture.knowledge.programs import Program
from overture.knowledge.rows import School

# Ids of schools in the federal tables begin so.
_LISTED = "us-"
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Institution:
    """One school.

    ``id`` is stable across edits of its facts; ``row`` is its entry in the federal
    directory, ``None`` outside the US; ``programs`` are those with pages in the
    knowledge.
    """

    id: str
    name: str
    row: School | None = None
    programs: tuple[Program, ...] = ()
    names: tuple[str, ...] = field(default=())

    def surfaces(self) -> tuple[str, ...]:
        """Name and aliases; others may share some of them."""
        return (self.name, *self.names)

    @property
    def states(self) -> frozenset[str]:
        """Two-letter codes of the states where it is or teaches."""
        codes = {place.state for program in self.programs for place in program.places if place.state}
        return frozenset(codes | ({self.row.state} if self.row else set()))


def join(schools: Mapping[int, School], programs: Iterable[Program]) -> dict[str, Institution]:
    """All institutions by id, those with programs first."""
    grouped: dict[str, list[Program]] = {}
    for program in programs:
        grouped.setdefault(id_of(program), []).append(program)
    found: dict[str, Institution] = {}
    for id, own in grouped.items():
        row = schools.get(own[0].unitid) if own[0].unitid else None
        surfaces = [s for program in own for s in program.school_surfaces()] + list(row.surfaces() if row else ())
        found[id] = Institution(id, own[0].school, row, tuple(own), _others(own[0].school, surfaces))
    for row in schools.values():
        id = f"{_LISTED}{row.unitid}"
        if id not in found:
            found[id] = Institution(id, row.name, row, (), _others(row.name, row.surfaces()))
    return found


def number_of(id: str) -> int:
    """The federal number in the id of a school; 0 for one that has none."""
    number = id.removeprefix(_LISTED)
    return int(number) if number != id else 0


def id_of(program: Program) -> str:
    """The id of a program's school."""
    return f"{_LISTED}{program.unitid}" if program.unitid else _NOT_IN_IDS.sub("-", fold(program.school)).strip("-")


def _others(name: str, surfaces: Iterable[str]) -> tuple[str, ...]:
    distinct = {fold(s): s for s in surfaces}
    distinct.pop(fold(name), None)
    return tuple(distinct.values())
