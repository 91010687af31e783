"""Schemas say what the models say, explain every field, and hold for every real file."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from pydantic import ValidationError

from overture.editing import published, reference
from overture.editing.errors import EditError
from overture.knowledge import default_folder, meanings, model, schema, yaml_lines
from overture.knowledge.load import KINDS, files
from overture.knowledge.programs import Ask, Cited

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = yaml.safe_load(Path(schema.__file__).with_name("examples.yaml").read_text(encoding="utf-8"))
REAL = [path for path in files(default_folder()) if path.suffix == ".yaml"]
FIELDS = [
    pytest.param(part, name, id=f"{part.__name__}.{name}")
    for part in dict.fromkeys(part for kind in KINDS for part in schema.parts(kind))
    for name in part.__fields__
]


def validator(kind: str) -> Draft7Validator:
    made = schema.schema(kind)
    Draft7Validator.check_schema(made)
    return Draft7Validator(made)


def kind_of(path: Path) -> str:
    return path.relative_to(default_folder()).parts[0].removesuffix(".yaml")


# Real files


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_every_real_file_holds_to_its_schema(path: Path) -> None:
    data = yaml_lines.read(path, path.name).data
    assert [(list(e.absolute_path), e.message) for e in validator(kind_of(path)).iter_errors(data)] == []


def test_what_is_made_from_the_models_is_up_to_date() -> None:
    stale = [str(made.path) for made in published.made(default_folder(), published.DOCS) if made.stale]
    assert stale == [], "run `overture schema --docs`"


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_every_file_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named and (path.parent / named[1]).resolve() == default_folder() / "schema" / f"{kind_of(path)}.json"


def test_no_schema_is_left_of_a_kind_that_is_gone() -> None:
    assert {path.name for path in (default_folder() / "schema").iterdir()} == set(schema.texts())


def test_vs_code_finds_the_schema_of_each_file() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"] == {
        f"./data/knowledge/schema/{kind}.json": [f"data/knowledge/{kind}.yaml", f"data/knowledge/{kind}/*.yaml"]
        for kind in KINDS
    }
    # As PyYAML reads it: "no" is false.
    assert settings["yaml.yamlVersion"] == "1.1"


# Meaning


@pytest.mark.parametrize(("part", "name"), FIELDS)
def test_every_field_is_explained_and_shown(part: type[model.Record], name: str) -> None:
    said = meanings.meaning(part, name)
    assert said[:1].isupper() or said.startswith("`")
    assert said.endswith((".", "?", "!")) and "``" not in said and "  " not in said
    assert meanings.example(part, name) is not None, "overture/knowledge/examples.yaml lacks it"


class Lamp(model.Record):
    """A lamp of the isle.

    ``oil`` is what it burns; ``hours`` how long.  ``wick`` and ``glass`` are its parts,
    ``glass`` where it has one.  ``tone``:

    ``low``   for harbors
    ``high``  for caves
    """

    oil: str
    hours: float
    wick: str
    glass: str
    tone: str
    figure: model.Figure
    lost: int


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("oil", "What it burns."),
        ("hours", "How long."),
        ("wick", "`wick` and `glass` are its parts."),
        ("glass", "Where it has one."),
        ("tone", "`low` - for harbors; `high` - for caves."),
        ("figure", "One number with what it counts."),
        ("lost", ""),
    ],
)
def test_the_meaning_of_a_field_is_read_from_the_docstring(name: str, said: str) -> None:
    assert meanings.meaning(Lamp, name) == said


def test_a_field_is_explained_where_its_base_does_it() -> None:
    assert meanings.meaning(Ask, "page") == meanings.meaning(Cited, "page") == "The key of one of the program's pages."


# Agreement with the models


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_are_valid(kind: str) -> None:
    for record in EXAMPLES[kind]:
        KINDS[kind].parse_obj(record)
    validator(kind).validate(EXAMPLES[kind])


def slips(record: Any, made: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Copies of a record, each with one slip: a key too many or too few, a value of another type or not in the list."""
    for path, value in places(record, ()):
        if isinstance(value, dict):
            yield f"{path}: unknown key", changed(record, (*path, "colour"), "red")
        for wrong in wrongs(value):
            yield f"{path}: {wrong!r}", changed(record, path, wrong)


def places(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield path, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*path, key))


def wrongs(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return ["perhaps"]
    if isinstance(value, str):
        return [True, ["a list"], {"a": "mapping"}]
    if isinstance(value, (int, float)):
        return ["12", True]
    return ["text"]


def changed(record: Any, path: tuple[Any, ...], value: Any) -> Any:
    made = copy.deepcopy(record)
    if not path:
        return value
    inner = made
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return made


def accepted(kind: str, record: Any) -> bool:
    try:
        KINDS[kind].parse_obj(record)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_model_refuses_is_underlined(kind: str) -> None:
    checks = validator(kind)
    for record in EXAMPLES[kind]:
        for slip, wrong in slips(record, schema.schema(kind)):
            if not accepted(kind, wrong):
                # Free names may be keys in a few places: the model refuses their values, not the keys.
                assert not checks.is_valid([wrong]), f"{record['id']}: {slip}"


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_to_be_there_is_missed(kind: str) -> None:
    checks = validator(kind)
    for record in EXAMPLES[kind]:
        for path, value in places(record, ()):
            for key in value if isinstance(value, dict) else ():
                without = changed(record, path, {k: v for k, v in value.items() if k != key})
                if not path or not isinstance(path[-1], str) or path[-1] not in ("values", "shares", "units", "scores"):
                    valid = checks.is_valid([without])
                    # A page may be cited that is no longer there: only the model sees that.
                    assert valid == accepted(kind, without) or key == "key" or path[:1] == ("pages",), (path, key)


@pytest.mark.parametrize(
    ("kind", "field", "value", "fits"),
    [
        ("courses", "id", "Game Audio", False),
        ("sources", "as_of", "2026", True),
        ("sources", "as_of", 2026, True),
        ("sources", "as_of", "2019 to 2022-08", True),
        ("sources", "as_of", "undated", True),
        ("sources", "as_of", "last year", False),
        ("requirements", "demand", "now and then", False),
        ("programs", "level", "postdoc", False),
        ("programs", "fields_of_study", ["recording", "knitting"], False),
        ("tables", "file", "schools.csv", False),
    ],
)
def test_forms(kind: str, field: str, value: Any, fits: bool) -> None:
    record = {**EXAMPLES[kind][0], field: value}
    assert validator(kind).is_valid([record]) == accepted(kind, record) == fits


@pytest.mark.parametrize(
    ("id", "change", "said"),
    [
        ("example-state", {"code": "Ex"}, "does not match"),
        ("example-city", {"latitude": 91}, "91 is greater than the maximum of 90"),
        ("example-city", {"code": "EX"}, "'code' was unexpected"),
        ("example-coast", {"kind": "town"}, "'town' is not one of"),
        ("exampleland", {"code": None}, "None is not of type 'string'"),
    ],
)
def test_a_place_is_held_to_the_fields_of_its_kind(id: str, change: dict[str, Any], said: str) -> None:
    record = {**next(place for place in EXAMPLES["places"] if place["id"] == id), **change}
    (error,) = validator("places").iter_errors([record])
    assert said in error.message


def test_english_tests_are_the_known_ones() -> None:
    record = copy.deepcopy(EXAMPLES["programs"][0])
    record["requirements"][1]["scores"] = {"tofel": 90}
    assert not validator("programs").is_valid([record]) and not accepted("programs", record)


# What is written


class TestPublished:
    def test_everything_is_written_once(self, isle: Path) -> None:
        wrote = [made for made in published.made(isle) if made.stale]
        assert {made.path.suffix for made in wrote} == {".json", ".yaml"}
        for made in wrote:
            made.write()
        assert [made for made in published.made(isle) if made.stale] == []
        assert (
            (isle / "programs" / "north.yaml")
            .read_text()
            .startswith("# yaml-language-server: $schema=../schema/programs.json\n# Programs of the north.\n")
        )

    def test_an_old_line_is_replaced_and_line_ends_stay(self) -> None:
        line = "# yaml-language-server: $schema=schema/a.json"
        assert (
            published.with_modeline("# yaml-language-server: $schema=b.json\n- id: x\n", line) == f"{line}\n- id: x\n"
        )
        assert published.with_modeline("- id: x\r\n", line) == f"{line}\r\n- id: x\r\n"
        assert published.with_modeline("# yaml-language-server: b\r\n- id: x\r\n", line) == f"{line}\r\n- id: x\r\n"

    def test_a_guide_keeps_what_stands_around_the_tables(self, tmp_path: Path) -> None:
        guide = tmp_path / "guide.md"
        guide.write_text(f"before\n{reference.BEGIN}\nold\n{reference.END}\nafter\n")
        text = published.with_tables(guide)
        assert text.startswith(f"before\n{reference.BEGIN}\n") and text.endswith(f"{reference.END}\nafter\n")
        assert "\nold\n" not in text

    def test_a_guide_without_a_place_for_the_tables_is_told(self, tmp_path: Path) -> None:
        guide = tmp_path / "guide.md"
        with pytest.raises(EditError, match="is missing"):
            published.with_tables(guide)
        guide.write_text("no tables\n")
        with pytest.raises(EditError, match="has no place for the tables"):
            published.with_tables(guide)


class TestTables:
    TEXT = reference.tables()

    def section(self, title: str) -> str:
        found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", self.TEXT, flags=re.DOTALL | re.MULTILINE)
        assert found, title
        return found[1]

    @pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "places"])
    def test_every_field_of_a_kind_has_a_row_with_all_cells(self, kind: str) -> None:
        rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.*?) \| (.+?) \|$", self.section(kind), flags=re.MULTILINE)
        assert [name for name, *_ in rows] == list(KINDS[kind].__fields__)
        needed = {name for name, _, required, _ in rows if required == "yes"}
        assert needed == {name for name, field in KINDS[kind].__fields__.items() if field.required}

    def test_places_have_a_table_a_kind(self) -> None:
        for variant in schema.variants(KINDS["places"]):
            assert "| `code` |" in self.section(f"places of kind {variant.__name__.lower()}") or variant.__name__ in (
                "Region",
                "City",
                "Part",
            )

    def test_every_link_leads_to_a_section(self) -> None:
        titles = {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", self.TEXT, flags=re.MULTILINE)}
        assert set(re.findall(r"\]\(#([\w-]+)\)", self.TEXT)) - titles == set()

    def test_choices_defaults_and_needs_are_told(self) -> None:
        assert "One of `always`, `usual`, `sometimes`, `rare`. | yes |" in self.section("requirements")
        assert "Without it: `false`." in self.section("courses")
        assert "| one of page, source |" in self.section("Ask")
        assert "each with a number" in self.section("Shares")
