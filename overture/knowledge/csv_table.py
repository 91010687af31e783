"""Reads one CSV table by its layout; everything wrong with it becomes a fault with file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from overture.knowledge.cells import Cell
from overture.knowledge.errors import Fault
from overture.knowledge.layouts import Keys, Layout
from overture.knowledge.table_model import Table


@dataclass
class TableReader:
    """Reads one table.

    Args:
        table: its record in tables.yaml.
        layout: its columns.
        keys: takes the key of every row, also of rows with a fault elsewhere, so that
            one bad cell does not turn each reference to its row into a further fault.
            Not complete once the table as a whole could not be read.
    """

    table: Table
    layout: Layout
    keys: Keys
    faults: list[Fault] = field(default_factory=list)

    def read(self, folder: Path) -> list[Any]:
        """The rows without faults, in the order of the file; the rest is said in ``faults``."""
        try:
            # Spreadsheets like to put a byte order mark in front, which utf-8-sig drops.
            with (folder / self.table.file).open(encoding="utf-8-sig", newline="") as file:
                return list(self._rows(csv.reader(file, strict=True)))
        except FileNotFoundError:
            self._lost(1, f"the file is missing, expected a table of {self.table.id}")
        except UnicodeDecodeError as error:
            self._lost(1, f"the file is not UTF-8 text ({error.reason})")
        except OSError as error:
            self._lost(1, f"the file can't be read ({error.strerror})")
        return []

    def _rows(self, lines: Any) -> Iterator[Any]:
        try:
            header: list[str] = next(lines, [])
            if faults := list(self._header_faults(header)):
                for message in faults:
                    self._lost(1, message)
                return
            cells = self._cells(header)
            for line in lines:
                if line:
                    yield from self._row(lines.line_num, header, cells, line)
        except csv.Error as error:
            self._lost(lines.line_num, f"bad CSV: {error}")

    def _header_faults(self, header: list[str]) -> Iterator[str]:
        for column in self.layout.columns:
            if column not in header:
                yield f"the column '{column}' is missing"
        for column in dict.fromkeys(header):
            if column not in self.layout.columns and not self._is_year(column):
                yield f"'{column}' is not a known column here"
            elif header.count(column) > 1:
                yield f"the column '{column}' stands here twice"
        if self.layout.years and not any(map(self._is_year, header)):
            yield "a column for a year is missing, expected one like '2024'"

    def _is_year(self, column: str) -> bool:
        return self.layout.years is not None and len(column) == 4 and column.isdigit()

    def _cells(self, header: list[str]) -> list[Cell]:
        years = dict.fromkeys(filter(self._is_year, header), self.layout.years[1]) if self.layout.years else {}
        return [{**years, **self.layout.columns}[column] for column in header]

    def _row(self, number: int, header: list[str], cells: list[Cell], line: list[str]) -> Iterator[Any]:
        if len(line) != len(header):
            self._fault(number, f"expected {len(header)} cells, found {len(line)}")
            return
        try:
            # Nearly every row is good, so that the search for the bad cell can wait.
            values = {c: cell.read(text) if text else cell(text) for c, cell, text in zip(header, cells, line)}
        except ValueError:
            values = self._good_values(number, header, cells, line)
        if self._keep_key(number, values) and len(values) == len(header):
            yield self._build(values)

    def _good_values(self, number: int, header: list[str], cells: list[Cell], line: list[str]) -> dict[str, Any]:
        values = {}
        for column, cell, text in zip(header, cells, line):
            try:
                values[column] = cell(text)
            except ValueError as error:
                self._fault(number, f"{column}: {error}")
        return values

    def _keep_key(self, number: int, values: dict[str, Any]) -> bool:
        if any(column not in values for column in self.layout.key):
            return False
        key = tuple(values[column] for column in self.layout.key)
        plain = key[0] if len(key) == 1 else key
        if plain in self.keys:
            self._fault(number, f"{self.table.kind} {' '.join(map(str, key))} stands in this table already")
            return False
        self.keys.add(plain)
        return True

    def _build(self, values: dict[str, Any]) -> Any:
        if self.layout.years:
            years = {int(c): values.pop(c) for c in tuple(values) if c not in self.layout.columns}
            values[self.layout.years[0]] = years
        for column, name in self.layout.renamed.items():
            values[name] = values.pop(column)
        return self.layout.row(table=self.table.id, **values) if self.layout.dated else self.layout.row(**values)

    def _lost(self, line: int, message: str) -> None:
        self.keys.complete = False
        self._fault(line, message)

    def _fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.table.file, line, message))
