"""Which programs and schools lie in a place that people name, and how far from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Optional

from overture.knowledge.geography import Point, Town, locate, miles_between
from overture.knowledge.names import fold
from overture.knowledge.places import HOME as HOME
from overture.knowledge.places import City, Country, NamedPlace, Part, Region, State
from overture.knowledge.programs import Place
from overture.knowledge.rows import School
from overture.knowledge.table_set import Tables

# Id of a town that is no record of places.yaml: "town:Boone,NC".
_TOWN = "town:"
# Id of a town abroad that programs are in and that is no record: "abroad:Ghent,BE".
ABROAD = "abroad:"

Towns = Mapping[str, tuple[Town, ...]]


@dataclass(frozen=True)
class Area:
    """What a place covers: countries, US states, towns (folded name and state) or metropolitan areas.

    ``abroad`` are towns abroad (folded name and country), ``parts`` parts of countries
    (country and part).  ``within`` is the state of a town or city; ``point`` its middle.
    """

    id: str
    name: str
    countries: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    towns: frozenset[tuple[str, str]] = frozenset()
    metros: frozenset[str] = frozenset()
    abroad: frozenset[tuple[str, str]] = frozenset()
    parts: frozenset[tuple[str, str]] = frozenset()
    within: Optional[str] = None
    point: Optional[Point] = None


@dataclass(frozen=True)
class Spot:
    """Where something is, as far as known.

    ``state`` and ``metro`` are US codes, ``part`` is one of a country abroad.
    """

    country: str
    state: Optional[str] = None
    town: Optional[str] = None
    metro: Optional[str] = None
    point: Optional[Point] = None
    part: Optional[str] = None


def area(id: str, places: Mapping[str, NamedPlace], tables: Tables, towns: Towns) -> Optional[Area]:
    """What a place id stands for; None if there is no such place."""
    if id.startswith(_TOWN):
        return _town_area(id, towns)
    if id.startswith(ABROAD):
        name, _, country = id.removeprefix(ABROAD).rpartition(",")
        return Area(id, name, abroad=frozenset({(fold(name), country)}))
    place = places.get(id)
    if isinstance(place, State):
        return Area(id, place.name, states=frozenset({place.code}))
    if isinstance(place, Region):
        return Area(id, place.name, frozenset(place.countries), frozenset(place.states))
    if isinstance(place, Country):
        return Area(id, place.name, frozenset({place.code}))
    if isinstance(place, Part):
        return Area(id, place.name, parts=frozenset({(place.country, place.part)}))
    return _city_area(place, tables) if isinstance(place, City) else None


def _city_area(city: City, tables: Tables) -> Area:
    if city.country != HOME:
        names = (city.city, *city.districts)
        return Area(city.id, city.name, abroad=frozenset((fold(name), city.country) for name in names))
    point = locate(city, tables.schools.values())
    if city.area:
        return Area(city.id, city.name, metros=frozenset(city.metros), within=city.state, point=point)
    towns = frozenset((fold(name), city.state or "") for name in (city.city, *city.districts))
    return Area(city.id, city.name, towns=towns, within=city.state, point=point)


def _town_area(id: str, towns: Towns) -> Optional[Area]:
    town = find_town(id, towns)
    if town is None:
        return None
    name = f"{town.name}, {town.state}"
    point = Point(town.latitude, town.longitude)
    return Area(id, name, towns=frozenset({(fold(town.name), town.state)}), within=town.state, point=point)


def find_town(id: str, towns: Towns) -> Optional[Town]:
    """The town that an id like ``town:Boone,NC`` stands for."""
    name, _, state = id.removeprefix(_TOWN).rpartition(",")
    return next((town for town in towns.get(fold(name), ()) if town.state == state.strip()), None)


def spot_of_school(school: School) -> Spot:
    """Where a listed school is."""
    return Spot(HOME, school.state, fold(school.city), school.metro, Point(school.latitude, school.longitude))


def spot_of_place(place: Place, towns: Towns) -> Spot:
    """Where a program's place is; its point is the middle of the listed schools in that town, if there are any."""
    name = fold(place.city) if place.city else None
    if place.country != HOME:
        return Spot(place.country, town=name, part=place.part or place.state)
    town = next((t for t in towns.get(name or "", ()) if t.state == place.state), None)
    if town is None:
        return Spot(HOME, place.state, name)
    metros = {school.metro for school in town.schools if school.metro}
    return Spot(HOME, place.state, name, next(iter(metros), None), Point(town.latitude, town.longitude))


def inside(area: Area, spot: Spot) -> Optional[bool]:
    """Whether a spot lies in an area; None where what is known of the spot leaves it open."""
    if spot.country in area.countries:
        return True
    if spot.country != HOME:
        return _inside_abroad(area, spot)
    if spot.state in area.states or (spot.town, spot.state) in area.towns or spot.metro in area.metros:
        return True
    # A town without listed schools has no metropolitan area here, which does not mean that it is in none.
    open_metro = bool(area.metros) and spot.metro is None and spot.state == area.within
    open_town = bool(area.towns) and spot.town is None and spot.state in (area.within, None)
    return None if open_metro or open_town or (bool(area.states) and spot.state is None) else False


def _inside_abroad(area: Area, spot: Spot) -> Optional[bool]:
    if (spot.town, spot.country) in area.abroad or (spot.country, spot.part) in area.parts:
        return True
    open_town = spot.town is None and any(country == spot.country for _, country in area.abroad)
    open_part = spot.part is None and any(country == spot.country for country, _ in area.parts)
    return None if open_town or open_part else False


def distance(area: Area, spot: Spot) -> Optional[float]:
    """Miles from the middle of an area to a spot in the US; None where one of them is not known."""
    return miles_between(area.point, spot.point) if area.point and spot.point else None


def near(area: Area, spot: Spot, miles: float) -> Optional[bool]:
    """Whether a spot is within so many miles; of an area without a middle (a state), whether it is inside.

    Distances are known in the US only: what is abroad does not count as near.
    """
    if area.point is None or spot.country != HOME:
        return inside(area, spot)
    apart = distance(area, spot)
    return inside(area, spot) or None if apart is None else apart <= miles


def any_of(answers: Iterable[Optional[bool]]) -> Optional[bool]:
    """Yes if one is yes, no if all are no, else open."""
    found = list(answers)
    return True if True in found else None if None in found else False
