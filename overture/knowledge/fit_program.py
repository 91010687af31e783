"""Whether a program meets one condition: yes, no, or None where its pages leave it open.

A page's silence is never a "no", and a list from a page is never taken as complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Optional

from overture.knowledge import prices, whereabouts
from overture.knowledge.names import fold
from overture.knowledge.programs import Program
from overture.knowledge.query import Wish

if TYPE_CHECKING:
    from overture.knowledge.ground import Ground

Fit = Callable[[Program, Any, "Ground"], Optional[bool]]

# By how a requirement is asked for: is it asked? None where that hangs on the applicant or the text is unclear.
_ASKED: Mapping[str, Optional[bool]] = {
    "required": True,
    "recommended": True,
    "accepted": True,
    "optional": False,
    "not-required": False,
    "formerly": None,
    "possible": None,
    "unclear": None,
}
# By how it is asked for: can one get in without it?
_SPARED: Mapping[str, Optional[bool]] = {
    "required": False,
    "recommended": True,
    "accepted": True,
    "optional": True,
    "not-required": True,
    "formerly": None,
    "possible": None,
    "unclear": None,
}


def _places(program: Program, wanted: tuple[str, ...], ground: Ground) -> Optional[bool]:
    spots = ground.spots(program)
    return whereabouts.any_of(whereabouts.inside(area, spot) for area in ground.areas(wanted) for spot in spots)


def _not_places(program: Program, unwanted: tuple[str, ...], ground: Ground) -> Optional[bool]:
    found = _places(program, unwanted, ground)
    return None if found is None else not found


def _around(program: Program, wanted: tuple[str, float], ground: Ground) -> Optional[bool]:
    place, miles = wanted
    spots = ground.spots(program)
    return whereabouts.any_of(ground.near(area, spot, miles) for area in ground.areas((place,)) for spot in spots)


def _levels(program: Program, wanted: tuple[str, ...], ground: Ground) -> bool:
    return program.level in wanted


def _degrees(program: Program, wanted: tuple[str, ...], ground: Ground) -> Optional[bool]:
    if program.degrees:
        return bool(set(wanted) & set(program.degrees))
    # A title that says no more than "master's" may be any of them.
    return None if program.level in {ground.level_of(degree) for degree in wanted} else False


def _fields(program: Program, wanted: tuple[str, ...], ground: Ground) -> Optional[bool]:
    known = {*program.fields_of_study, *program.touches}
    return bool(known & set(wanted)) if known else None


def _delivery(program: Program, wanted: str, ground: Ground) -> Optional[bool]:
    return wanted in program.delivery.modes if program.delivery else None


def _not_delivery(program: Program, unwanted: str, ground: Ground) -> Optional[bool]:
    # Who can choose another way is not held to the unwanted one.
    return any(mode != unwanted for mode in program.delivery.modes) if program.delivery else None


def _part_time(program: Program, wanted: bool, ground: Ground) -> Optional[bool]:
    if program.part_time:
        return program.part_time.possible is wanted
    return wanted if program.length and program.length.part_time_years else None


def _years(program: Program, wanted: tuple[Optional[float], Optional[float]], ground: Ground) -> Optional[bool]:
    least, most = wanted
    if program.length is None or program.length.years_min is None:
        return None
    shortest, longest = program.length.years_min, program.length.years_max
    if most is not None and shortest > most:
        return False
    if longest is None:  # "at least so long"
        return True if most is None and (least is None or shortest >= least) else None
    return least is None or longest >= least


def _cost(program: Program, wanted: tuple[Optional[float], Optional[float]], ground: Ground) -> Optional[bool]:
    price = ground.price(program)
    return prices.within(price, *wanted) if price else None


def _requirement(program: Program, wish: Wish, ground: Ground) -> Optional[bool]:
    demand = program.demand(wish.requirement)
    if demand is None:
        return None
    return (_ASKED if wish.wanted else _SPARED)[demand]


def _thesis(program: Program, wanted: bool, ground: Ground) -> Optional[bool]:
    thesis = program.ending.thesis if program.ending else None
    if thesis is None:
        return None
    return thesis in (("required", "optional") if wanted else ("optional", "not-named"))


def _control(program: Program, wanted: tuple[str, ...], ground: Ground) -> Optional[bool]:
    row = ground.row(program)
    return row.control in wanted if row else None


def _hbcu(program: Program, wanted: bool, ground: Ground) -> Optional[bool]:
    row = ground.row(program)
    if row:
        return row.hbcu is wanted
    # The status is one of US law: no school abroad has it.
    return None if any(spot.country == whereabouts.HOME for spot in ground.spots(program)) else not wanted


def _open_to_non_music(program: Program, wanted: bool, ground: Ground) -> Optional[bool]:
    known = program.open_to_non_music
    return None if known is None else known is wanted


def _software(program: Program, wanted: tuple[str, ...], ground: Ground) -> Optional[bool]:
    named = [item for listed in program.software if listed.use == "taught" for item in listed.items]
    listings = (program.courses, program.electives, program.topics)
    named += [item for listing in listings if listing for item in listing.items]
    return True if _mentions(named, wanted) else None


def _mentions(texts: Iterable[str], names: Iterable[str]) -> bool:
    padded = [f" {fold(text)} " for text in texts]
    return any(f" {fold(name)} " in text for name in names for text in padded)


def _funding(program: Program, wanted: bool, ground: Ground) -> Optional[bool]:
    if not program.funding:
        return None
    return any(funding.reach in ("all", "some") for funding in program.funding) is wanted


FITS: Mapping[str, Fit] = {
    "places": _places,
    "not_places": _not_places,
    "around": _around,
    "levels": _levels,
    "degrees": _degrees,
    "fields": _fields,
    "delivery": _delivery,
    "not_delivery": _not_delivery,
    "part_time": _part_time,
    "years": _years,
    "cost": _cost,
    "requirements": _requirement,
    "thesis": _thesis,
    "control": _control,
    "hbcu": _hbcu,
    "open_to_non_music": _open_to_non_music,
    "software": _software,
    "funding": _funding,
}
