"""Filters taken apart into single conditions, each of which something meets, fails or leaves open."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from overture.knowledge.query import Filters, Wish

# What "near" means in miles where nobody says how near: an hour's drive, by this project's reading.
NEAR_MILES = 60.0

# The fields of Filters that one condition takes; all others stand for themselves.
_PARTS = {"around": ("around", "miles"), "years": ("years_min", "years_max"), "cost": ("cost_min", "cost_max")}
_TUPLES = ("places", "not_places", "levels", "degrees", "fields", "control", "software")
_SINGLE = ("delivery", "not_delivery", "part_time", "thesis", "hbcu", "open_to_non_music", "funding")


@dataclass(frozen=True)
class Criterion:
    """One condition: its name and what is wanted.

    ``name`` is the field of Filters, ``years`` or ``cost`` for a range (value: least and
    most, None where open), ``around`` (value: place and miles) or ``requirements``
    (value: one :class:`~overture.knowledge.query.Wish`).
    """

    name: str
    value: Hashable


def criteria(filters: Filters) -> tuple[Criterion, ...]:
    """The conditions that are set, in one order."""
    found = [Criterion(name, value) for name in _TUPLES if (value := getattr(filters, name))]
    if filters.around:
        found.append(Criterion("around", (filters.around, filters.miles or NEAR_MILES)))
    found += [Criterion(name, value) for name in _SINGLE if (value := getattr(filters, name)) is not None]
    for name in ("years", "cost"):
        span = tuple(getattr(filters, part) for part in _PARTS[name])
        if span != (None, None):
            found.append(Criterion(name, span))
    return (*found, *(Criterion("requirements", wish) for wish in filters.requirements))


def without(filters: Filters, *dropped: Criterion) -> Filters:
    """The filters with some of their conditions given up."""
    empty = Filters()
    for criterion in dropped:
        if isinstance(criterion.value, Wish):
            kept = tuple(wish for wish in filters.requirements if wish != criterion.value)
            filters = replace(filters, requirements=kept)
        else:
            parts = _PARTS.get(criterion.name, (criterion.name,))
            filters = replace(filters, **{part: getattr(empty, part) for part in parts})
    return filters
