"""Where things are: distances, what is nearest, which schools lie in a named place.

Coordinates are degrees (north and east positive), distances statute miles along the
great circle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from overture.knowledge.names import fold
from overture.knowledge.places import City, NamedPlace, Places
from overture.knowledge.rows import School

# Mean radius of the Earth, 6371.0088 km.
EARTH_RADIUS_MILES = 3958.7613


class Located(Protocol):
    """Anything with coordinates in degrees."""

    @property
    def latitude(self) -> float:
        """Degrees north."""

    @property
    def longitude(self) -> float:
        """Degrees east."""


Somewhere = TypeVar("Somewhere", bound=Located)


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the Earth, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Near(Generic[Somewhere]):
    """Something found, and how far away it is in miles."""

    found: Somewhere
    miles: float


@dataclass(frozen=True, slots=True)
class Town:
    """A town with listed schools; its point is the middle of them."""

    name: str
    state: str
    latitude: float
    longitude: float
    schools: tuple[School, ...]


def miles_between(one: Located, other: Located) -> float:
    """Great-circle distance in miles (haversine)."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_MILES * math.asin(math.sqrt(min(1.0, half)))


def nearest(
    place: Located, candidates: Iterable[Somewhere], miles: float = math.inf, limit: int | None = None
) -> list[Near[Somewhere]]:
    """Candidates within so many miles of a place, the nearest first.

    Args:
        place: where to measure from.
        candidates: for example schools.
        miles: none farther than this.
        limit: no more than this many.
    """
    found = [Near(candidate, miles_between(place, candidate)) for candidate in candidates]
    return sorted((near for near in found if near.miles <= miles), key=lambda near: near.miles)[:limit]


def middle(points: Iterable[Located]) -> Point | None:
    """The middle of points that lie close together; None of no points.

    Averaged on the sphere, so that points on both sides of the 180th meridian come out right.
    """
    x = y = z = 0.0
    for point in points:
        north, east = math.radians(point.latitude), math.radians(point.longitude)
        x += math.cos(north) * math.cos(east)
        y += math.cos(north) * math.sin(east)
        z += math.sin(north)
    if x == y == z == 0.0:
        return None
    return Point(math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))


def towns(schools: Iterable[School]) -> Mapping[str, tuple[Town, ...]]:
    """Towns with schools by folded name; several states may have one of that name."""
    grouped: dict[tuple[str, str, str], list[School]] = {}
    for school in schools:
        grouped.setdefault((fold(school.city), school.state, school.city), []).append(school)
    found: dict[str, list[Town]] = {}
    for (name, state, city), there in grouped.items():
        point = middle(there)
        if point is not None:
            found.setdefault(name, []).append(Town(city, state, point.latitude, point.longitude, tuple(there)))
    return {name: tuple(same) for name, same in found.items()}


def locate(city: City, schools: Iterable[School]) -> Point | None:
    """Where a city is: its own coordinates, or the middle of the schools in its metropolitan areas."""
    if city.latitude is not None and city.longitude is not None:
        return Point(city.latitude, city.longitude)
    return middle(schools_around(city, schools))


def schools_in(place: NamedPlace, schools: Iterable[School], places: Places) -> list[School]:
    """Schools in a state, region or country, in a city with its districts, or in an area's metros."""
    if isinstance(place, City):
        return schools_around(place, schools) if place.area else _within_city(place, schools)
    codes = places.codes(place)
    return [school for school in schools if school.state in codes]


def schools_around(city: City, schools: Iterable[School]) -> list[School]:
    """Schools in a city's metropolitan areas, also across a state border."""
    return [school for school in schools if school.metro in city.metros]


def _within_city(city: City, schools: Iterable[School]) -> list[School]:
    names = {fold(name) for name in (city.city, *city.districts)}
    return [school for school in schools if school.state == city.state and fold(school.city) in names]
