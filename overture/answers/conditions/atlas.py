"""The places and towns of the knowledge by name, for finding them in messages."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from overture.knowledge import Knowledge, fold
from overture.knowledge.geography import Town, towns
from overture.knowledge.places import HOME, City, Part
from overture.knowledge.whereabouts import ABROAD


@dataclass(frozen=True, eq=False)  # each is of a knowledge of its own: looked up by which it is
class Atlas:
    """The places of one state of the knowledge, by name."""

    knowledge: Knowledge

    @cached_property
    def towns(self) -> Mapping[str, tuple[Town, ...]]:
        """Towns of the tables by folded name."""
        return towns(self.knowledge.tables.schools.values())

    @cached_property
    def longest(self) -> Mapping[str, int]:
        """How many words the longest town name has that begins with a folded word."""
        found: dict[str, int] = {}
        for name in (*self.towns, *self.abroad):
            first, *rest = name.split()
            found[first] = max(found.get(first, 0), 1 + len(rest))
        return found

    @cached_property
    def abroad(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the towns abroad that programs are in and that are no records, by folded name."""
        listed = {(fold(p.city), p.country) for p in self.knowledge.places.values() if isinstance(p, City)}
        places = (place for program in self.knowledge.programs.values() for place in program.places)
        found: dict[str, dict[str, None]] = {}
        for place in places:
            if place.city and place.country != HOME and (fold(place.city), place.country) not in listed:
                found.setdefault(fold(place.city), {})[f"{ABROAD}{place.city},{place.country}"] = None
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def cities(self) -> Mapping[tuple[str, str], str]:
        """Ids of the cities of places.yaml by folded name and state."""
        found = (p for p in self.knowledge.places.values() if isinstance(p, City) and not p.area)
        return {(fold(city.city), city.state): city.id for city in found if city.state}

    @cached_property
    def states(self) -> Mapping[str, str]:
        """Ids of the states by postal code."""
        return {code: state.id for code, state in self.knowledge.tables.places.states.items()}

    @cached_property
    def country(self) -> str:
        """Id of the country that the tables are of; empty where the knowledge has no such place."""
        country = self.knowledge.tables.places.countries.get("US")
        return country.id if country else ""

    def town_ids(self, name: str, code: str = "") -> tuple[str, ...]:
        """Ids of the places of a folded name: a city of places.yaml, else ``town:<Town>,<ST>``."""
        same = [town for town in self.towns.get(name, ()) if code in ("", town.state)]
        found = (self.cities.get((name, town.state), f"town:{town.name},{town.state}") for town in same)
        return (*found, *(() if code else self.abroad.get(name, ())))

    def meanings(self, id: str, typed: str) -> tuple[str, ...]:
        """The places that a name stands for as it was typed: "Portland" for two cities, "Portland, Maine" for one.

        A city within the state of the same name is no second meaning.
        """
        place, name = self.knowledge.places.get(id), fold(typed)
        others = [self.knowledge.places.get(other) for other in (place.may_mean if place else ())]
        same = [
            o
            for o in others
            if o and name in (fold(o.name), fold(getattr(o, "city", ""))) and not self.lies_in(o.id, id)
        ]
        return (id, *(other.id for other in same))

    def lies_in(self, id: str, wider: str) -> bool:
        """Whether a city or town is in a state or country."""
        return self.state_of(id) == wider or self._country_of(id) == wider or self._part_has(wider, id)

    def state_of(self, id: str) -> str:
        """Id of the state that a city or town lies in; empty where it isn't known."""
        place = self.knowledge.places.get(id)
        code = place.state if isinstance(place, City) else id.rpartition(",")[2]
        return self.states.get(code or "", "")

    def _country_of(self, id: str) -> str:
        place, countries = self.knowledge.places.get(id), self.knowledge.tables.places.countries
        code = place.country if isinstance(place, (City, Part)) else id.rpartition(",")[2] if ":" in id else ""
        country = countries.get(HOME if id.startswith("town:") else code)
        return country.id if country else ""

    def _part_has(self, wider: str, id: str) -> bool:
        """Whether a city abroad is in a part of a country: by where programs say that they are."""
        part, city = self.knowledge.places.get(wider), self.knowledge.places.get(id)
        if not isinstance(part, Part) or not isinstance(city, City):
            return False
        there = (place for program in self.knowledge.programs.values() for place in program.places)
        return any(
            place.country == part.country == city.country
            and part.part in (place.part, place.state)
            and fold(place.city or "") == fold(city.city)
            for place in there
        )

    def in_state(self, name: str, code: str) -> tuple[str, ...]:
        """What "name, code" stands for; empty where no such town is known."""
        if (name, code) in self.cities:
            return (self.cities[name, code],)
        named = [p for p in self.knowledge.tables.places.find(name) if isinstance(p, City)]
        return tuple(city.id for city in named if city.state == code)[:1] or self.town_ids(name, code)


_latest: list[tuple[weakref.ref[Knowledge], Atlas]] = []


def atlas(knowledge: Knowledge) -> Atlas:
    """The atlas of some knowledge; that of the latest one is kept."""
    for known, kept in _latest:
        if known() is knowledge:
            return kept
    made = Atlas(knowledge)
    _latest[:] = [(weakref.ref(knowledge), made)]
    return made
