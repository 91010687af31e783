"""Faults that only show when records are seen together: references, ids, shared names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from overture.knowledge import model
from overture.knowledge.applicants import Aim
from overture.knowledge.errors import Fault
from overture.knowledge.names import fold
from overture.knowledge.places import City, Region
from overture.knowledge.programs import Cited, Program
from overture.knowledge.yaml_lines import Place

if TYPE_CHECKING:
    from overture.knowledge.load import Loaded

# Field of a record -> the kind whose ids it holds.
REFERENCES: dict[tuple[type[model.Record], str], str] = {
    (model.Dated, "source"): "sources",
    (model.Statement, "also"): "sources",
    (model.Term, "source"): "sources",
    (model.Course, "concentration"): "concentrations",
    (model.Guidance, "topic"): "topics",
    (Cited, "source"): "sources",
    (Region, "source"): "sources",
    (City, "source"): "sources",
    (Aim, "careers"): "careers",
    (Aim, "concentrations"): "concentrations",
    (Aim, "courses"): "courses",
}


def check(loaded: Sequence[Loaded], ids: Mapping[str, Set[str] | None] | None = None) -> list[Fault]:
    """All faults between records.

    Args:
        loaded: the records without faults of their own.
        ids: all ids by kind, those of faulty records too, so that one slip in a source is not told again at each figure
            that cites it; None for a kind that could not be read.  Without it, the ids of ``loaded``.
    """
    if ids is None:
        ids = {kind: {item.record.id for item in loaded if item.kind == kind} for kind in set(REFERENCES.values())}
    return [*_duplicate_ids(loaded), *_shared_names(loaded), *_unknown_references(loaded, ids)]


def _duplicate_ids(loaded: Sequence[Loaded]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], Loaded] = {}
    for item in loaded:
        first = seen.setdefault((item.kind, item.record.id), item)
        if first is not item:
            at = first.fault(("id",), "")
            yield item.fault(("id",), f"the id '{item.record.id}' stands already in {at.file}:{at.line}")


def _shared_names(loaded: Sequence[Loaded]) -> Iterator[Fault]:
    owners: dict[str, Loaded] = {}
    for item in loaded:
        if not isinstance(item.record, model.Thing):
            continue
        for place, surface in _surfaces(item.record):
            folded = fold(surface)
            if not folded:
                yield item.fault(place, f"the name '{surface}' has no letters")
                continue
            owner = owners.setdefault(folded, item)
            if owner is not item:
                yield item.fault(
                    place,
                    f"the name '{surface}' belongs to {owner.kind}/{owner.record.id} already, "
                    "expected a name of its own",
                )


def _surfaces(thing: model.Thing) -> Iterator[tuple[Place, str]]:
    # Several schools give a program one name: only name and school together are its own.
    yield ("name",), thing.full_name if isinstance(thing, Program) else thing.name
    for field in ("aliases", "titles"):
        for index, surface in enumerate(getattr(thing, field, ())):
            yield (field, index), surface
    if isinstance(thing, model.Career):
        yield ("plural",), thing.plural
        for index, note in enumerate(thing.title_notes):
            for at, title in enumerate(note.titles):
                yield ("title_notes", index, "titles", at), title


def _unknown_references(loaded: Sequence[Loaded], ids: Mapping[str, Set[str] | None]) -> Iterator[Fault]:
    for item in loaded:
        for place, kind, value in _references(item.record, ()):
            known = ids.get(kind)
            if known is not None and value not in known:
                yield item.fault(place, f"'{value}' is not the id of any record in {kind}, expected one that is")


def _references(value: Any, place: Place) -> Iterator[tuple[Place, str, str]]:
    if isinstance(value, model.Record):
        for name, inner in value:
            for (owner, field), kind in REFERENCES.items():
                if name == field and isinstance(value, owner) and inner is not None:
                    for index, id in enumerate(inner if isinstance(inner, tuple) else (inner,)):
                        yield ((*place, name, index) if isinstance(inner, tuple) else (*place, name)), kind, id
            yield from _references(inner, (*place, name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _references(inner, (*place, index))
