"""Which places a message wants: in them, near one, or not in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from overture.answers.conditions.negation import FOR_PLACES, NEUTRAL, Polarity, polarities
from overture.answers.conditions.phrase import SCHOOLS, TITLE, Phrase, Spot
from overture.knowledge import Knowledge
from overture.knowledge.places import HOME, City, Country

DEFAULT_MILES = 100.0
_MILES_A_KILOMETER = 0.621371

_NEAR = re.compile(
    r"(?:\b(?:near|nearby|around|close to|closer to|(?:closest|nearest|closer)(?: \w+){0,3} to"
    r"|just outside|next to|not (?:too )?far from|"
    r"(?:commut\w+|driv\w+)(?: distance)?(?: (?:of|from|to))?"
    r"|(?:miles?|mi|kms?|kilomet\w+|minutes?|mins?|hours?|hrs?|hour's)(?: drive)? (?:of|from|around|away from|to))"
    r"|\bwithin [\w ]{1,24} (?:of|from))"
    r" (?:the |downtown |greater )*$"
)
_GREATER = re.compile(r"\bgreater $")
_AREA = re.compile(r" (?:area|region|metro|and (?:its )?(?:surrounding\w*|suburbs|around|nearby))\b")
_DISTANCE = re.compile(r"\b(\d{1,4}) ?-?(miles?|mi|kms?|kilomet\w+)\b")
_LIMITED = re.compile(r"\b(?:within|radius|up to|at most|max\w*|or (?:less|closer)|no (?:more|farther|further) than)\b")
# Where the speaker is rather than wants to be.
_HOME = re.compile(
    r"\b(?:i'?m|i am|we'?re|we are|i|we|he|she|son|daughter|family|she'?s|he'?s|currently"
    r"|my (?:\w+ )?(?:lives?|works?|is))"
    r"(?: (?:now|currently|already|here|also|based|located|originally|just|all|both|am|are|is|stuck"
    r"|stationed|living|live|lives"
    r"|from|coming|come|comes|work|works|working|teach|teaches|grew up|was born|reside|resident|a|student"
    r"|high|school|junior"
    r"|senior|native|band|guitarist|drummer|musician|producer)){1,6}"
    r"(?: (?:in|from|near|of|outside|around))? (?:the |rural |downtown |upstate |small-town |northern "
    r"|southern |central )*$"
    r"|\bstay(?:ing)?(?: \w+){0,3} in (?:the )?$|\bmy (?:\w+ ){1,2}(?:is|are|lives?|works?) (?:in"
    r"|near) (?:the )?$|\b(?:moved|relocated) to (?:the )?$"
    r"|\b(?:i|we|and) (?:currently |now |also |both |just )?(?:live|work|teach|grew up|study)(?: \w+){0,6}"
    r" (?:in|near) (?:the )?$"
    r"|\b(?:based|living|live|grew up|i'?m from|i am from|we'?re from|i'?m in|i am in|we'?re in"
    r"|coming from|im in|im from)"
    r"(?: (?:in|from|near))? (?:the |rural |downtown )*$"
)
_CLOSE_TO_HOME = re.compile(
    r"\b(?:near (?:me|us|here|home)|nearby|here|(?:in )?my area|closest|nearest|(?:around|near|from) there"
    r"|close (?:by|to (?:home|me|us|here))|around here|local(?:ly)?|commut\w+)\b"
)
_IN_MY_STATE = re.compile(
    r"\b(?:in|within) (?:my|our|this|the same) (?:own )?(?:home )?state\b|\bin-?state (?:schools?|options?"
    r"|programs?)\b"
)
_LEAVE = re.compile(
    r"\b(?:leave|leaving|(?:move |moving |get |getting |get me |stay "
    r"|staying )?(?<!miles )(?<!hours )(?<!hour )out of|escape)(?: the)? $"
)
_STAY = re.compile(r"(?:\bnot|\bwithout|\bnever)(?: \w+){0,4} $")
_OUTSIDE = re.compile(r"\boutside(?: of)?(?: the)? $")
# Uses of a place's name that are no wish: what somebody moved from, whose rules or money.
_BESIDE = re.compile(
    r"\b(?:worked|lived|studied|toured|played|recorded|was|were|been|graduated)(?: \w+)? (?:in|from|to"
    r"|near|at) (?:the )?$|\b(?:looked at|visited|toured) (?:the )?$"
    rf"|\b(?:finish\w*|did|got|have|has) (?:my|an?|his|her) (?:\w+ )?{TITLE} in (?:the )?$|\b(?:had|have"
    rf"|has|got|my|his|her|our) (?:a |my |an )?(?:\w+ )?(?:job|work|studio|family|band|house|apartment"
    rf"|friends?) in (?:the )?$|"
    r"\b(?:moved|moving|transferring?|transferred|graduated|degree|bachelor'?s|diploma|visa"
    r"|citizens?) (?:here )?(?:from|of|for)(?: the)? $"
)
_FROM = re.compile(r"(?<!away )(?<!far )\bfrom (?:the )?$")
_SCHOOLS_FROM = re.compile(rf"{SCHOOLS} from (?:the )?$")
_FROM_AFAR = re.compile(r"\b(?:online|remote(?:ly)?|distance|from home)\b")
_FROM_OUTSIDE = re.compile(r"\b(?:from|live|lives|living|based|i am|i'm|we are|we're) outside(?: of)?(?: the)? $")
_NOT_FAR = re.compile(r"\bnot (?:too )?far from")
_NOT_THERE = re.compile(
    r"\b(?:i'?m|i am|we'?re|we are|i do|we do) not (?:live |living |based )?(?:in|from|near)(?: the)? $"
)
_ASKS = re.compile(rf"\b(?:which|what|where|any|list|options?|find|recommend|suggest|best|cheapest)\b|{SCHOOLS}")
_ANYWHERE = re.compile(r"\b(?:any\w*|every\w*|all|every)\b")


@dataclass(frozen=True)
class _Role:
    """What one place is to the question: in, near, not, home or none."""

    role: str
    ids: tuple[str, ...]


def whereabouts(phrase: Phrase, knowledge: Knowledge) -> Mapping[str, Any]:
    """The places of a phrase as conditions: ``places``, ``around`` and ``miles``, ``not_places``."""
    found = phrase.signs("place", "school")
    if not any(spot.kind == "place" for _, spot in found):
        distance = _miles(phrase.text)
        return {"miles": distance} if distance and _LIMITED.search(phrase.text) else {}
    spoken = polarities(phrase.text, [(at, at + 1) for at, _ in found], FOR_PLACES)
    roles = [_Role(_role(phrase.text, at, spot, how, knowledge), spot.ids) for (at, spot), how in zip(found, spoken)]
    roles = _on_lists(phrase.text, [at for at, _ in found], roles)
    # Schools stand in the same lists ("not Berklee or Miami"), but are no places here.
    roles = [role for role, (_, spot) in zip(roles, found) if spot.kind == "place"]
    return _conditions(phrase.text, _homes(phrase.text, roles, knowledge), knowledge)


def _role(text: str, at: int, spot: Spot, spoken: Polarity, knowledge: Knowledge) -> str:
    left, right = text[max(0, at - 90) : at], text[at + 1 : at + 40]
    if _LEAVE.search(left):
        return "in" if _STAY.search(_LEAVE.sub("", left)) else "not"
    # "Not far from" is near.
    near = bool(_NEAR.search(left)) and (not spoken.unwanted or bool(_NOT_FAR.search(left)))
    if near:
        return "near" if _has_point(spot, knowledge) else "in"
    role = _in_or_not(left, spoken)
    around = role == "in" and (_AREA.match(right) or _GREATER.search(left))
    return "near" if around and _has_point(spot, knowledge) else role


def _in_or_not(left: str, spoken: Polarity) -> str:
    if spoken.unwanted and not _NOT_THERE.search(left):
        return "not"
    if _aside(left, spoken):
        return "none"
    if _OUTSIDE.search(left):
        return "not"
    from_there = _FROM.search(left) and not _SCHOOLS_FROM.search(left)
    return "home" if _HOME.search(left) or from_there else "in"


def _aside(left: str, spoken: Polarity) -> bool:
    """Whether a place only comes up: no wish to study there, nor not to."""
    if spoken.by == NEUTRAL or left.endswith(" at "):
        return True
    return any(pattern.search(left) for pattern in (_NOT_THERE, _BESIDE, _FROM_OUTSIDE))


def _on_lists(text: str, at: list[int], roles: list[_Role]) -> list[_Role]:
    """With a place that goes on a list taking the part of the one before: "near Akron or Toledo"."""
    for index in range(1, len(roles)):
        between = text[at[index - 1] + 1 : at[index]]
        if between == " but " and _ANYWHERE.search(text[: at[index - 1]]):  # "anything in Texas but Austin"
            roles[index] = _Role("not", roles[index].ids)
        if (
            roles[index].role == "in"
            and roles[index - 1].role == "near"
            and re.fullmatch(r" ?(?:,|or|and|/| )+ ?", between)
        ):
            roles[index] = _Role("near", roles[index].ids)
    return roles


def _homes(text: str, roles: list[_Role], knowledge: Knowledge) -> list[_Role]:
    """With the speaker's own place made a wish where the question is about what is there."""
    homes = [r for r in roles if r.role == "home"]
    if not homes or any(r.role in ("in", "near") for r in roles):
        return [r for r in roles if r.role != "home"]
    ids = homes[0].ids
    if _FROM_AFAR.search(text):
        role = "none"
    elif _CLOSE_TO_HOME.search(text):
        role = "near" if _has_point(Spot("place", ids), knowledge) else "in"
    elif _IN_MY_STATE.search(text) or (_ASKS.search(text) and not _is_country(ids, knowledge)):
        role = "in"
    else:
        role = "none"
    return [_Role(role, r.ids) if r in homes[:1] else r for r in roles if r.role != "home" or r in homes[:1]]


def _conditions(text: str, roles: list[_Role], knowledge: Knowledge) -> dict[str, Any]:
    places = _ids(roles, "in")
    around = _ids(roles, "near")
    if len(around) > 1:  # a distance is from one place only
        places, around = (*around, *places), ()
    found: dict[str, Any] = {"places": places, "not_places": _ids(roles, "not")}
    if around:
        found.update(around=around[0], miles=_miles(text) or DEFAULT_MILES)
    return {name: value for name, value in found.items() if value}


def _ids(roles: list[_Role], role: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for r in roles if r.role == role for id in r.ids))


def _miles(text: str) -> float | None:
    found = _DISTANCE.search(text)
    if not found:
        return None
    return round(float(found[1]) * (_MILES_A_KILOMETER if found[2].startswith("k") else 1.0), 1)


def _has_point(spot: Spot, knowledge: Knowledge) -> bool:
    """Whether a distance can be measured from there: a city or town in the US, not a state."""
    found = (knowledge.places.get(id) for id in spot.ids if not id.startswith("town:"))
    return all(isinstance(place, City) and place.country == HOME for place in found)


def _is_country(ids: tuple[str, ...], knowledge: Knowledge) -> bool:
    return any(isinstance(knowledge.places.get(id), Country) for id in ids)
