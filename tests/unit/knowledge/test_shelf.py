"""A file of records that are read when they are asked for."""

from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from overture.knowledge import shelf
from overture.knowledge.shelf import Shelf, ShelfFile

RECORDS = {"bell": {"tone": 1}, "gong": {"tone": 2}, "chime": {"tone": 3}}


@pytest.fixture
def file(tmp_path: Path) -> ShelfFile:
    path = tmp_path / "file"
    numbers = {number: number * number for number in (7, 3, 5)}
    pairs = {("a", "x"): 1, ("b", "x"): 2}
    shelf.write(path, {"bells": RECORDS, "numbers": numbers, "pairs": pairs, "none": {}}, {"kept": [1, 2]})
    return ShelfFile(path)


def test_records_are_found_by_key_and_come_in_order(file: ShelfFile) -> None:
    bells: Shelf[str, dict[str, int]] = Shelf(file, "bells")
    assert bells["gong"] == {"tone": 2} and bells.get("drum") is None
    assert (
        list(bells) == list(RECORDS) and dict(bells.items()) == RECORDS and list(bells.values()) == [*RECORDS.values()]
    )
    assert len(bells) == len(bells.values()) == len(bells.items()) == 3
    assert "bell" in bells and "drum" not in bells and None not in bells
    with pytest.raises(KeyError, match="drum"):
        bells["drum"]


def test_keys_may_be_numbers_and_pairs(file: ShelfFile) -> None:
    assert list(Shelf(file, "numbers").items()) == [(7, 49), (3, 9), (5, 25)]
    pairs: Shelf[tuple[str, str], int] = Shelf(file, "pairs")
    assert pairs["b", "x"] == 2 and list(pairs) == [("a", "x"), ("b", "x")] and ("a", "y") not in pairs
    assert list(Shelf(file, "none")) == [] and not Shelf(file, "none")


def test_a_record_is_read_once(file: ShelfFile) -> None:
    bells: Shelf[str, object] = Shelf(file, "bells")
    assert bells["bell"] is bells["bell"]
    assert [*map(id, bells.values())][:2] == [id(bells["bell"]), id(bells["gong"])]


def test_a_large_shelf_does_not_fill_the_memory(file: ShelfFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "KEPT", 1)
    bells: Shelf[str, object] = Shelf(file, "bells")
    assert [*bells.values()] == [*RECORDS.values()] and [*bells.values()] == [*RECORDS.values()]
    assert bells["bell"] is bells["bell"] and bells["gong"] is not bells["gong"]


def test_what_is_written_may_be_made_into_something_else(file: ShelfFile) -> None:
    made: Shelf[str, int] = Shelf(file, "bells", lambda record: int(record["tone"]))
    assert made["chime"] == 3 and list(made.values()) == [1, 2, 3]


def test_objects_are_kept_as_a_whole(file: ShelfFile) -> None:
    assert file.blob("kept") == [1, 2]
    with pytest.raises(KeyError, match="other"):
        file.blob("other")


def test_threads_share_a_file(file: ShelfFile) -> None:
    numbers: Shelf[int, int] = Shelf(file, "numbers")
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: numbers[n], [3, 5, 7] * 40)) == [9, 25, 49] * 40


def test_a_process_that_was_forked_off_opens_the_file_anew(file: ShelfFile, monkeypatch: pytest.MonkeyPatch) -> None:
    before = file._database
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert Shelf(file, "numbers")[3] == 9 and file._database is not before


def test_a_file_stays_readable_when_it_is_replaced_and_removed(file: ShelfFile, tmp_path: Path) -> None:
    (tmp_path / "file").unlink()
    assert Shelf(file, "bells")["gong"] == {"tone": 2}


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"no database " * 100)
    with pytest.raises(sqlite3.DatabaseError):
        ShelfFile(tmp_path / "bad")
    with pytest.raises(sqlite3.OperationalError):
        ShelfFile(tmp_path / "none")


def test_a_closed_file_is_not_read(file: ShelfFile) -> None:
    file.close()
    with pytest.raises(sqlite3.ProgrammingError):
        file.blob("kept")
