"""JSON Schema of each kind of knowledge file, made from the models and their docstrings.

Editors read it: they complete keys and values, explain them, and underline what does
not fit.  It describes the shape of a file.  What only shows when files are seen
together (references, shared names) is told by ``overture check``.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import yaml

from overture.knowledge import model
from overture.knowledge.load import KINDS
from overture.knowledge.places import City, Country, Region, State
from overture.knowledge.programs import Cited, Page, Place
from overture.knowledge.table_model import Caution, Table

FOLDER = "schema"
_EXAMPLES = Path(__file__).with_name("examples.yaml")

# Editors show `patternErrorMessage` instead of the pattern.
_ID = {
    "pattern": model.IDENTIFIER.pattern,
    "patternErrorMessage": "expected lower-case words joined by hyphens",
}
_DATE = {
    "type": ["string", "integer"],
    "pattern": f"^{model.DATE.pattern.removesuffix(chr(92) + 'Z')}$",  # \Z is $ in other languages
    "patternErrorMessage": f"expected {model.DATE_FORM}",
}
_TWO_LETTERS = {"pattern": "^[A-Z]{2}$", "patternErrorMessage": "expected two capital letters"}
_FILE = {"pattern": r"^tables/[a-z0-9_]+\.csv$", "patternErrorMessage": "expected tables/<name>.csv"}
_DEGREES = {"latitude": {"minimum": -90, "maximum": 90}, "longitude": {"minimum": -180, "maximum": 180}}
# What the validators of the models ask of a field, in the words of JSON Schema.
_FORMS: Mapping[tuple[type[model.Record], str], Mapping[str, Any]] = {
    (model.Thing, "id"): _ID,
    (model.Source, "id"): _ID,
    (model.Source, "as_of"): _DATE,
    (model.Dated, "as_of"): _DATE,
    (Page, "key"): _ID,
    (Page, "as_of"): _DATE,
    (Place, "state"): _TWO_LETTERS,
    (Place, "country"): _TWO_LETTERS,
    (State, "code"): _TWO_LETTERS,
    (Country, "code"): _TWO_LETTERS,
    (Region, "as_of"): _DATE,
    (City, "as_of"): _DATE,
    (City, "state"): _TWO_LETTERS,
    (City, "latitude"): _DEGREES["latitude"],
    (City, "longitude"): _DEGREES["longitude"],
    (Table, "id"): _ID,
    (Table, "file"): _FILE,
    (Caution, "id"): _ID,
}
_LISTED = re.compile(r"``([^`]+)`` {2,}(.+)")


def schema(kind: str) -> dict[str, Any]:
    """The schema of the files of one kind: a list of records.

    Args:
        kind: a key of :data:`overture.knowledge.load.KINDS`.
    """
    record = KINDS[kind]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Made by `overture schema` from the models in overture/knowledge; changes here are lost.",
        "title": _words(kind),
        "description": summary(record),
        "type": "array",
        "items": _items(record),
        "definitions": {part.__name__: _definition(part) for part in parts(kind)},
    }


def texts() -> dict[str, str]:
    """The schema files by name, as they should stand in ``schema/`` of a knowledge folder."""
    return {f"{kind}.json": json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n" for kind in KINDS}


def parts(kind: str) -> list[type[model.Record]]:
    """The record type of a kind, or its variants, followed by the types of what they hold."""
    found: list[type[model.Record]] = []
    for record in variants(KINDS[kind]):
        _collect(record, found)
    return found


def variants(record: type[model.Record]) -> list[type[model.Record]]:
    """The types that records of a kind have: one, or one for each value of ``kind``."""
    return record.__subclasses__() or [record]


def summary(record: type[model.Record]) -> str:
    """What a record is, from the beginning of its docstring."""
    return _plain(_paragraphs(record)[0])


def meaning(record: type[model.Record], name: str) -> str:
    """What a field means, from the docstrings of the record, of those it is derived from, or of the field's type."""
    field = record.__fields__[name]
    if field.field_info.description:
        return str(field.field_info.description)
    clauses = [clause for owner in _lineage(record) for clause in _clauses(owner)]
    said = [clause for clause in clauses if f"``{name}``" in clause]
    about = next((clause for clause in said if clause.startswith(f"``{name}``")), said[0] if said else None)
    if about is None:
        return summary(field.type_) if _is_record(field.type_) else ""
    # Where the field alone is the subject, it need not be named: "The id of the track".
    about = re.sub(rf"^``{name}``(?! (and|to) |,)(:| is| are)? ", "", about)
    return _sentence(_plain(about))


def example(record: type[model.Record], name: str) -> Any:
    """What the made-up records in examples.yaml hold in a field; None if they hold nothing."""
    return _examples().get((record.__name__, name))


def _items(record: type[model.Record]) -> dict[str, Any]:
    if variants(record) == [record]:
        return _reference(record)
    # Chosen by `kind` rather than "any of these", so that an editor underlines the slip and not the whole record.
    kinds = {get_args(v.__fields__["kind"].outer_type_)[0]: v for v in variants(record)}
    known = {"type": "string", "enum": list(kinds), "description": meaning(record, "kind")}
    chosen = [
        {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": _reference(variant)}
        for kind, variant in kinds.items()
    ]
    return {"type": "object", "properties": {"kind": known}, "required": ["id", "name", "kind"], "allOf": chosen}


def _definition(record: type[model.Record]) -> dict[str, Any]:
    made = {key: value for key, value in record.schema().items() if key != "definitions"}
    made["title"] = _words(record.__name__)
    made["description"] = summary(record)
    made["properties"] = {name: _property(record, name, inner) for name, inner in made["properties"].items()}
    if issubclass(record, Cited):
        made["anyOf"] = [{"required": ["page"]}, {"required": ["source"]}]
    return made


def _property(record: type[model.Record], name: str, inner: Mapping[str, Any]) -> dict[str, Any]:
    # Beside $ref nothing else counts, so that the reference moves into an allOf of one.
    made: dict[str, Any] = {"allOf": [{"$ref": inner["$ref"]}]} if "$ref" in inner else dict(inner)
    made["title"] = _words(name)
    made["description"] = _described(record, name, inner)
    if not isinstance(made.get("default"), (str, bool)):
        made.pop("default", None)
    if (keys := record.__fields__[name].key_field) and get_args(keys.outer_type_):
        made["propertyNames"] = {"enum": list(get_args(keys.outer_type_))}
    for owner in reversed(_lineage(record)):
        made.update(_FORMS.get((owner, name), {}))
    return made


def _described(record: type[model.Record], name: str, inner: Mapping[str, Any]) -> str:
    shown = example(record, name)
    if inner.get("type") not in ("string", "number", "integer") or "enum" in inner or "const" in inner:
        return meaning(record, name)
    # Not under `examples`: editors would offer made-up names as values.
    return f"{meaning(record, name)} For example: {shown}"


def _reference(record: type[model.Record]) -> dict[str, Any]:
    return {"$ref": f"#/definitions/{record.__name__}"}


def _collect(record: type[model.Record], found: list[type[model.Record]]) -> None:
    if record not in found:
        found.append(record)
        for field in record.__fields__.values():
            if _is_record(field.type_):
                _collect(field.type_, found)


def _is_record(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, model.Record)


@lru_cache(maxsize=1)
def _examples() -> Mapping[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {}
    for kind, records in yaml.safe_load(_EXAMPLES.read_text(encoding="utf-8")).items():
        for raw in records:
            _keep_examples(KINDS[kind].parse_obj(raw), raw, found)
    return found


def _keep_examples(record: model.Record, raw: Mapping[str, Any], found: dict[tuple[str, str], Any]) -> None:
    for name, value in raw.items():
        found.setdefault((type(record).__name__, name), value)
        inner = getattr(record, name)
        pairs = zip(inner, value) if isinstance(inner, tuple) else [(inner, value)]
        for held, written in pairs:
            if isinstance(held, model.Record):
                _keep_examples(held, written, found)


def _lineage(record: type[model.Record]) -> list[type[model.Record]]:
    return [owner for owner in record.__mro__ if issubclass(owner, model.Record)]


def _paragraphs(record: type[model.Record]) -> list[str]:
    return re.split(r"\n\s*\n", inspect.cleandoc(record.__doc__ or record.__name__))


def _clauses(record: type[model.Record]) -> Iterator[str]:
    """The sentences of a docstring, and their parts that speak of one field each."""
    sentences: list[str] = []
    for paragraph in _paragraphs(record):
        lines = paragraph.splitlines()
        if all(_LISTED.match(line) for line in lines) and sentences:
            sentences[-1] += " " + "; ".join(_LISTED.sub(r"``\1`` - \2", line) for line in lines)
        else:
            sentences += re.split(r"(?<=[.?!])\s+(?=[A-Z`\"])", " ".join(paragraph.split()))
    fields = "|".join(sorted(record.__fields__, key=len, reverse=True))
    # "``period`` is written like 2024-34; ``as_of`` is its first year"
    between = rf"; (?=``(?:{fields})``)|, (?=``(?:{fields})`` (?!and |to |or )[a-z])"
    for sentence in sentences:
        yield from re.split(between, sentence) if sentence.startswith("``") else [sentence]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("``", "`")).strip()


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text[-1:] in ".?!" else ".")


def _words(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()
    return spaced[:1].upper() + spaced[1:]
