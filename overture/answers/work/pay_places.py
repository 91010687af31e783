"""For which states and metropolitan areas pay is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from overture.answers.base import school_words
from overture.answers.base.model import Question
from overture.answers.conditions import metro_names
from overture.knowledge import Knowledge, fold
from overture.knowledge.places import City, Country, NamedPlace, Part, Region, State
from overture.knowledge.whereabouts import HOME, find_town


@dataclass(frozen=True)
class PayArea:
    """A state or metropolitan area of the wage tables.

    ``code`` is the state's two letters or the metro's number, ``state`` the state it is
    (mainly) in; ``official`` a metro's name in full.
    """

    code: str
    name: str
    state: str
    official: str = ""

    @property
    def is_state(self) -> bool:
        """Whether it is a whole state."""
        return self.code == self.state


@dataclass(frozen=True)
class Where:
    """What a question names: areas, the words for them together, places abroad."""

    areas: tuple[PayArea, ...] = ()
    name: str = ""
    abroad: tuple[str, ...] = ()


def where(question: Question, knowledge: Knowledge) -> Where:
    """The areas that a question asks for; none where it names no place or the whole country."""
    filters = question.filters
    named = [m.subject.id for m in question.of_kind("place")]
    ids = list(dict.fromkeys([*filters.places, *([filters.around] if filters.around else []), *named]))
    ids = [id for id in ids if id not in filters.not_places]
    places = [knowledge.places.get(id) for id in ids]
    home = [p for p in places if isinstance(p, Country) and p.code == HOME]
    abroad = [place.name for place in places if place and place not in home and _abroad(place)]
    areas = {area.code: area for id in ids for area in _areas(id, knowledge)}
    if cities := metro_names.find(question.text, knowledge):
        return _with_cities(cities, areas.values(), question.text, tuple(abroad), knowledge)
    name = " and ".join(school_words.area(id, knowledge) for id in ids)
    return Where(tuple(areas.values()), name, tuple(abroad))


def _with_cities(
    cities: Sequence[metro_names.Found],
    areas: Iterable[PayArea],
    text: str,
    abroad: tuple[str, ...],
    knowledge: Knowledge,
) -> Where:
    """The areas of cities in the text, and of what else was read those that are named beside them."""
    rest = f" {fold(metro_names.without(text, cities))} "
    named = {area.code: area for area in metros([city.metro.metro for city in cities], knowledge)}
    beside = (area for area in areas if f" {fold(area.name.partition(',')[0])} " in rest)
    named |= {area.code: area for area in beside if area.code not in named}
    return Where(tuple(named.values()), " and ".join(inside(area) for area in named.values()), abroad)


def inside(area: PayArea) -> str:
    """An area as it reads after "in": "Texas", "the Nashville, TN area"."""
    return area.name if area.is_state else f"the {area.name}"


def _abroad(place: NamedPlace) -> bool:
    if isinstance(place, City):
        return place.country != HOME
    return isinstance(place, (Country, Part)) or (isinstance(place, Region) and not place.states)


def _areas(id: str, knowledge: Knowledge) -> list[PayArea]:
    place = knowledge.places.get(id)
    if isinstance(place, State):
        return [PayArea(place.code, place.name, place.code)]
    if isinstance(place, Region):
        return states(place.states, knowledge)
    if isinstance(place, City):
        return metros(place.metros, knowledge) or states((place.state or "",), knowledge)
    town = find_town(id, knowledge.catalog.towns) if id.startswith("town:") else None
    if town is None:
        return []
    codes = dict.fromkeys(school.metro for school in town.schools if school.metro)
    return metros(codes, knowledge) or states((town.state,), knowledge)


def states(codes: Iterable[str], knowledge: Knowledge) -> list[PayArea]:
    """States by their codes."""
    known = knowledge.tables.places.states
    return [PayArea(code, known[code].name, code) for code in codes if code in known]


def metros(codes: Iterable[str], knowledge: Knowledge) -> list[PayArea]:
    """Metropolitan areas by their codes; without those that no wages are published for."""
    known = knowledge.tables.metros
    found = [known[code] for code in codes if code in known]
    return [
        PayArea(metro.metro, f"{metro.cities[0]}, {metro.states[0]} area", metro.states[0], metro.name)
        for metro in found
    ]


def neighbors(area: PayArea, knowledge: Knowledge) -> list[PayArea]:
    """The state of a metro; of a state the others in its Census division."""
    if not area.is_state:
        return states((area.state,), knowledge)
    for place in knowledge.places.values():
        if isinstance(place, Region) and place.basis == "census division" and area.code in place.states:
            return states((code for code in place.states if code != area.code), knowledge)
    return []
