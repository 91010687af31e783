"""How a follow-up changes the conditions before it: "only online ones", "not Texas, Colorado", "any state"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from overture.answers.base.model import Filters

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "places": ("places", "around", "miles", "not_places"),
    "cost": ("cost_min", "cost_max"),
    "delivery": ("delivery", "not_delivery"),
    "length": ("years_min", "years_max"),
    "levels": ("levels", "degrees"),
    "control": ("control",),
    "thesis": ("thesis",),
}
_EMPTY: Mapping[str, Any] = {f.name: f.default for f in fields(Filters)}
_POLITE = (
    r"(?:\W*(?:ok|okay|so|well|hm+|cool|great|thanks|thank you|alright|right|nice|yes|yeah|no|hey|good"
    r"|actually|fine)\b\W*)*"
)
# These make a follow-up of any message; the others only of one that is no question of its own.
_GOES_ON = re.compile(
    rf"^{_POLITE}(?:only|just|and|but|what about|how about|what if|same|also|instead|from (?:those|these"
    rf"|that list)|out of|narrow|filter|sort|order"
    r"|which ones?\b|do any\b|are any\b|does any|any (?:of|\w+ ones|ones))\b"
    r"|\b(?:of|among|from|between) (?:those|these|them|the above|that list)\b|\bthose (?:ones )?(?:that"
    r"|which|with|in|near|under)\b|\bnarrow (?:it|that|this|them)\b"
    r"|\b(?:any|all|some|which|many) of (?:those|these|them)\b|\bthe same list\b|\b(?:whole|entire|rest of the) state\b"
    r"|\b(?:forget|drop|ignore|scrap|skip|leave out) \w+"
    r"|\b(?:the|that|your) list (?:again|once more)\b|\bback to (?:the|that) list\b|\b(?:in|on) (?:that|this) list\b",
    re.IGNORECASE,
)
_ADDS = re.compile(
    rf"^{_POLITE}(?:in|near|around|not|no|without|with|under|over|below|less|more|max|at most|cheaper|or|excluding"
    r"|except|within|outside|that|any|non|public|private|online|part|on|between|top|sorted|if|for|as long as|one|must"
    r"|needs?|should|closer|fewer|nothing)\b|\bones?\W*$|\bones only\b|\b(?:instead|only|then|too|as well)\W*$",
    re.IGNORECASE,
)
_NOUN = (
    r"(?:schools?|programs?|programmes?|univers\w+|unis?|colleges?|conservator(?:y|ies)|masters?|master's|bachelor'?s?"
    r"|degrees?|study)\b"
)
_OF_ITS_OWN = re.compile(
    rf"\b(?:which|what|where|list|show|find|are there|is there|how many|any|name|recommend"
    rf"|looking for)\b.{{0,60}}\b{_NOUN}"
    rf"|^(?!\W*(?:no|not|without|except|excluding|outside)\b)(?=(?:\W*\b[\w'-]+\b(?!')){{5}}).*\b{_NOUN}",
    re.IGNORECASE,
)


def is_follow_up(text: str) -> bool:
    """Whether a message changes the list before it rather than asking for a new one."""
    if _GOES_ON.search(text):
        return True
    return bool(_ADDS.search(text)) and not _OF_ITS_OWN.search(text)


def refine(earlier: Filters, newer: Filters) -> Filters:
    """The conditions after a follow-up: new ones replace or add, and what is lifted goes.

    A new place, level or way of studying takes the place of the old one; bounds, demands
    and software come on top.
    """
    base = _without(earlier, newer.lifted)
    given = {name: value for name, value in vars(newer).items() if value != _EMPTY[name] and name != "lifted"}
    changed = {**given, **_places(base, newer), **_delivery(base, newer), **_titles(newer), **_added(base, newer)}
    return _bounded(replace(base, **changed, lifted=()), newer)


def _without(earlier: Filters, lifted: tuple[str, ...]) -> Filters:
    if "all" in lifted:
        return Filters()
    names = [name for group in lifted for name in _GROUPS.get(group, ())]
    return replace(earlier, **{name: _EMPTY[name] for name in names})


def _places(base: Filters, newer: Filters) -> dict[str, Any]:
    if newer.places or newer.around:
        return {name: getattr(newer, name) for name in _GROUPS["places"]}
    if newer.miles is not None:  # "within 50 miles" of the place before
        return _wider(base, newer.miles)
    if not newer.not_places:
        return {}
    unwanted = (*base.not_places, *(p for p in newer.not_places if p not in base.not_places))
    kept = tuple(place for place in base.places if place not in newer.not_places)
    gone = base.around in newer.not_places
    return {
        "places": kept,
        "around": None if gone else base.around,
        "miles": None if gone else base.miles,
        "not_places": unwanted,
    }


def _wider(base: Filters, miles: float) -> dict[str, Any]:
    if base.around is None and len(base.places) == 1:
        return {"around": base.places[0], "places": (), "miles": miles}
    return {"miles": miles if base.around else None}


def _delivery(base: Filters, newer: Filters) -> dict[str, Any]:
    if newer.delivery:
        return {"delivery": newer.delivery, "not_delivery": newer.not_delivery}
    if newer.not_delivery and newer.not_delivery == base.delivery:
        return {"delivery": None}
    return {}


def _titles(newer: Filters) -> dict[str, Any]:
    """A new level drops the titles before it, a new title the levels."""
    if newer.levels or newer.degrees:
        return {"levels": newer.levels, "degrees": newer.degrees}
    return {}


def _added(base: Filters, newer: Filters) -> dict[str, Any]:
    wishes = {wish.requirement: wish for wish in (*base.requirements, *newer.requirements)}
    return {
        "requirements": tuple(wishes.values()),
        "software": tuple(dict.fromkeys((*base.software, *newer.software))),
    }


def _bounded(merged: Filters, newer: Filters) -> Filters:
    """With an older bound dropped that a newer one contradicts."""
    for low, high in (_GROUPS["cost"], _GROUPS["length"]):
        least, most = getattr(merged, low), getattr(merged, high)
        if least is not None and most is not None and least > most:
            dropped: dict[str, Any] = {low if getattr(newer, high) is not None else high: None}
            merged = replace(merged, **dropped)
    return merged
