"""Reads the tables of schools, awards, prices and pay, and says everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from overture.knowledge import check, model, rows
from overture.knowledge.csv_table import TableReader
from overture.knowledge.errors import Fault
from overture.knowledge.layouts import LAYOUTS, Keys, Known, Layout
from overture.knowledge.places import HOME, City, NamedPlace, Part, Places, Region
from overture.knowledge.table_model import Table
from overture.knowledge.table_set import Tables

if TYPE_CHECKING:
    from overture.knowledge.load import Loaded

__all__ = ["Tables", "files", "load_tables", "read_tables"]

Row = TypeVar("Row")

# The kinds of YAML records that tables need; places and tables may join load.KINDS.
_RECORDS: Mapping[str, type[model.Record]] = {"sources": model.Source, "places": NamedPlace, "tables": Table}


def load_tables(folder: Path) -> tuple[Tables, list[Fault]]:
    """Reads sources, places, tables.yaml and all tables of a knowledge folder.

    Args:
        folder: holds ``tables.yaml``, ``tables/*.csv``, ``places.yaml`` and the sources.

    Returns:
        the tables without the rows that have faults, and every fault with file and line.
    """
    faults: list[Fault] = []
    loaded = [item for kind, type_ in _RECORDS.items() for item in _records(folder, kind, type_, faults)]
    faults.extend(check.check(loaded))
    by_kind = {kind: [item for item in loaded if item.kind == kind] for kind in _RECORDS}
    tables = read_tables(folder, by_kind["tables"], by_kind["places"], faults)
    return tables, sorted(set(faults))


def read_tables(folder: Path, tables: Sequence[Loaded], places: Sequence[Loaded], faults: list[Fault]) -> Tables:
    """Reads the tables named by loaded records of tables.yaml; what is wrong is added to ``faults``."""
    if not places and not any(fault.file.startswith("places") for fault in faults):
        faults.append(Fault("places.yaml", 1, "the file is missing, expected the places that the tables name"))
    all_places = Places.of(item.record for item in places)
    known = Known(Keys(all_places.states))
    known.states.complete = bool(known.states)
    found: dict[str, list[Any]] = {}
    for kind, layout_of in LAYOUTS.items():
        records = [item for item in tables if item.record.kind == kind]
        faults.extend(_not_one(kind, records))
        known.of(kind).complete = bool(records)
        for item in records[:1]:
            layout = layout_of(known)
            faults.extend(_unit_faults(item, layout))
            reader = TableReader(item.record, layout, known.of(kind))
            found[kind] = reader.read(folder)
            faults.extend(reader.faults)
    faults.extend(_place_faults(places, all_places, known))
    return _assemble({item.record.id: item.record for item in tables}, all_places, found)


def files(folder: Path) -> list[Path]:
    """All files that :func:`load_tables` reads from a folder, sources excepted."""
    return [folder / "places.yaml", folder / "tables.yaml", *sorted((folder / "tables").glob("*.csv"))]


def _assemble(about: Mapping[str, Table], places: Places, found: Mapping[str, list[Any]]) -> Tables:
    area_wages: list[rows.AreaWage] = [*found.get("state-wage", ()), *found.get("metro-wage", ())]
    return Tables(
        about=about,
        places=places,
        fields=_by("cip", found.get("field")),
        award_levels=_by("level", found.get("award-level")),
        occupations=_by("soc", found.get("occupation")),
        sectors=_by("sector", found.get("sector")),
        metros=_by("metro", found.get("metro")),
        schools=_by("unitid", found.get("school")),
        awards=tuple(found.get("award", ())),
        tuition=_by("unitid", found.get("tuition")),
        area_wages={(wage.soc, wage.area): wage for wage in area_wages},
        price_levels=_by("area", found.get("price-level")),
        industry_wages=tuple(found.get("industry-wage", ())),
        state_means={(mean.soc, mean.state): mean for mean in found.get("state-mean", ())},
    )


def _records(folder: Path, kind: str, type_: type[model.Record], faults: list[Fault]) -> list[Loaded]:
    # Imported here so that load may import this module in turn.
    from overture.knowledge.load import _documents, _read_records

    loaded: list[Loaded] = []
    for document in _documents(folder, kind, faults):
        faults.extend(document.faults)
        if document.data is not None or not document.faults:
            _read_records(kind, type_, document, loaded, faults)
    return loaded


def _not_one(kind: str, records: Sequence[Loaded]) -> list[Fault]:
    if not records:
        return [Fault("tables.yaml", 1, f"no table of the kind '{kind}', expected one")]
    return [item.fault(("kind",), f"a second table of the kind '{kind}', expected one") for item in records[1:]]


def _unit_faults(item: Loaded, layout: Layout) -> list[Fault]:
    units: Mapping[str, str] = item.record.units
    missing = [item.fault(("units",), f"no unit for '{name}'") for name in layout.figures if name not in units]
    extra = [name for name in units if name not in layout.figures]
    return missing + [item.fault(("units", name), f"'{name}' is no column with figures") for name in extra]


def _place_faults(items: Sequence[Loaded], places: Places, known: Known) -> list[Fault]:
    faults = []
    for item in items:
        for name, values, right, described in _references(item.record, places, known):
            for index, value in enumerate(values):
                if value not in right:
                    faults.append(item.fault((name, index), f"'{value}' is not {described}"))
    return faults


def _references(place: NamedPlace, places: Places, known: Known) -> list[tuple[str, Sequence[str], Any, str]]:
    checks: list[tuple[str, Sequence[str], Any, str]] = [
        ("may_mean", place.may_mean, places.by_id, "the id of a place")
    ]
    if isinstance(place, Region):
        checks.append(("states", place.states, places.states, "the code of a state here"))
        checks.append(("countries", place.countries, places.countries, "the code of a country here"))
    if isinstance(place, City):
        checks.append(("state", (place.state,) if place.state else (), places.states, "the code of a state here"))
        abroad = (place.country,) if place.country != HOME else ()
        checks.append(("country", abroad, places.countries, "the code of a country here"))
        checks.append(("metros", place.metros, known.of("metro"), "a code in the table of metropolitan areas"))
    if isinstance(place, Part):
        checks.append(("country", (place.country,), places.countries, "the code of a country here"))
    return checks


def _by(name: str, found: Iterable[Row] | None) -> dict[Any, Row]:
    return {getattr(row, name): row for row in found or ()}
