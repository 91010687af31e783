"""The typed shape of places.yaml: states, regions, cities by nickname, countries and their parts.

A code ("OR", "MA") is not a name by itself: ignoring case, many of them are words,
degrees or other places.  Where a code is safe in any case it stands among the aliases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Optional, TypeGuard

from pydantic import root_validator, validator
from pydantic.fields import ModelField

from overture.knowledge.model import DATE, DATE_FORM, Thing
from overture.knowledge.names import fold

PlaceKind = Literal["state", "region", "city", "country", "part"]
HOME = "US"
Basis = Literal["census region", "census division", "everyday"]


def _two_letters(value: Optional[str]) -> Optional[str]:
    if value is not None and not (len(value) == 2 and value.isalpha() and value.isupper()):
        raise ValueError("expected two capital letters")
    return value


def _dated(value: Optional[str]) -> Optional[str]:
    if value is not None and not DATE.match(value):
        raise ValueError(f"expected {DATE_FORM}")
    return value


class NamedPlace(Thing):
    """A place that people name.

    ``kind`` is state, region, city, country or part, each with fields of its own.
    ``may_mean`` are ids of places that people mean by its name as well.
    ``adjectives`` say that something is from there ("Canadian"); they count before words like "schools".
    """

    kind: PlaceKind
    may_mean: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()

    @classmethod
    def parse_obj(cls, obj: Any) -> NamedPlace:
        """Reads a record as the class of its ``kind``."""
        kind = obj.get("kind") if cls is NamedPlace and isinstance(obj, dict) else None
        chosen = _CLASSES.get(kind) if isinstance(kind, str) else None
        return chosen.parse_obj(obj) if chosen else super().parse_obj(obj)


class State(NamedPlace):
    """A US state, the District of Columbia or a territory.

    ``code`` is its postal code.
    """

    kind: Literal["state"]
    code: str

    _check_code = validator("code", allow_reuse=True)(_two_letters)


class Region(NamedPlace):
    """Several states or countries under one name.

    ``basis`` says whose definition it is: the Census Bureau's, then with source and
    date, or an ``everyday`` one of this project, then with a note.
    ``note`` says that an everyday region is one.  ``states`` and ``countries`` are codes of those that it covers.
    ``source`` is the id of a record in sources.yaml, ``as_of`` the date that it speaks for.
    """

    kind: Literal["region"]
    basis: Basis
    states: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    source: Optional[str] = None
    as_of: Optional[str] = None
    note: Optional[str] = None

    _check_date = validator("as_of", allow_reuse=True)(_dated)

    @root_validator(skip_on_failure=True)
    def _whose(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not values["states"] and not values["countries"]:
            raise ValueError("expected states or countries")
        if values["basis"] == "everyday" and not values["note"]:
            raise ValueError("an everyday region needs a note that says so")
        if values["basis"] != "everyday" and not (values["source"] and values["as_of"]):
            raise ValueError("a census region needs source and as_of")
        return values


class City(NamedPlace):
    """A city, or all that lies round one, that goes by several names.

    ``country`` is its ISO 3166 code, the US where it is left out; ``state`` the postal
    code of its state, in the US only.
    ``area`` is true where the name means all that lies round the city.
    ``city`` and ``state`` are written as in the table of schools (abroad, ``city`` as the
    programs write it); ``districts`` are parts
    of the city that stand there as cities of their own.  ``metros`` are codes of its
    metropolitan areas.  ``latitude`` and ``longitude`` (degrees) are the middle of the
    listed schools in that city; ``source`` is the id of a record in sources.yaml that
    they are from; ``as_of`` is the date that it speaks for.
    """

    kind: Literal["city"]
    city: str
    state: Optional[str] = None
    country: str = HOME
    districts: tuple[str, ...] = ()
    metros: tuple[str, ...] = ()
    area: bool = False
    latitude: Optional[float] = None
    longitude: Optional[float] = None
    source: Optional[str] = None
    as_of: Optional[str] = None

    _check_codes = validator("state", "country", allow_reuse=True)(_two_letters)
    _check_date = validator("as_of", allow_reuse=True)(_dated)

    @validator("latitude", "longitude")
    def _in_range(cls, value: Optional[float], field: ModelField) -> Optional[float]:
        limit = 90 if field.name == "latitude" else 180
        if value is not None and not -limit <= value <= limit:
            raise ValueError(f"expected a number from {-limit} to {limit}")
        return value

    @root_validator(skip_on_failure=True)
    def _complete(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["country"] == HOME) != (values["state"] is not None):
            raise ValueError("expected a state for a city in the US, and for no other")
        if values["area"] and not values["metros"]:
            raise ValueError("an area needs its metros")
        point = [values[name] is not None for name in ("latitude", "longitude", "source", "as_of")]
        if any(point) and not all(point):
            raise ValueError("expected latitude, longitude, source and as_of together, or none of them")
        return values


class Country(NamedPlace):
    """A country, also one that no program is in: then that can be said.

    ``code`` is the ISO 3166 code, two letters.
    ``parts`` are countries within it, which lead to it by name but are not told apart.
    """

    kind: Literal["country"]
    code: str
    parts: tuple[str, ...] = ()

    _check_code = validator("code", allow_reuse=True)(_two_letters)

    def surfaces(self) -> tuple[str, ...]:
        """Name, aliases and the countries within it."""
        return (self.name, *self.aliases, *self.parts)


class Part(NamedPlace):
    """A country within a country, or a province: "Scotland", "Ontario".

    ``country`` is the ISO 3166 code of what it is a part of.  ``part`` is written as the
    programs write it, a name or the two letters of a province.
    """

    kind: Literal["part"]
    country: str
    part: str

    _check_country = validator("country", allow_reuse=True)(_two_letters)


_CLASSES: dict[object, type[NamedPlace]] = {
    "state": State,
    "region": Region,
    "city": City,
    "country": Country,
    "part": Part,
}


@dataclass(frozen=True)
class Places:
    """All places by id, in the order of the file."""

    by_id: Mapping[str, NamedPlace] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[NamedPlace]) -> Places:
        """The places given."""
        return cls({place.id: place for place in places})

    @cached_property
    def states(self) -> Mapping[str, State]:
        """States by postal code."""
        return {place.code: place for place in self.by_id.values() if isinstance(place, State)}

    def state_name(self, code: str) -> str:
        """The name of a state by its postal code; the code itself where it is not known."""
        state = self.states.get(code)
        return state.name if state else code

    @cached_property
    def countries(self) -> Mapping[str, Country]:
        """Countries by ISO code."""
        return {place.code: place for place in self.by_id.values() if isinstance(place, Country)}

    @cached_property
    def by_adjective(self) -> Mapping[str, NamedPlace]:
        """Places by the folded word for what is from there."""
        return {fold(word): place for place in self.by_id.values() for word in place.adjectives}

    def around(self, place: NamedPlace) -> tuple[NamedPlace, ...]:
        """What a place lies in, the nearest first: its state or country, then regions, the smallest first."""
        state = self.states.get(place.state or "") if isinstance(place, City) else None
        country = self.countries.get(_country(place))
        inner = state or (country if isinstance(place, (City, Part)) else None)
        member = inner or place
        wider = [region for region in self.by_id.values() if _holds(region, member)]
        wider.sort(key=lambda region: len(region.states) + len(region.countries))
        return (*([inner] if inner else ()), *wider)

    @cached_property
    def by_name(self) -> Mapping[str, NamedPlace]:
        """Places by folded name or alias."""
        return {fold(surface): place for place in self.by_id.values() for surface in place.surfaces()}

    def find(self, name: str) -> tuple[NamedPlace, ...]:
        """What a name can mean: the place of that name first, then those it ``may_mean``."""
        place = self.by_name.get(fold(name))
        return (place, *(self.by_id[other] for other in place.may_mean)) if place else ()

    def codes(self, place: NamedPlace) -> frozenset[str]:
        """Postal codes of the states that a place covers; for a city, of the state it is in."""
        if isinstance(place, State):
            return frozenset({place.code})
        if isinstance(place, Region):
            return frozenset(place.states)
        if isinstance(place, City):
            return frozenset({place.state} if place.state else ())
        return frozenset(self.states) if isinstance(place, Country) and place.code == HOME else frozenset()


def _country(place: NamedPlace) -> str:
    if isinstance(place, Country):
        return place.code
    return place.country if isinstance(place, (City, Part)) else ""


def _holds(region: NamedPlace, place: NamedPlace) -> TypeGuard[Region]:
    """Whether a region has a state or a country."""
    if not isinstance(region, Region):
        return False
    states = isinstance(place, State) and place.code in region.states
    return states or (isinstance(place, Country) and place.code in region.countries)
