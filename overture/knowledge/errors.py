"""What can be wrong with the knowledge.

::

    KnowledgeError
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# pydantic's own words for the commonest faults are written for programmers.
_PLAIN = {
    "value_error.missing": "is missing, expected a value",
    "value_error.extra": "is not a known key here",
    "type_error.none.not_allowed": "is empty, expected a value",
    "type_error.str": "expected text",
    "type_error.float": "expected a number",
    "type_error.integer": "expected a whole number",
    "type_error.bool": "expected true or false",
    "type_error.list": "expected a list",
    "type_error.tuple": "expected a list",
    "type_error.dict": "expected keys with values",
    "value_error.any_str.min_length": "is empty, expected text",
    "value_error.number.not_ge": "is too small, expected at least {limit_value}",
    "value_error.number.not_le": "is too large, expected at most {limit_value}",
}


def plain(item: Mapping[str, Any]) -> str:
    """One of pydantic's errors in words for people who write YAML."""
    said = _PLAIN.get(item["type"])
    return said.format(**item.get("ctx", {})) if said else str(item["msg"])


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in one place of a knowledge file; ``line`` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class KnowledgeError(Exception):
    """The knowledge can't be used; ``faults`` lists everything that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))
