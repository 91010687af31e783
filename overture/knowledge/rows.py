"""Rows of the tables in ``data/knowledge/tables/``: schools, awards, prices, pay by place.

Plain dataclasses rather than pydantic models: there are thousands of rows, and the
readers in :mod:`overture.knowledge.layouts` have checked every cell.  ``table`` is the
id of the record in tables.yaml that says what the row's source, date and units are.

``None`` means *not reported* or *not published*, as that record's ``blank`` explains;
it is never 0 and never "no".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from overture.knowledge.model import Level
from overture.knowledge.programs import FieldOfStudy

Control = Literal["public", "private nonprofit", "private for-profit"]
Relevance = Literal["core", "related", "broad"]
Occasion = Literal["always", "few", "flat", "lower-bound", "unlisted", "zero"]

# The project's own bounds: below so many employees a survey estimate is rough, below so many
# awards in a year one student more or less shows.
FEW_EMPLOYEES = 300
FEW_AWARDS = 10


@dataclass(frozen=True, slots=True)
class School:
    """One institution of the federal directory, known by its ``unitid``.

    ``latitude`` and ``longitude`` are degrees, north and east positive.  ``metro`` is
    the code of its metropolitan or micropolitan area.  ``size`` is a band of students.
    ``directory_year`` is the newest directory that lists the institution.
    """

    table: str
    unitid: int
    name: str
    aliases: tuple[str, ...]
    city: str
    state: str
    zip: str | None
    county: str | None
    latitude: float
    longitude: float
    locale: str
    control: Control
    size: str | None
    hbcu: bool
    tribal: bool
    offers_graduate: bool
    metro: str | None
    website: str | None
    admissions_page: str | None
    aid_page: str | None
    apply_page: str | None
    net_price_page: str | None
    veterans_page: str | None
    disability_page: str | None
    directory_year: int

    def surfaces(self) -> tuple[str, ...]:
        """All ways to write its name, the name itself first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class StudyField:
    """A field of study in the federal classification (CIP).

    ``relevance`` is this project's reading: ``core`` codes are the ones for recording
    and music technology, ``related`` ones lie beside them, ``broad`` ones hold much else;
    ``fields_of_study`` are fields of programs that are mostly counted under the code.
    """

    cip: str
    title: str
    relevance: Relevance
    fields_of_study: tuple[FieldOfStudy, ...] = ()


@dataclass(frozen=True, slots=True)
class AwardLevel:
    """A kind of award as the federal data code it, with the level of study it belongs to."""

    level: str
    name: str
    study_level: Level
    graduate: bool


@dataclass(frozen=True, slots=True)
class Award:
    """Awards of one level that a school reported under one field code, by survey year.

    Survey year 2024 counts awards from 1 July 2023 to 30 June 2024.  0 is "none that
    year", None "not reported".  These are degrees under a code, never a program's graduates.
    """

    table: str
    unitid: int
    cip: str
    level: str
    counts: Mapping[int, int | None]

    @property
    def reported(self) -> dict[int, int]:
        """The years with a report, oldest first."""
        return {year: count for year, count in sorted(self.counts.items()) if count is not None}

    @property
    def occasions(self) -> frozenset[Occasion]:
        """What has to be said with these counts."""
        counts = self.reported.values()
        found: set[Occasion] = {"always"}
        if any(count == 0 for count in counts):
            found.add("zero")
        if any(0 < count < FEW_AWARDS for count in counts):
            found.add("few")
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Tuition:
    """Institution-wide charges for graduate students, in US dollars; never a program's price.

    Tuition and fees are for full-time study over one academic year, the rates for one credit.
    """

    table: str
    unitid: int
    tuition_in_state: int | None
    fees_in_state: int | None
    tuition_out_of_state: int | None
    fees_out_of_state: int | None
    per_credit_in_state: int | None
    per_credit_out_of_state: int | None


@dataclass(frozen=True, slots=True)
class AreaWage:
    """Pay of one occupation's employees in a state or metropolitan area.

    ``area`` is a state's two letters or a metro's code.  ``median`` and percentiles are
    US dollars a year, ``employment`` is jobs.  ``location_quotient`` is the occupation's
    share of jobs there over its share in the US (1 is the same).
    """

    table: str
    soc: str
    area: str
    employment: int | None
    p10: int | None
    p25: int | None
    median: int | None
    p75: int | None
    p90: int | None
    location_quotient: float | None

    @property
    def occasions(self) -> frozenset[Occasion]:
        """What has to be said with these figures; ``flat`` where neighbouring percentiles are one."""
        steps = [step for step in (self.p10, self.p25, self.median, self.p75, self.p90) if step is not None]
        found: set[Occasion] = {"always"}
        if self.employment is not None and self.employment < FEW_EMPLOYEES:
            found.add("few")
        if len(set(steps)) < len(steps):
            found.add("flat")
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class IndustryWage:
    """Pay of one occupation's employees in one sector of industry, all over the US.

    Yearly figures are US dollars a year, ``median_hourly`` US dollars an hour.
    ``at_least`` names the figures that are published as a lower bound only.
    """

    table: str
    soc: str
    sector: str
    employment: int | None
    p10_annual: int | None
    median_annual: int | None
    p90_annual: int | None
    median_hourly: float | None
    at_least: tuple[str, ...]

    @property
    def occasions(self) -> frozenset[Occasion]:
        """What has to be said with these figures."""
        found: set[Occasion] = {"always"}
        if self.employment is not None and self.employment < FEW_EMPLOYEES:
            found.add("few")
        if self.at_least:
            found.add("lower-bound")
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class StateMean:
    """Mean pay of one occupation's employees in a state: US dollars a year and an hour."""

    table: str
    soc: str
    state: str
    mean_annual: int | None
    mean_hourly: float | None


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation as wage statistics count it (SOC code), with its official title."""

    soc: str
    title: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of industry as wage statistics count it (NAICS code), with its official title."""

    sector: str
    title: str


@dataclass(frozen=True, slots=True)
class Metro:
    """A metropolitan area that wages are published for; ``states`` are those it lies in."""

    metro: str
    name: str
    states: tuple[str, ...]

    @property
    def cities(self) -> tuple[str, ...]:
        """The cities in its name: ``Dallas`` and two more for Dallas-Fort Worth-Arlington, TX."""
        return tuple(re.split(r"-+|/", self.name.rpartition(",")[0]))


@dataclass(frozen=True, slots=True)
class PriceLevel:
    """Prices in a state or metropolitan area, the US being 100."""

    table: str
    area: str
    price_level: float
