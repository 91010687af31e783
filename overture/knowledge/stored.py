"""Knowledge that stands in a compiled file: small things as a whole, programs and rows when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Optional

from overture.knowledge import rows
from overture.knowledge.base import Knowledge
from overture.knowledge.catalog import Catalog
from overture.knowledge.geography import Town
from overture.knowledge.institutions import Institution
from overture.knowledge.shelf import Shelf, ShelfFile
from overture.knowledge.table_set import Tables

# What grows with the number of schools, programs and areas, and is read piece by piece; all else is read at the start.
_SHELVED = ("schools", "tuition", "area_wages", "price_levels")
# What is worked out of tables and catalog when the file is made, and read when it is first needed.
_OF_TABLES = ("metros_by_city", "newest_directory")
_OF_CATALOG = (
    "programs_index", "schools_index", "orders", "typical", "prices", "graduates", "newest_awards", "newest_year",
    "school_order", "with_programs", "points_by_state",
)  # fmt: skip
_OF_ALL = ("by_name", "passages")


def contents(knowledge: Knowledge) -> tuple[dict[str, Mapping[Any, Any]], dict[str, object]]:
    """What a compiled file holds of some knowledge: shelves, and objects kept as a whole."""
    tables, catalog = knowledge.tables, knowledge.catalog
    shelves: dict[str, Mapping[Any, Any]] = {
        "programs": knowledge.programs,
        "institutions": {id: _apart(school) for id, school in knowledge.institutions.items()},
        "institutions_by_name": {name: _ids(found) for name, found in knowledge.institutions_by_name.items()},
        "awards_by_school": tables.awards_by_school,
        "wages_by_occupation": tables.wages_by_occupation,
        "towns": catalog.towns,
        **{name: getattr(tables, name) for name in _SHELVED},
    }
    kept = {name: getattr(tables, name) for name in _kept_of(tables)}
    blobs = {
        "small": {
            f.name: getattr(knowledge, f.name) for f in fields(Knowledge) if f.name not in ("programs", "tables")
        },
        "tables": kept,
        **{name: getattr(tables, name) for name in _OF_TABLES},
        **{name: getattr(catalog, name) for name in _OF_CATALOG},
        **{name: getattr(knowledge, name) for name in _OF_ALL},
    }
    return shelves, blobs


def _kept_of(tables: Tables) -> list[str]:
    return [f.name for f in fields(tables) if f.name not in (*_SHELVED, "awards", "file")]


def _apart(school: Institution) -> tuple[Institution, tuple[str, ...]]:
    """A school without its programs, and their ids."""
    return replace(school, programs=()), tuple(program.id for program in school.programs)


def _ids(schools: Sequence[Institution]) -> tuple[str, ...]:
    return tuple(school.id for school in schools)


@dataclass(frozen=True)
class StoredKnowledge(Knowledge):
    """Knowledge of a compiled file."""

    file: Optional[ShelfFile] = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, file: ShelfFile) -> StoredKnowledge:
        """Opens a compiled file.

        Raises:
            KeyError, pickle.UnpicklingError, sqlite3.DatabaseError: it is damaged.
        """
        return cls(**file.blob("small"), programs=Shelf(file, "programs"), tables=StoredTables.of(file), file=file)

    @cached_property
    def institutions(self) -> Mapping[str, Institution]:
        """Schools by id; each is put together when it is asked for."""
        return Shelf(self._file, "institutions", self._together)

    def _together(self, written: tuple[Institution, tuple[str, ...]]) -> Institution:
        school, programs = written
        return replace(school, programs=tuple(self.programs[id] for id in programs)) if programs else school

    @cached_property
    def institutions_by_name(self) -> Mapping[str, tuple[Institution, ...]]:
        """Folded name or alias to the schools that bear it."""
        return Shelf(self._file, "institutions_by_name", lambda ids: tuple(self.institutions[id] for id in ids))

    @cached_property
    def catalog(self) -> Catalog:
        """Which programs and schools meet conditions."""
        return StoredCatalog(self)

    @property
    def _file(self) -> ShelfFile:
        assert self.file is not None, "made by StoredKnowledge.of"
        return self.file


@dataclass(frozen=True, eq=False)
class StoredTables(Tables):
    """Tables of a compiled file."""

    file: Optional[ShelfFile] = field(default=None, repr=False)

    @classmethod
    def of(cls, file: ShelfFile) -> StoredTables:
        """Opens the tables of a compiled file."""
        shelves: dict[str, Any] = {name: Shelf(file, name) for name in _SHELVED}
        return cls(**file.blob("tables"), **shelves, awards=_Awards(file), file=file)

    @cached_property
    def awards_by_school(self) -> Mapping[int, tuple[rows.Award, ...]]:
        """Awards by school, in the order of the table."""
        return Shelf(self._file, "awards_by_school")

    @cached_property
    def wages_by_occupation(self) -> Mapping[str, tuple[rows.AreaWage, ...]]:
        """Pay by state and metro, by occupation code."""
        return Shelf(self._file, "wages_by_occupation")

    @property
    def _file(self) -> ShelfFile:
        assert self.file is not None, "made by StoredTables.of"
        return self.file


class _Awards(Sequence[rows.Award]):
    """All awards, school by school."""

    def __init__(self, file: ShelfFile) -> None:
        self._by_school: Shelf[int, tuple[rows.Award, ...]] = Shelf(file, "awards_by_school")

    def __iter__(self) -> Iterator[rows.Award]:
        return (award for _, awards in self._by_school.pairs() for award in awards)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return len(self._by_school) > 0

    def __getitem__(self, place: Any) -> Any:
        if place == 0:
            return next(iter(self._by_school[next(iter(self._by_school))]))
        return list(self)[place]


class StoredCatalog(Catalog):
    """A catalog whose look-ups stand in a compiled file."""

    def __init__(self, knowledge: StoredKnowledge) -> None:
        super().__init__(knowledge)
        self._file = knowledge._file

    @cached_property
    def towns(self) -> Mapping[str, tuple[Town, ...]]:
        """Towns with listed schools by folded name."""
        return Shelf(self._file, "towns")


class _Kept:
    """An attribute that is read from the compiled file when it is first needed, and kept."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, owner: Any, kind: object = None) -> Any:
        if owner is None:
            return self
        value = owner.__dict__[self._name] = owner._file.blob(self._name)
        return value


for _of, _names in ((StoredTables, _OF_TABLES), (StoredCatalog, _OF_CATALOG), (StoredKnowledge, _OF_ALL)):
    for _name in _names:
        setattr(_of, _name, _Kept(_name))
