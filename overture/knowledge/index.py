"""What conditions are tried on, put in order beforehand: what is alike is tried once.

Programs that are taught alike meet a condition on teaching alike, so that one of them is
tried for all; schools are tried only where a place can be.  So a query stays quick
however many programs and schools there are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Optional

from overture.knowledge.whereabouts import HOME, Area, Spot

# Degrees of latitude to a mile; a little more than there are, so that nothing near is left out.
_DEGREES_A_MILE = 1 / 68.0


@dataclass(frozen=True)
class Group:
    """Things that are alike in one respect: one of them to try, and all of them."""

    one: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Sides:
    """Ids that meet a condition, and ids of which it isn't known."""

    yes: frozenset[str]
    unknown: frozenset[str]


@dataclass(frozen=True)
class Index:
    """Programs or schools in order.

    ``order`` goes from id to place in the files; ``alike`` from the name of a condition to
    groups that meet it alike; ``spots`` are the places where something is, with the ids
    of what is there.
    """

    order: Mapping[str, int] = field(default_factory=dict)
    alike: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)
    spots: tuple[tuple[Spot, tuple[str, ...]], ...] = ()

    def try_groups(self, name: str, fits: Callable[[str], Optional[bool]]) -> Sides:
        """Which ids meet a condition, tried on one of each group; on each thing where nothing is known to be alike."""
        groups = self.alike.get(name) or tuple(Group(id, (id,)) for id in self.order)
        return _sides((fits(group.one), group.ids) for group in groups)

    def try_places(self, areas: Sequence[Area], fits: Callable[[Spot], Optional[bool]]) -> Sides:
        """Which ids lie in areas, tried on the spots that can."""
        return _sides((fits(spot), ids) for spot, ids in self._candidates(areas))

    def try_around(self, area: Area, miles: float, fits: Callable[[Spot], Optional[bool]]) -> Sides:
        """Which ids are near an area, tried on the spots that can be."""
        if area.point is None:
            return self.try_places([area], fits)
        reach = miles * _DEGREES_A_MILE
        first = bisect_left(self._latitudes, area.point.latitude - reach)
        last = bisect_right(self._latitudes, area.point.latitude + reach)
        near = (self.spots[number] for number in self._northward[first:last])
        lost = (self.spots[number] for number in self._at.get("pointless", ()))
        return _sides((fits(spot), ids) for spot, ids in (*near, *lost))

    def sorted(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids in the order of the files."""
        return tuple(sorted(ids, key=self.order.__getitem__))

    def _candidates(self, areas: Sequence[Area]) -> Iterator[tuple[Spot, tuple[str, ...]]]:
        """Spots that can lie in areas: those of their countries, states and metropolitan areas."""
        wanted: dict[int, None] = {}
        for area in areas:
            for key in _keys_of(area):
                wanted.update(dict.fromkeys(self._at.get(key, ())))
        return (self.spots[number] for number in wanted)

    @cached_property
    def _at(self) -> Mapping[Hashable, Sequence[int]]:
        """Numbers of spots by country, by state, by metropolitan area, and those without a point."""
        found: dict[Hashable, list[int]] = {}
        for number, (spot, _) in enumerate(self.spots):
            keys: list[Hashable] = [("country", spot.country)]
            if spot.country == HOME:
                keys += [("state", spot.state), ("metro", spot.metro)]
            if spot.point is None:
                keys.append("pointless")
            for key in keys:
                found.setdefault(key, []).append(number)
        return found

    @cached_property
    def _northward(self) -> Sequence[int]:
        """Numbers of the spots with a point, from south to north."""
        located = [(spot.point.latitude, number) for number, (spot, _) in enumerate(self.spots) if spot.point]
        return [number for _, number in sorted(located)]

    @cached_property
    def _latitudes(self) -> Sequence[float]:
        return [spot.point.latitude for number in self._northward if (spot := self.spots[number][0]).point]


def _keys_of(area: Area) -> Iterator[Hashable]:
    yield from (("country", code) for code in area.countries)
    yield from (("country", country) for _, country in area.abroad)
    yield from (("country", country) for country, _ in area.parts)
    yield from (("metro", code) for code in area.metros)
    states = {*area.states, *(state for _, state in area.towns), *([area.within] if area.within else ())}
    yield from (("state", code) for code in states)
    if area.states or area.towns or area.metros:
        yield ("state", None)  # somewhere in the country: that may be there


def _sides(outcomes: Iterable[tuple[Optional[bool], Iterable[str]]]) -> Sides:
    yes: set[str] = set()
    unknown: set[str] = set()
    for fits, ids in outcomes:
        if fits is not False:
            (yes if fits else unknown).update(ids)
    return Sides(frozenset(yes), frozenset(unknown - yes))


def build(
    items: Mapping[str, Any],
    keys: Mapping[str, Callable[[Any], Hashable]],
    spots_of: Callable[[Any], Iterable[Spot]],
) -> Index:
    """Puts things in order.

    Args:
        items: by id, in the order of the files.
        keys: for a condition, what it looks at; what is equal in that meets it alike.
        spots_of: where a thing is.
    """
    alike: dict[str, dict[Hashable, list[str]]] = {name: {} for name in keys}
    spots: dict[Spot, list[str]] = {}
    for id, item in items.items():
        for name, key in keys.items():
            alike[name].setdefault(key(item), []).append(id)
        for spot in dict.fromkeys(spots_of(item)):
            spots.setdefault(spot, []).append(id)
    return Index(
        {id: place for place, id in enumerate(items)},
        {name: tuple(Group(ids[0], tuple(ids)) for ids in groups.values()) for name, groups in alike.items()},
        tuple((spot, tuple(ids)) for spot, ids in spots.items()),
    )
