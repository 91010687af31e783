"""`overture add` and `overture schema` as they are typed."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import get_args

import pytest

from overture import cli
from overture.editing import adding, adding_programs, adding_schools, arguments, published
from overture.knowledge import load
from overture.knowledge.model import Career
from overture.knowledge.programs import ProgramLevel

SCHOOL = (
    "--unitid 100007 --city Kelp --state SL --latitude 1.5 --longitude=-2.5 --locale 'town, remote' --control public "
    "--hbcu no --tribal no --offers-graduate yes --directory-year 2024"
)


@pytest.fixture
def run(isle: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("OVERTURE_KNOWLEDGE", str(isle))
    monkeypatch.chdir(isle)

    def typed(line: str) -> tuple[int, str, str]:
        try:
            status = cli.main(shlex.split(line))
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        return (status, *capsys.readouterr())

    return typed


@pytest.mark.parametrize(
    ("line", "kind", "id", "at"),
    [
        (
            "course 'kelp forensics' --source harbor-college --alias kelping",
            "courses",
            "kelp-forensics",
            "courses.yaml",
        ),
        ("career 'gull whisperer' --soc 99-0004 --source lamp-guild", "careers", "gull-whisperer", "careers.yaml"),
        (
            "program 'MM in Foghorns' --school 'Kelp Academy' --city Kelp --state NL --degree mm "
            "--page https://kelp.invalid --as-of 2026-27",
            "programs",
            "kelp-academy-mm-foghorns",
            "programs/north.yaml",
        ),
    ],
)
def test_a_record_is_added(run, isle: Path, line: str, kind: str, id: str, at: str) -> None:  # type: ignore[no-untyped-def]
    status, out, err = run(f"add {line}")
    assert (status, err) == (0, "")
    assert out.startswith("Added ") and f": {at}:" in out and f"Next: write in {at}:" in out
    assert id in getattr(load(isle), kind)
    assert run("check")[0] == 0


def test_a_school_is_added(run, isle: Path) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = run(f"add school 'Kelp Academy' {SCHOOL}")
    assert status == 0 and "tables/schools.csv:4" in out and "zip, county, size" in out
    assert load(isle).tables.schools[100007].name == "Kelp Academy"


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("add", 2, "KIND"),
        ("add degree 'MX'", 2, "invalid choice: 'degree'"),
        ("add course 'kelp forensics'", 2, "--source"),
        ("add career 'gull whisperer' --soc 99-0004 --scope huge", 2, "invalid choice: 'huge'"),
        ("add course 'Bell casting' --source harbor-college", 1, "overture add: the name 'Bell casting' belongs to"),
        ("add course 'kelp' --source harbor-college --folder nowhere", 1, "nowhere is not a folder"),
        ("add school 'Kelp Academy'", 1, "comes with its first program"),
        ("schema nowhere", 1, "nowhere is not a folder"),
    ],
)
def test_what_does_not_fit_gets_one_clear_line(run, line: str, status: int, said: str) -> None:  # type: ignore[no-untyped-def]
    ended, out, err = run(line)
    assert (ended, out) == (status, "") and said in err
    assert err.count("\n") == 1


def test_schemas_are_written_and_checked(run, isle: Path) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = run("schema --check")
    assert status == 1
    assert "schema/courses.json:1: is not what the models say; run `overture schema`" in out
    assert "courses.yaml:1: should begin with # yaml-language-server: $schema=schema/courses.json" in out
    assert not (isle / "schema").exists()

    status, out, _ = run("schema")
    assert status == 0 and "Wrote schema/courses.json" in out
    assert run("schema --check") == (0, "", "")
    assert run("schema") == (0, "Everything is up to date.\n", "")
    assert run("check")[0] == 0

    (isle / "schema" / "courses.json").write_text("{}")
    assert run("schema --check")[0] == 1


def test_the_tables_of_the_guide_are_written_where_asked_for(run, isle: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    guide = isle / "guide.md"
    guide.write_text("")
    monkeypatch.setattr(published, "DOCS", guide)
    run("schema")
    assert run("schema --check")[0] == 0
    assert "has no place for the tables" in run("schema --docs --check")[2]
    guide.write_text(f"{published.reference.BEGIN}\n{published.reference.END}\n")
    assert "run `overture schema --docs`" in run("schema --docs --check")[1]
    assert run("schema --docs")[0] == 0 == run("schema --docs --check")[0]


def test_the_options_are_those_of_models_and_table() -> None:
    assert tuple(arguments.SCHOOL_COLUMNS) == adding_schools.COLUMNS
    assert get_args(Career.__fields__["scope"].outer_type_) == arguments.SCOPES == adding.SCOPES
    assert get_args(ProgramLevel) == arguments.LEVELS == adding_programs.LEVELS
