"""The typed shape of tables.yaml: what a table holds, whose figures they are and what to say with them."""

from __future__ import annotations

import re
from typing import Literal, Optional

from pydantic import Field, validator

from overture.knowledge.model import Dated, Record, Thing
from overture.knowledge.rows import Occasion

TableKind = Literal[
    "field",
    "award-level",
    "occupation",
    "sector",
    "metro",
    "school",
    "award",
    "tuition",
    "state-wage",
    "metro-wage",
    "price-level",
    "industry-wage",
    "state-mean",
]
_FILE = re.compile(r"^tables/[a-z0-9_]+\.csv$")


class Caution(Record):
    """Something said together with a table's figures.

    ``id`` is lower-case words joined by hyphens; ``text`` is said as it stands.
    ``when`` is the occasion: always, or only with rows that are like this: few people
    or awards, flat percentiles, a lower bound, a school that the newest directory no
    longer lists, a zero.
    """

    id: str
    text: str
    when: Occasion = "always"

    _check_id = validator("id", allow_reuse=True)(Thing._identifier.__func__)  # type: ignore[attr-defined]


class Table(Dated):
    """One table: its file, what a row is, where its figures come from and what a blank means.

    ``id`` is lower-case words joined by hyphens.
    ``file`` is the path of the CSV file; ``kind`` says which columns it has.
    ``units`` goes from a column with figures to its unit.
    ``blank`` says what an empty cell means.
    ``cautions`` are said together with its figures.
    ``note`` is for editors.
    """

    id: str
    file: str
    kind: TableKind
    row: str = Field(description="What one row is.")
    units: dict[str, str] = {}
    blank: str
    cautions: tuple[Caution, ...] = ()
    note: Optional[str] = None

    _check_id = validator("id", allow_reuse=True)(Thing._identifier.__func__)  # type: ignore[attr-defined]

    @validator("file")
    def _in_its_folder(cls, value: str) -> str:
        if not _FILE.match(value):
            raise ValueError("expected tables/<name>.csv")
        return value
