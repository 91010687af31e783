"""The knowledge files as plain data, read without any of the project's own code."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "knowledge"

Raw = dict[str, Any]
Row = dict[str, str]

# PyYAML's own reader in C says the same as safe_load and is ten times as quick.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MONTHS = "January February March April May June July August September October November December".split()


class Files:
    """All that the sweep compares with.

    Args:
        folder: a knowledge folder.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    def records(self, kind: str) -> list[Raw]:
        """The records of a kind, from one file or a folder of files."""
        single = self.folder / f"{kind}.yaml"
        paths = [single] if single.is_file() else sorted((self.folder / kind).glob("*.yaml"))
        return [record for path in paths for record in yaml.load(path.read_text("utf-8"), Loader=_LOADER)]

    def rows(self, name: str) -> list[Row]:
        """The rows of a table."""
        with (self.folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def programs(self) -> list[Raw]:
        """All programs."""
        return self.records("programs")

    @cached_property
    def schools(self) -> list[Row]:
        """All institutions of the federal directory."""
        return self.rows("schools")

    @cached_property
    def careers(self) -> list[Raw]:
        """All occupations."""
        return self.records("careers")

    @cached_property
    def places(self) -> list[Raw]:
        """All places that have a name here."""
        return self.records("places")

    @cached_property
    def states(self) -> Mapping[str, str]:
        """Names of states by postal code."""
        return {place["code"]: place["name"] for place in self.places if place["kind"] == "state"}

    @cached_property
    def tuition(self) -> Mapping[str, Row]:
        """Charges by institution."""
        return {row["unitid"]: row for row in self.rows("tuition")}

    @cached_property
    def award_levels(self) -> Mapping[str, Row]:
        """Kinds of award by code."""
        return {row["level"]: row for row in self.rows("award_levels")}

    @cached_property
    def fields(self) -> Mapping[str, Row]:
        """Fields of the federal classification by code."""
        return {row["cip"]: row for row in self.rows("fields")}

    @cached_property
    def awards(self) -> Mapping[str, list[Row]]:
        """Awards by institution."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("awards"):
            found[row["unitid"]].append(row)
        return found

    @cached_property
    def years(self) -> list[str]:
        """Survey years of the awards, oldest first."""
        return sorted(column for column in self.rows("awards")[0] if column.isdigit())

    @cached_property
    def about(self) -> Mapping[str, Raw]:
        """What tables.yaml says of each table, by id."""
        return {record["id"]: record for record in self.records("tables")}

    @cached_property
    def programs_by_school(self) -> Mapping[str, list[Raw]]:
        """Programs by the name of their school."""
        found: dict[str, list[Raw]] = defaultdict(list)
        for program in self.programs:
            found[program["school"]].append(program)
        return found

    @cached_property
    def schools_by_id(self) -> Mapping[str, Row]:
        """Institutions by their federal number."""
        return {row["unitid"]: row for row in self.schools}

    def state_wages(self) -> Iterator[tuple[str, Row]]:
        """Postal code and pay, by occupation and state."""
        return ((row["state"], row) for row in self.rows("wages_by_state"))


def money(value: str | float, *, cents: bool = False) -> str:
    """US dollars as people write them."""
    return f"${float(value):,.2f}" if cents else f"${float(value):,.0f}"


def month(as_of: str) -> str:
    """ "2025-05" as "May 2025"; what is no month stays as it is."""
    year, _, number = as_of.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}" if len(number) == 2 and 1 <= int(number) <= 12 else as_of


def school_year(survey: str) -> str:
    """Survey year 2024 as "2023-24"."""
    return f"{int(survey) - 1}-{int(survey) % 100:02d}"


def signed(value: float) -> str:
    """A change in percent with its sign, and a true minus: -1.7 as "−1.7 %"."""
    rounded = round(float(value), 1)
    return (f"{rounded:+.1f}" if rounded else "0.0").removesuffix(".0").replace("-", "−") + " %"
