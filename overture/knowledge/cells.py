"""Reads single cells of a CSV table: text in, typed value out, ``ValueError`` in plain words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from typing import Any, TypeVar

SEPARATOR = "|"

Number = TypeVar("Number", int, float)

_WHOLE = re.compile(r"-?[0-9]+").fullmatch


@dataclass(frozen=True)
class Cell:
    """How the cells of one column are read.

    ``figure`` marks numbers that need a unit; ``blank`` is what an empty cell reads as
    where ``may_be_blank``.
    """

    read: Callable[[str], Any]
    figure: bool = False
    may_be_blank: bool = False
    blank: Any = None

    def __call__(self, value: str) -> Any:
        """The value of a cell.

        Raises:
            ValueError: says what was expected and what was found.
        """
        if value:
            return self.read(value)
        if self.may_be_blank:
            return self.blank
        raise ValueError("is empty, expected a value")


def optional(cell: Cell) -> Cell:
    """The same cell, None where it is empty."""
    return replace(cell, may_be_blank=True)


def many(cell: Cell) -> Cell:
    """Several values separated by ``|``, as a tuple; empty where there is none."""
    return Cell(lambda value: tuple(cell(part) for part in value.split(SEPARATOR)), may_be_blank=True, blank=())


def whole(low: int = 0, high: float = math.inf, *, figure: bool = True) -> Cell:
    """A whole number from ``low`` to ``high``, written with digits only."""

    def read(value: str) -> int:
        if not _WHOLE(value):
            raise ValueError(f"expected a whole number, found '{value}'")
        return _within(int(value), low, high, value)

    return Cell(read, figure=figure)


def number(low: float = 0, high: float = math.inf, *, figure: bool = True) -> Cell:
    """A number from ``low`` to ``high`` with a decimal point."""

    def read(value: str) -> float:
        try:
            return _within(float(value), low, high, value)
        except ValueError:
            raise ValueError(f"expected a number{_range(low, high)}, found '{value}'") from None

    return Cell(read, figure=figure)


def pattern(form: str, described: str) -> Cell:
    """Text that matches a regular expression as a whole; ``described`` says it in words."""
    matches = re.compile(form, re.ASCII).fullmatch

    def read(value: str) -> str:
        if not matches(value):
            raise ValueError(f"expected {described}, found '{value}'")
        return value

    return Cell(read)


def one_of(known: Container[Any], described: str, cell: Cell | None = None) -> Cell:
    """A value that stands in ``known``; ``cell`` reads it first where it isn't plain text."""

    def read(value: str) -> Any:
        found = cell(value) if cell else value
        if found not in known:
            raise ValueError(f"'{value}' is not {described}")
        return found

    return Cell(read)


def _text(value: str) -> str:
    if value != value.strip():
        raise ValueError(f"expected text without spaces around it, found '{value}'")
    return value


def _yes_no(value: str) -> bool:
    if value not in ("yes", "no"):
        raise ValueError(f"expected yes or no, found '{value}'")
    return value == "yes"


def _within(found: Number, low: float, high: float, value: str) -> Number:
    if not low <= found <= high or found == math.inf:
        raise ValueError(f"expected a number{_range(low, high)}, found '{value}'")
    return found


def _range(low: float, high: float) -> str:
    return f" of at least {low:g}" if high == math.inf else f" from {low:g} to {high:g}"


_UNITID = pattern(r"\d{6}", "the six digits of a federal school number")
TEXT = Cell(_text)
URL = pattern(r"https?://.*\S", "an address that begins with https://")
YES_NO = Cell(_yes_no)
UNITID = Cell(lambda value: int(_UNITID(value)))
CIP = pattern(r"\d\d\.\d{4}", "a field code like 50.0913")
SOC = pattern(r"\d\d-\d{4}", "an occupation code like 27-4014")
METRO = pattern(r"\d{5}", "the five digits of a metropolitan area")
