"""A larger knowledge, made from today's: more institutions, programs and wages, under names of their own."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.bench.workspace import ROOT

KNOWLEDGE = ROOT / "data" / "knowledge"
_ENDINGS = ("University", "College", "Institute", "State University", "Community College", "Conservatory of Music")
_SYLLABLES = (
    "bar bel bo cal cor dan del dor el fal far fen gar gor hal har hol il jor kel kin lan lor mar mel mor nar nel nor "
    "or pel por quin ral ren ril sal sel sor tal tan tor ul val van vel vor wal wen wor yar yel zan zor"
).split()
# Federal numbers and codes of areas that nobody has.
_FIRST_UNITID = 500_000
_PER_COPY = 1_000

Row = dict[str, str]


class Namer:
    """Makes up names, each once, the same ones each time."""

    def __init__(self) -> None:
        self._random = random.Random(7)
        self._known: set[str] = set()

    def word(self) -> str:
        """A name of three or four syllables."""
        while True:
            word = "".join(self._random.choices(_SYLLABLES, k=self._random.choice((3, 3, 4)))).capitalize()
            if word not in self._known:
                self._known.add(word)
                return word

    def school(self) -> str:
        """The name of a school."""
        return f"{self.word()} {self._random.choice(_ENDINGS)}"


def grow(folder: Path, times: int) -> Path:
    """Writes a knowledge folder so many times as large; 1 is a plain copy.

    Args:
        folder: where it is written; must not exist.
        times: 1 or more.
    """
    shutil.copytree(KNOWLEDGE, folder)
    if times > 1:
        namer = Namer()
        metros = _areas(folder, times, namer)
        _schools(folder, times, namer, metros)
        _programs(folder, times, namer)
    return folder


def _rows(folder: Path, name: str) -> list[Row]:
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, name: str, rows: Iterator[Row]) -> None:
    """Replaces a table by rows that are all alike."""
    first = next(rows)
    with (folder / "tables" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(first), lineterminator="\n")
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def _copies(folder: Path, name: str, times: int, change: Callable[[Row, int], Row | None]) -> None:
    """Writes a table with its rows and changed copies of them; a copy of None is left out."""
    rows = _rows(folder, name)
    copies = (change(row, copy) for copy in range(1, times) for row in rows)
    _write(folder, name, (row for row in [*rows, *copies] if row is not None))


def _areas(folder: Path, times: int, namer: Namer) -> dict[tuple[str, int], str]:
    """New metropolitan areas with their pay and prices; says which code each copy of an area got."""
    known = _rows(folder, "metros")
    taken = {row["metro"] for row in known}
    free = (str(code) for code in range(10_000, 100_000) if str(code) not in taken)
    codes = {(row["metro"], copy): next(free) for copy in range(1, times) for row in known}

    def metro(row: Row, copy: int) -> Row:
        state = row["states"].partition("|")[0]
        return {"metro": codes[row["metro"], copy], "name": f"{namer.word()}, {state}", "states": state}

    _copies(folder, "metros", times, metro)
    _copies(folder, "wages_by_metro", times, lambda row, copy: {**row, "metro": codes[row["metro"], copy]})
    _copies(
        folder,
        "price_levels",
        times,
        lambda row, copy: {**row, "area": codes[row["area"], copy]} if (row["area"], copy) in codes else None,
    )
    return codes


def _schools(folder: Path, times: int, namer: Namer, metros: dict[tuple[str, int], str]) -> None:
    numbers = _numbers()

    def school(row: Row, copy: int) -> Row:
        name = namer.school()
        new = {"unitid": numbers(row["unitid"], copy), "name": name, "city": namer.word()}
        aliases = name.partition(" ")[0] + " Tech" if row["aliases"] else ""
        return {**row, **new, "aliases": aliases, "metro": metros.get((row["metro"], copy), row["metro"])}

    _copies(folder, "schools", times, school)
    for table in ("awards", "tuition"):
        _copies(folder, table, times, lambda row, copy: {**row, "unitid": numbers(row["unitid"], copy)})


def _numbers() -> Callable[[str, int], str]:
    """The number that a copy of a school gets."""
    order = {row["unitid"]: place for place, row in enumerate(_rows(KNOWLEDGE, "schools"))}
    return lambda unitid, copy: str(_FIRST_UNITID + copy * _PER_COPY + order[unitid]) if unitid in order else unitid


def _programs(folder: Path, times: int, namer: Namer) -> None:
    numbers = _numbers()
    records = [r for path in sorted((folder / "programs").glob("*.yaml")) for r in _read(path)]
    for copy in range(1, times):
        changed = [_program(record, copy, namer, numbers) for record in records]
        text = yaml.dump(changed, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False)
        (folder / "programs" / f"grown-{copy:03d}.yaml").write_text(text, encoding="utf-8")


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _program(record: dict[str, Any], copy: int, namer: Namer, numbers: Callable[[str, int], str]) -> dict[str, Any]:
    new = {**record, "id": f"{record['id']}-{copy}", "school": namer.school(), "school_aliases": [namer.word()]}
    for key in ("aliases", "part", "part_aliases", "campus", "partners"):
        new.pop(key, None)
    if "unitid" in record:
        new["unitid"] = int(numbers(str(record["unitid"]), copy))
        if new["unitid"] == record["unitid"]:
            del new["unitid"]  # a school that is in no table stands for itself only
    if "federal_codes" in record:
        codes = record["federal_codes"]
        new["federal_codes"] = [{**code, "unitid": int(numbers(str(code["unitid"]), copy))} for code in codes]
    return new
