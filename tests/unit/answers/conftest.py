"""The real knowledge, and the same files read by other code, for the answers on schools and pay by place."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from overture.answers import Answer, Facet, Mentioned, Question, Shape, answer, as_text
from overture.answers.base.model import Filters
from overture.knowledge import Knowledge, Subject, default_folder, load

# Short names by which the tests speak of schools.
SCHOOLS = {
    "NYU": "us-193900",
    "MTSU": "us-220978",
    "Temple": "us-216339",
    "Berklee": "us-164748",
    "Belmont": "us-219709",
    "Carnegie Mellon": "us-211440",
    "Full Sail": "us-134237",
    "Georgia Tech": "us-139755",
    "McGill": "mcgill-university",
    "Michigan": "us-170976",
    "Penn State": "us-479956",
    "Peabody": "us-162928",
    "Syracuse": "us-196413",
    "Columbia College Chicago": "us-144281",
}


def about(*names: str) -> tuple[Mentioned, ...]:
    """Mentions written as "kind/id", "kind/id/name" or the short name of a school."""
    found = []
    for name in names:
        kind, id, *said = name.split("/") if "/" in name else ("school", SCHOOLS[name], name)
        found.append(Mentioned(Subject(kind, id), said[0] if said else id))
    return tuple(found)


@dataclass(frozen=True)
class Files:
    """The knowledge files as plain data, read without the project's own code."""

    folder: Path

    def programs(self) -> list[dict[str, Any]]:
        """All programs."""
        return _programs(self.folder)

    def program(self, id: str) -> dict[str, Any]:
        """One program."""
        return next(record for record in self.programs() if record["id"] == id)

    def rows(self, name: str) -> list[dict[str, str]]:
        """Rows of a table."""
        with (self.folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def places(self) -> list[dict[str, Any]]:
        """All places."""
        found: list[dict[str, Any]] = yaml.safe_load((self.folder / "places.yaml").read_text(encoding="utf-8"))
        return found


@lru_cache(maxsize=2)
def _programs(folder: Path) -> list[dict[str, Any]]:
    paths = sorted((folder / "programs").glob("*.yaml"))
    return [record for path in paths for record in yaml.safe_load(path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="session")
def real() -> Knowledge:
    """The real knowledge."""
    return load(default_folder())


@pytest.fixture(scope="session")
def files() -> Files:
    """The real files, as plain data."""
    return Files(default_folder())


@pytest.fixture(scope="session")
def reply(real: Knowledge) -> Callable[..., Answer]:
    """Answers a question: ``reply(Facet.COST, "NYU", text="...", places=("ohio",))``."""

    def give(facet: Facet, *named: str, text: str = "", shape: Shape = Shape.ONE, **filters: Any) -> Answer:
        return answer(Question(facet, about(*named), Filters(**filters), shape, text=text), real)

    return give


@pytest.fixture(scope="session")
def said(reply: Callable[..., Answer]) -> Callable[..., str]:
    """The answer as a terminal shows it."""

    def give(facet: Facet, *named: str, **more: Any) -> str:
        return as_text(reply(facet, *named, **more))

    return give
