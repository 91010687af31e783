"""What a condition looks at in a program or school: things that are equal in that meet it alike.

One entry belongs to each condition of :mod:`fit_program` and :mod:`fit_school` that looks
at one attribute; a condition without an entry is tried on each thing.  A test holds that
trying one of those alike comes to the same as trying all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from overture.knowledge import fit_school, prices, whereabouts
from overture.knowledge.criteria import Criterion
from overture.knowledge.index import Index, build
from overture.knowledge.institutions import Institution
from overture.knowledge.programs import Program, RequirementId
from overture.knowledge.query import Wish

if TYPE_CHECKING:
    from overture.knowledge.ground import Ground

Key = Callable[[Any], Hashable]

_REQUIREMENTS = (*get_args(RequirementId), "music-degree")


def programs(items: Mapping[str, Program], ground: Ground) -> Index:
    """Programs in order."""
    return build(items, _program_keys(ground), ground.spots)


def schools(items: Mapping[str, Institution], ground: Ground) -> Index:
    """Schools in order."""
    return build(items, _school_keys(ground), ground.school_spots)


def name_of(criterion: Criterion) -> str:
    """The name under which an index has what a condition looks at."""
    if isinstance(criterion.value, Wish):
        return f"{criterion.name}/{criterion.value.requirement}"
    return "delivery" if criterion.name == "not_delivery" else criterion.name


def _program_keys(ground: Ground) -> Mapping[str, Key]:
    keys: dict[str, Key] = {
        "levels": lambda p: p.level,
        "degrees": lambda p: (p.degrees, p.level),
        "fields": lambda p: frozenset((*p.fields_of_study, *p.touches)),
        "delivery": lambda p: p.delivery.modes if p.delivery else None,
        "part_time": lambda p: (p.part_time and p.part_time.possible, bool(p.length and p.length.part_time_years)),
        "years": lambda p: (p.length.years_min, p.length.years_max) if p.length else None,
        "cost": lambda p: _price(ground.price(p)),
        "thesis": lambda p: p.ending.thesis if p.ending else None,
        "control": lambda p: row.control if (row := ground.row(p)) else None,
        "hbcu": lambda p: row.hbcu if (row := ground.row(p)) else _at_home(ground.spots(p)),
        "open_to_non_music": lambda p: p.open_to_non_music,
        "funding": lambda p: tuple(sorted({funding.reach for funding in p.funding})),
        "software": lambda p: _texts(p),
    }
    return {**keys, **{f"requirements/{id}": _demand(id) for id in _REQUIREMENTS}}


def _demand(requirement: str) -> Key:
    return lambda p: p.demand(requirement)


def _texts(program: Program) -> Hashable:
    listings = (program.courses, program.electives, program.topics)
    taught = [tuple(listed.items) for listed in program.software if listed.use == "taught"]
    return (*taught, *(listing.items for listing in listings if listing))


def _school_keys(ground: Ground) -> Mapping[str, Key]:
    # What only programs tell stays open for every school.
    open_keys = dict.fromkeys((name for name in _program_keys(ground) if name not in fit_school.FITS), lambda s: None)
    return {
        **open_keys,
        "awards": lambda s: frozenset((a.cip, a.level) for a in _awards(s, ground) if any(a.reported.values())),
        "control": lambda s: s.row.control if s.row else None,
        "hbcu": lambda s: s.row.hbcu if s.row else _at_home(ground.school_spots(s)),
        "cost": lambda s: _price(prices.of_school(s.row.unitid, ground.tables)) if s.row else None,
    }


def _awards(school: Institution, ground: Ground) -> Any:
    return ground.tables.awards_by_school.get(school.row.unitid, ()) if school.row else ()


def _price(price: prices.Price | None) -> Hashable:
    return (price.resident, price.other) if price else None


def _at_home(spots: Any) -> str:
    return "home" if any(spot.country == whereabouts.HOME for spot in spots) else "abroad"
