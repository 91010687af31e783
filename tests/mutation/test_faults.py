"""Faults are made and taken back as they are named; the tests against them run by ``make mutants``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutation import faults as f

ROOT = Path(__file__).resolve().parents[2]
TEXT = "one: 1\ntwo: 2\none: 3\n"


def test_there_are_enough_faults_of_all_kinds() -> None:
    made = f.faults()
    assert len(made) >= 50
    assert {fault.kind for fault in made} == {f.FACTS, f.DIALOGUE, f.CODE}
    assert len({fault.what for fault in made}) == len(made)


@pytest.mark.parametrize("fault", f.faults(), ids=lambda fault: fault.what)
def test_every_fault_changes_a_file_of_the_project(fault: f.Fault) -> None:
    text = (ROOT / fault.file).read_text(encoding="utf-8")
    assert fault.changed(text) != text


def test_a_find_is_replaced_where_it_first_stands_after_the_anchor() -> None:
    assert f.Fault("", "x", find="1", put="9").changed(TEXT) == "one: 9\ntwo: 2\none: 3\n"
    assert f.Fault("", "x", after="two", find="one: 3\n").changed(TEXT) == "one: 1\ntwo: 2\n"


def test_two_texts_change_places_whichever_comes_first() -> None:
    swapped = "one: 2\ntwo: 1\none: 3\n"
    assert f.Fault("", "x", swap=("1", "2")).changed(TEXT) == swapped
    assert f.Fault("", "x", swap=("2", "1")).changed(TEXT) == swapped


@pytest.mark.parametrize("gone", [f.Fault("", "x", find="7"), f.Fault("", "x", after="three", find="1")])
def test_a_fault_that_can_not_be_made_is_stale(gone: f.Fault) -> None:
    with pytest.raises(f.Stale):
        gone.changed(TEXT)


def test_a_fault_is_taken_back(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(TEXT)
    with f.made(f.Fault("", "x", find="1", put="9"), tmp_path) as path:
        assert path.read_text() != TEXT
    assert (tmp_path / "x").read_text() == TEXT


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("data/knowledge/x.yaml", f.FACTS),
        ("domain.yml", f.DIALOGUE),
        ("data/rules.yml", f.DIALOGUE),
        ("a/b.py", f.CODE),
    ],
)
def test_the_kind_is_known_by_the_file(file: str, kind: str) -> None:
    assert f.Fault("", file).kind == kind
