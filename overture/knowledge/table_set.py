"""The loaded tables of schools, awards, prices and pay, with look-up.

Every figure can be traced: a row's ``table`` leads to the record in tables.yaml that
names source, date, units, what a blank means and what has to be said with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, Union

from overture.knowledge import rows
from overture.knowledge.names import fold
from overture.knowledge.places import Places
from overture.knowledge.table_model import Table

Row = TypeVar("Row")
DatedRow = Union[
    rows.School, rows.Award, rows.Tuition, rows.AreaWage, rows.IndustryWage, rows.StateMean, rows.PriceLevel
]


@dataclass(frozen=True, eq=False)
class Tables:
    """All tables.

    ``about`` goes from the id of a table to its record.  ``area_wages`` goes from
    occupation code and area (a state's two letters or a metro's code) to pay there.
    """

    about: Mapping[str, Table] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    fields: Mapping[str, rows.StudyField] = field(default_factory=dict)
    award_levels: Mapping[str, rows.AwardLevel] = field(default_factory=dict)
    occupations: Mapping[str, rows.Occupation] = field(default_factory=dict)
    sectors: Mapping[str, rows.Sector] = field(default_factory=dict)
    metros: Mapping[str, rows.Metro] = field(default_factory=dict)
    schools: Mapping[int, rows.School] = field(default_factory=dict)
    awards: Sequence[rows.Award] = ()
    tuition: Mapping[int, rows.Tuition] = field(default_factory=dict)
    area_wages: Mapping[tuple[str, str], rows.AreaWage] = field(default_factory=dict)
    price_levels: Mapping[str, rows.PriceLevel] = field(default_factory=dict)
    industry_wages: Sequence[rows.IndustryWage] = ()
    state_means: Mapping[tuple[str, str], rows.StateMean] = field(default_factory=dict)

    @cached_property
    def schools_by_name(self) -> Mapping[str, tuple[rows.School, ...]]:
        """Schools by folded name or alias, with and without a leading "the"; some share a name."""
        found: dict[str, dict[int, rows.School]] = {}
        for school in self.schools.values():
            for surface in map(fold, school.surfaces()):
                for name in (surface, surface.removeprefix("the ")):
                    found.setdefault(name, {})[school.unitid] = school
        return {name: tuple(schools.values()) for name, schools in found.items()}

    @cached_property
    def awards_by_school(self) -> Mapping[int, tuple[rows.Award, ...]]:
        """Awards by school, in the order of the table."""
        return _grouped((award.unitid, award) for award in self.awards)

    @cached_property
    def industries_by_occupation(self) -> Mapping[str, tuple[rows.IndustryWage, ...]]:
        """Pay by sector, by occupation code."""
        return _grouped((wage.soc, wage) for wage in self.industry_wages)

    @cached_property
    def wages_by_occupation(self) -> Mapping[str, tuple[rows.AreaWage, ...]]:
        """Pay by state and metro, by occupation code."""
        return _grouped((wage.soc, wage) for wage in self.area_wages.values())

    @cached_property
    def metros_by_city(self) -> Mapping[str, tuple[rows.Metro, ...]]:
        """Metropolitan areas by the folded cities in their names; several may have one of that name."""
        return _grouped((fold(city), metro) for metro in self.metros.values() for city in metro.cities)

    @cached_property
    def newest_directory(self) -> int:
        """Year of the newest school directory; 0 without schools."""
        return max((school.directory_year for school in self.schools.values()), default=0)

    def listed(self, school: rows.School) -> bool:
        """Whether the newest directory has the school; if not, it may have closed or merged."""
        return school.directory_year == self.newest_directory

    def cautions(self, row: DatedRow) -> tuple[str, ...]:
        """What has to be said with a row, in the words of its table's record."""
        occasions = set(getattr(row, "occasions", ("always",)))
        if isinstance(row, rows.School) and not self.listed(row):
            occasions.add("unlisted")
        return tuple(caution.text for caution in self.about[row.table].cautions if caution.when in occasions)


def _grouped(pairs: Iterable[tuple[Any, Row]]) -> dict[Any, tuple[Row, ...]]:
    found: dict[Any, list[Row]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(row)
    return {key: tuple(group) for key, group in found.items()}
