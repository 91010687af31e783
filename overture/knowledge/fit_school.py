"""Whether a school meets one condition, by what the federal tables know of it.

They know place, kind of school, awards by field and level, and the school's average
tuition; all else is known of programs only and stays open here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Optional

from overture.knowledge import prices, whereabouts
from overture.knowledge.institutions import Institution

if TYPE_CHECKING:
    from overture.knowledge.ground import Ground

Fit = Callable[[Institution, Any, "Ground"], Optional[bool]]


def _places(school: Institution, wanted: tuple[str, ...], ground: Ground) -> Optional[bool]:
    spots = ground.school_spots(school)
    return whereabouts.any_of(whereabouts.inside(area, spot) for area in ground.areas(wanted) for spot in spots)


def _not_places(school: Institution, unwanted: tuple[str, ...], ground: Ground) -> Optional[bool]:
    found = _places(school, unwanted, ground)
    return None if found is None else not found


def _around(school: Institution, wanted: tuple[str, float], ground: Ground) -> Optional[bool]:
    place, miles = wanted
    spots = ground.school_spots(school)
    return whereabouts.any_of(ground.near(area, spot, miles) for area in ground.areas((place,)) for spot in spots)


def _awards(school: Institution, wanted: tuple[tuple[str, ...], tuple[str, ...]], ground: Ground) -> Optional[bool]:
    # A school without awards under the codes may teach the subject under another one: never a "no".
    levels, fields = wanted
    return True if any(any(a.reported.values()) for a in ground.awards(school, levels, fields)) else None


def _control(school: Institution, wanted: tuple[str, ...], ground: Ground) -> Optional[bool]:
    return school.row.control in wanted if school.row else None


def _hbcu(school: Institution, wanted: bool, ground: Ground) -> Optional[bool]:
    if school.row:
        return school.row.hbcu is wanted
    return None if any(spot.country == whereabouts.HOME for spot in ground.school_spots(school)) else not wanted


def _cost(school: Institution, wanted: tuple[Optional[float], Optional[float]], ground: Ground) -> Optional[bool]:
    price = prices.of_school(school.row.unitid, ground.tables) if school.row else None
    return prices.within(price, *wanted) if price else None


# Conditions that are not here are known of programs only.
FITS: Mapping[str, Fit] = {
    "places": _places,
    "not_places": _not_places,
    "around": _around,
    "awards": _awards,
    "control": _control,
    "hbcu": _hbcu,
    "cost": _cost,
}
