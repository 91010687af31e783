"""The typed shape of places.yaml: states, regions, cities by nickname, countries.

A code ("OR", "MA") is not a name by itself: ignoring case, many of them are words,
degrees or other places.  Where a code is safe in any case it stands among the aliases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Optional

from pydantic import root_validator, validator
from pydantic.fields import ModelField

from overture.knowledge.model import DATE, DATE_FORM, Thing
from overture.knowledge.names import fold

PlaceKind = Literal["state", "region", "city", "country"]
Basis = Literal["census region", "census division", "everyday"]


def _two_letters(value: str) -> str:
    if not (len(value) == 2 and value.isalpha() and value.isupper()):
        raise ValueError("expected two capital letters")
    return value


def _dated(value: Optional[str]) -> Optional[str]:
    if value is not None and not DATE.match(value):
        raise ValueError(f"expected {DATE_FORM}")
    return value


class NamedPlace(Thing):
    """A place that people name.

    ``kind`` is state, region, city or country, each with fields of its own.
    ``may_mean`` are ids of places that people mean by its name as well.
    """

    kind: PlaceKind
    may_mean: tuple[str, ...] = ()

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

    ``area`` is true where the name means all that lies round the city.
    ``city`` and ``state`` are written as in the table of schools; ``districts`` are parts
    of the city that stand there as cities of their own.  ``metros`` are codes of its
    metropolitan areas.  ``latitude`` and ``longitude`` (degrees) are the middle of the
    listed schools in that city; ``source`` is the id of a record in sources.yaml that
    they are from; ``as_of`` is the date that it speaks for.
    """

    kind: Literal["city"]
    city: str
    state: str
    districts: tuple[str, ...] = ()
    metros: tuple[str, ...] = ()
    area: bool = False
    latitude: Optional[float] = None
    longitude: Optional[float] = None
    source: Optional[str] = None
    as_of: Optional[str] = None

    _check_state = validator("state", allow_reuse=True)(_two_letters)
    _check_date = validator("as_of", allow_reuse=True)(_dated)

    @validator("latitude", "longitude")
    def _in_range(cls, value: Optional[float], field: ModelField) -> Optional[float]:
        limit = 90 if field.name == "latitude" else 180
        if value is not None and not -limit <= value <= limit:
            raise ValueError(f"expected a number from {-limit} to {limit}")
        return value

    @root_validator(skip_on_failure=True)
    def _complete(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["area"] and not values["metros"]:
            raise ValueError("an area needs its metros")
        point = [values[name] is not None for name in ("latitude", "longitude", "source", "as_of")]
        if any(point) and not all(point):
            raise ValueError("expected latitude, longitude, source and as_of together, or none of them")
        return values


class Country(NamedPlace):
    """A country that programs are in.

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


_CLASSES: dict[object, type[NamedPlace]] = {"state": State, "region": Region, "city": City, "country": Country}


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

    @cached_property
    def countries(self) -> Mapping[str, Country]:
        """Countries by ISO code."""
        return {place.code: place for place in self.by_id.values() if isinstance(place, Country)}

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
            return frozenset({place.state})
        return frozenset(self.states) if isinstance(place, Country) and place.code == "US" else frozenset()
