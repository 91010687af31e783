"""The tables of docs/knowledge.md: every field of every kind of record, from the schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from overture.editing.scalars import scalar
from overture.knowledge import meanings, model, schema
from overture.knowledge.load import KINDS

BEGIN = "<!-- Made by `overture schema --docs` from here on; changes are lost. -->"
END = "<!-- Made up to here. -->"

_TYPES = {"string": "", "number": "number", "integer": "whole number", "boolean": "true or false"}
_BAR = "\\|"  # a bar within a cell
_HEAD = "| field | meaning | required | example |\n|---|---|---|---|\n"


def tables() -> str:
    """A section for each kind of file, then one for each part that records are made of; Markdown."""
    return "\n".join([*map(_kind, KINDS), "### Parts of records\n", *map(_part, _inner_parts())])


def _inner_parts() -> list[type[model.Record]]:
    outer = {record for kind in KINDS for record in schema.variants(KINDS[kind])}
    found = [part for kind in KINDS for part in schema.parts(kind) if part not in outer]
    return sorted(dict.fromkeys(found), key=lambda part: part.__name__)


def _kind(kind: str) -> str:
    record = KINDS[kind]
    made = schema.schema(kind)
    place = f"`{kind}.yaml` or files in `{kind}/`, checked by `schema/{kind}.json`."
    said = f"### {kind}\n\n{meanings.summary(record)}\n{place}\n"
    several = schema.variants(record)
    for variant in several:
        if len(several) > 1:
            value = get_args(variant.__fields__["kind"].outer_type_)[0]
            said += f"\n#### {kind} of kind {value}\n\n{meanings.summary(variant)}\n"
        said += f"\n{_table(variant, made['definitions'][variant.__name__])}"
    return said


def _part(record: type[model.Record]) -> str:
    kind = next(kind for kind in KINDS if record in schema.parts(kind))
    made = schema.schema(kind)["definitions"][record.__name__]
    return f"#### {record.__name__}\n\n{meanings.summary(record)}\n\n{_table(record, made)}"


def _table(record: type[model.Record], made: Mapping[str, Any]) -> str:
    needed = dict.fromkeys(made["required"], "yes")
    one_of = [name for choice in made.get("anyOf", ()) for name in choice["required"]]
    needed |= dict.fromkeys(one_of, f"one of {', '.join(one_of)}")
    rows = []
    for name, inner in made["properties"].items():
        cells = f"`{name}`", _meaning(record, name, inner), needed.get(name, ""), _example(record, name, inner)
        rows.append(f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |\n")
    return _HEAD + "".join(rows)


def _meaning(record: type[model.Record], name: str, inner: Mapping[str, Any]) -> str:
    without = f" Without it: `{scalar(inner['default'])}`." if "default" in inner else ""
    return f"{meanings.meaning(record, name)}{_type(inner)}{without}"


def _type(inner: Mapping[str, Any]) -> str:
    described = _form(inner)
    return f" {described[:1].upper()}{described[1:]}." if described else ""


def _form(inner: Mapping[str, Any]) -> str:
    if "allOf" in inner or "$ref" in inner:
        return f"see {_link(inner)}"
    if "enum" in inner or "const" in inner:
        return "one of " + ", ".join(f"`{value}`" for value in inner.get("enum") or [inner["const"]])
    if inner["type"] == "array":
        items = _form(inner["items"])
        return f"a list, {items}" if items else "a list"
    if inner["type"] == "object":
        keys = ", ".join(f"`{key}`" for key in inner.get("propertyNames", {}).get("enum", ())) or "names"
        return f"{keys}, each with a {_form(inner['additionalProperties']) or 'text'}"
    # A date that reads as a number, such as 2026, is taken for what it is.
    return _TYPES[inner["type"][0] if isinstance(inner["type"], list) else inner["type"]]


def _link(inner: Mapping[str, Any]) -> str:
    name = str(inner.get("$ref") or inner["allOf"][0]["$ref"]).rpartition("/")[2]
    return f"[{name}](#{name.lower()})"


def _example(record: type[model.Record], name: str, inner: Mapping[str, Any]) -> str:
    if "$ref" in (held := inner.get("items", inner)) or "allOf" in held:
        return f"under {_link(held)}"
    shown = meanings.example(record, name)
    if isinstance(shown, list):
        return f"`[{', '.join(map(_item, shown))}]`"
    if isinstance(shown, dict):
        return ", ".join(f"`{key}: {scalar(value)}`" for key, value in shown.items())
    return shown if isinstance(shown, str) and len(shown) > 60 else f"`{scalar(shown)}`"


def _item(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if "," in value else scalar(value)
