"""Which columns each kind of table has, and how a row becomes a typed object.

A kind is one entry here: its columns with their cells, the columns that no two rows
share, and the dataclass in :mod:`overture.knowledge.rows`.  A table that refers to
another one (awards to schools) comes after it in :data:`LAYOUTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from overture.knowledge import rows
from overture.knowledge.cells import (
    CIP,
    METRO,
    SOC,
    TEXT,
    UNITID,
    URL,
    YES_NO,
    Cell,
    many,
    number,
    one_of,
    optional,
    pattern,
    whole,
)
from overture.knowledge.model import Level
from overture.knowledge.programs import FieldOfStudy
from overture.knowledge.table_model import TableKind

_SCHOOL_PAGES = ("admissions_page", "aid_page", "apply_page", "net_price_page", "veterans_page", "disability_page")
_CHARGES = (
    "tuition_in_state",
    "fees_in_state",
    "tuition_out_of_state",
    "fees_out_of_state",
    "per_credit_in_state",
    "per_credit_out_of_state",
)
_YEARLY = ("p10", "p25", "median", "p75", "p90")
_INDUSTRY = ("p10_annual", "median_annual", "p90_annual", "median_hourly")


class Keys(set[Any]):
    """Keys of the rows of one table.

    Where the table could not be read it is not ``complete`` and holds everything, so
    that one lost file is one fault and not one for each reference to it.
    """

    complete = True

    def __contains__(self, key: object) -> bool:
        """Whether there is such a row, as far as known."""
        return not self.complete or super().__contains__(key)


@dataclass
class Known:
    """Keys that cells may refer to, by kind of table."""

    states: Keys = field(default_factory=Keys)
    keys: dict[str, Keys] = field(default_factory=dict)

    def of(self, kind: TableKind) -> Keys:
        """Keys of the table of this kind; they are added while that table is read."""
        return self.keys.setdefault(kind, Keys())


@dataclass(frozen=True)
class Layout:
    """The columns of a table.

    ``key`` names the columns that together stand once.  ``years`` is the field of the
    row that takes all columns named by a year (``2024``), read with the cell given.
    ``renamed`` goes from column to field where they differ.  ``dated`` rows carry the
    id of their table.
    """

    row: Callable[..., Any]
    columns: Mapping[str, Cell]
    key: tuple[str, ...]
    years: tuple[str, Cell] | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    dated: bool = True

    @property
    def figures(self) -> tuple[str, ...]:
        """Columns that need a unit; ``count`` stands for all columns named by a year."""
        named = tuple(name for name, cell in self.columns.items() if cell.figure)
        return (*named, "count") if self.years else named


def _state(known: Known) -> Cell:
    return one_of(known.states, "the code of a state in places.yaml")


def _in(known: Known, kind: TableKind, described: str, cell: Cell | None = None) -> Cell:
    return one_of(known.of(kind), described, cell)


def _soc(known: Known) -> Cell:
    return _in(known, "occupation", "an occupation code in the table of occupations")


def _unitid(known: Known) -> Cell:
    return _in(known, "school", "the number of a school in the table of schools", UNITID)


def _school(known: Known) -> Layout:
    columns = {
        "unitid": UNITID,
        "name": TEXT,
        "aliases": many(TEXT),
        "city": TEXT,
        "state": _state(known),
        "zip": optional(pattern(r"\d{5}(-\d{4})?", "a ZIP code")),
        "county": optional(TEXT),
        "latitude": number(-90, 90),
        "longitude": number(-180, 180),
        "locale": TEXT,
        "control": one_of(get_args(rows.Control), f"one of {', '.join(get_args(rows.Control))}"),
        "size": optional(TEXT),
        "hbcu": YES_NO,
        "tribal": YES_NO,
        "offers_graduate": YES_NO,
        "metro": optional(METRO),
        "website": optional(URL),
        **{page: optional(URL) for page in _SCHOOL_PAGES},
        "directory_year": whole(1980, 2100, figure=False),
    }
    return Layout(rows.School, columns, ("unitid",))


def _field(known: Known) -> Layout:
    relevance = one_of(get_args(rows.Relevance), "core, related or broad")
    fields = many(one_of(get_args(FieldOfStudy), "a field of study of programs"))
    columns = {"cip": CIP, "title": TEXT, "relevance": relevance, "fields_of_study": fields}
    return Layout(rows.StudyField, columns, ("cip",), dated=False)


def _award_level(known: Known) -> Layout:
    study_level = one_of(get_args(Level), f"one of {', '.join(get_args(Level))}")
    columns = {"level": pattern(r"\d+", "a number"), "name": TEXT, "study_level": study_level, "graduate": YES_NO}
    return Layout(rows.AwardLevel, columns, ("level",), dated=False)


def _award(known: Known) -> Layout:
    columns = {
        "unitid": _unitid(known),
        "cip": _in(known, "field", "a field code in the table of fields"),
        "level": _in(known, "award-level", "a code in the table of award levels"),
    }
    return Layout(rows.Award, columns, tuple(columns), years=("counts", optional(whole())))


def _tuition(known: Known) -> Layout:
    columns = {"unitid": _unitid(known), **{charge: optional(whole()) for charge in _CHARGES}}
    return Layout(rows.Tuition, columns, ("unitid",))


def _occupation(known: Known) -> Layout:
    return Layout(rows.Occupation, {"soc": SOC, "title": TEXT}, ("soc",), dated=False)


def _sector(known: Known) -> Layout:
    code = pattern(r"\d\d(-\d\d)?", "a sector code like 51 or 31-33")
    return Layout(rows.Sector, {"sector": code, "title": TEXT}, ("sector",), dated=False)


def _metro(known: Known) -> Layout:
    return Layout(rows.Metro, {"metro": METRO, "name": TEXT, "states": many(_state(known))}, ("metro",), dated=False)


def _area_wage(column: str, area: Cell, known: Known) -> Layout:
    columns = {
        "soc": _soc(known),
        column: area,
        "employment": optional(whole()),
        **{step: optional(whole()) for step in _YEARLY},
        "location_quotient": optional(number()),
    }
    return Layout(rows.AreaWage, columns, ("soc", column), renamed={column: "area"})


def _state_wage(known: Known) -> Layout:
    return _area_wage("state", _state(known), known)


def _metro_wage(known: Known) -> Layout:
    return _area_wage("metro", _in(known, "metro", "a code in the table of metropolitan areas"), known)


def _price_level(known: Known) -> Layout:
    def read(value: str) -> str:
        if value not in known.states and value not in known.of("metro"):
            raise ValueError(f"'{value}' is not the code of a state or metropolitan area")
        return value

    return Layout(rows.PriceLevel, {"area": Cell(read), "price_level": number(1)}, ("area",))


def _industry_wage(known: Known) -> Layout:
    columns = {
        "soc": _soc(known),
        "sector": _in(known, "sector", "a code in the table of sectors"),
        "employment": optional(whole()),
        **{name: optional(number() if name == "median_hourly" else whole()) for name in _INDUSTRY},
        "at_least": many(one_of(_INDUSTRY, f"one of {', '.join(_INDUSTRY)}")),
    }
    return Layout(rows.IndustryWage, columns, ("soc", "sector"))


def _state_mean(known: Known) -> Layout:
    columns = {
        "soc": _soc(known),
        "state": _state(known),
        "mean_annual": optional(whole()),
        "mean_hourly": optional(number()),
    }
    return Layout(rows.StateMean, columns, ("soc", "state"))


LAYOUTS: Mapping[TableKind, Callable[[Known], Layout]] = {
    "field": _field,
    "award-level": _award_level,
    "occupation": _occupation,
    "sector": _sector,
    "metro": _metro,
    "school": _school,
    "award": _award,
    "tuition": _tuition,
    "state-wage": _state_wage,
    "metro-wage": _metro_wage,
    "price-level": _price_level,
    "industry-wage": _industry_wage,
    "state-mean": _state_mean,
}
