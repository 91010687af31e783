"""JSON Schema of each kind of knowledge file, made from the models and their docstrings.

Editors read it: they complete keys and values, explain them, and underline what does
not fit.  It describes the shape of a file.  What only shows when files are seen
together (references, shared names) is told by ``overture check``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, get_args

from overture.knowledge import model
from overture.knowledge.load import KINDS
from overture.knowledge.meanings import example, is_record, lineage, meaning, summary
from overture.knowledge.places import City, Country, Part, Region, State
from overture.knowledge.programs import Ask, Cited, Page, Place
from overture.knowledge.table_model import Caution, Table

FOLDER = "schema"

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
    (City, "country"): _TWO_LETTERS,
    (Part, "country"): _TWO_LETTERS,
    (City, "latitude"): _DEGREES["latitude"],
    (City, "longitude"): _DEGREES["longitude"],
    (Table, "id"): _ID,
    (Table, "file"): _FILE,
    (Caution, "id"): _ID,
}
_POINT = ("latitude", "longitude", "source", "as_of")
# And what they ask of several fields together.
_RULES: Mapping[type[model.Record], Mapping[str, Any]] = {
    Cited: {"anyOf": [{"required": ["page"]}, {"required": ["source"]}]},
    Ask: {"dependencies": {"up_to": ["number"]}},
    Region: {
        "anyOf": [{"required": ["states"]}, {"required": ["countries"]}],
        "if": {"properties": {"basis": {"const": "everyday"}}},
        "then": {"required": ["note"]},
        "else": {"required": ["source", "as_of"]},
    },
    City: {
        "dependencies": {name: [other for other in _POINT if other != name] for name in _POINT},
        "allOf": [
            {"if": {"properties": {"area": {"const": True}}, "required": ["area"]}, "then": {"required": ["metros"]}},
            {
                "if": {"properties": {"country": {"const": "US"}}},
                "then": {"required": ["state"]},
                "else": {"not": {"required": ["state"]}},
            },
        ],
    },
}


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
    for owner in lineage(record):
        made.update(_RULES.get(owner, {}))
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
    for owner in reversed(lineage(record)):
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
            if is_record(field.type_):
                _collect(field.type_, found)


def _words(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()
    return spaced[:1].upper() + spaced[1:]
