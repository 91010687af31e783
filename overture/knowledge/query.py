"""What a list of programs or schools is narrowed by.

These are plain values: nothing here matches anything, see :mod:`overture.knowledge.catalog`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


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

    def __bool__(self) -> bool:
        return self != Filters()
