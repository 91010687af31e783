"""What a list of programs or schools is narrowed by.

These are plain values: nothing here matches anything, see :mod:`overture.knowledge.catalog`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Optional, get_type_hints


@dataclass(frozen=True)
class Wish:
    """A requirement that is wanted or not: ``Wish("gre", False)`` is "no GRE"."""

    requirement: str
    wanted: bool


@dataclass(frozen=True)
class Filters:
    """Conditions on programs and schools; a condition left empty holds for all.

    ``places`` are ids of places.yaml or ``town:<Town>,<ST>``, any of which fits;
    ``around`` one of them and ``miles`` how far from it; ``levels``, ``degrees`` and
    ``fields`` ids, any of which fits; ``delivery`` campus, online or hybrid,
    ``not_delivery`` one that is unwanted; ``years_*`` the planned length; ``cost_*``
    US dollars a year; ``control`` public, private nonprofit or private for-profit;
    ``open_to_non_music`` whether another bachelor's is enough; ``software`` what is
    taught; ``sort`` cheapest, graduates, shortest or name; ``limit`` how many are wanted.
    ``not_places`` are places that don't fit, whatever else does; ``lifted`` names the
    conditions that a follow-up gives up ("any state"), and is empty once that is done.
    """

    places: tuple[str, ...] = ()
    around: Optional[str] = None
    miles: Optional[float] = None
    levels: tuple[str, ...] = ()
    degrees: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    delivery: Optional[str] = None
    not_delivery: Optional[str] = None
    part_time: Optional[bool] = None
    years_min: Optional[float] = None
    years_max: Optional[float] = None
    cost_min: Optional[float] = None
    cost_max: Optional[float] = None
    requirements: tuple[Wish, ...] = ()
    thesis: Optional[bool] = None
    control: tuple[str, ...] = ()
    hbcu: Optional[bool] = None
    open_to_non_music: Optional[bool] = None
    software: tuple[str, ...] = ()
    funding: Optional[bool] = None
    sort: Optional[str] = None
    limit: Optional[int] = None
    not_places: tuple[str, ...] = ()
    lifted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Filters()

    def as_dict(self) -> dict[str, Any]:
        """The conditions that are set, as plain JSON values."""
        plain: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "requirements"}
        plain["requirements"] = [[wish.requirement, wish.wanted] for wish in self.requirements]
        kept = {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}
        return {name: value for name, value in kept.items() if value not in (None, [])}

    @classmethod
    def from_dict(cls, value: object) -> Filters:
        """Reads what :meth:`as_dict` wrote; a condition that can't be read is left out."""
        if not isinstance(value, Mapping):
            return cls()
        read = {name: reader(value[name]) for name, reader in _readers().items() if name in value}
        return cls(**{name: kept for name, kept in read.items() if kept is not None})


def _texts(value: object) -> Optional[tuple[str, ...]]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, (list, tuple)) else None


def _wishes(value: object) -> Optional[tuple[Wish, ...]]:
    pairs = (
        [v for v in value if isinstance(v, (list, tuple)) and len(v) == 2] if isinstance(value, (list, tuple)) else []
    )
    return tuple(Wish(name, wanted) for name, wanted in pairs if isinstance(name, str) and isinstance(wanted, bool))


def _text(value: object) -> Optional[str]:
    return value if isinstance(value, str) else None


def _flag(value: object) -> Optional[bool]:
    return value if isinstance(value, bool) else None


def _number(value: object) -> Optional[float]:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _whole(value: object) -> Optional[int]:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


@lru_cache(maxsize=1)
def _readers() -> Mapping[str, Callable[[object], Any]]:
    """What reads each condition, by its type."""
    by_type: dict[object, Callable[[object], Any]] = {
        tuple[str, ...]: _texts,
        tuple[Wish, ...]: _wishes,
        Optional[str]: _text,
        Optional[bool]: _flag,
        Optional[float]: _number,
        Optional[int]: _whole,
    }
    return {name: by_type[hint] for name, hint in get_type_hints(Filters).items()}
