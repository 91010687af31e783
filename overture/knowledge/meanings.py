"""What records and their fields mean, from the docstrings of the models; and an example of each.

A sentence of a docstring belongs to the field that it begins with or, failing that,
to those that it names.  Where no sentence names a field, its type explains it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from overture.knowledge import model
from overture.knowledge.load import KINDS

_EXAMPLES = Path(__file__).with_name("examples.yaml")
_LISTED = re.compile(r"``([^`]+)`` {2,}(.+)")


def summary(record: type[model.Record]) -> str:
    """What a record is, from the beginning of its docstring."""
    return _plain(_paragraphs(record)[0])


def meaning(record: type[model.Record], name: str) -> str:
    """What a field means, from the docstrings of the record, of those it is derived from, or of the field's type."""
    field = record.__fields__[name]
    if field.field_info.description:
        return str(field.field_info.description)
    clauses = [clause for owner in lineage(record) for clause in _clauses(owner)]
    said = [clause for clause in clauses if f"``{name}``" in clause]
    about = next((clause for clause in said if clause.startswith(f"``{name}``")), said[0] if said else None)
    if about is None:
        return summary(field.type_) if is_record(field.type_) else ""
    # Where the field alone is the subject, it need not be named: "The id of the track".
    about = re.sub(rf"^``{name}``(?! (and|to) |,)(:| is| are)? ", "", about)
    return _sentence(_plain(about))


def example(record: type[model.Record], name: str) -> Any:
    """What the made-up records in examples.yaml hold in a field; None if they hold nothing."""
    return _examples().get((record.__name__, name))


def is_record(value: object) -> bool:
    """Whether this is a type of records."""
    return isinstance(value, type) and issubclass(value, model.Record)


def lineage(record: type[model.Record]) -> list[type[model.Record]]:
    """The type and those it is derived from, itself first."""
    return [owner for owner in record.__mro__ if issubclass(owner, model.Record)]


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
