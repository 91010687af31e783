"""How and by whom a program is offered: online or on campus, part-time, public or private, HBCU."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Optional

from overture.answers.conditions.control import control
from overture.answers.conditions.negation import FOR_STUDY, FOR_TYPES, polarities
from overture.answers.conditions.phrase import REQUIREMENT, WORD

_STUDY = (
    r"(?:study(?:ing)?|learn(?:ing)?|degrees?|class(?:es)?|courses?|it|this|that|one|school|colleges?"
    r"|programs?|attend|earn|do|options?|taught|offered|available"
    r"|[\ue200-\ue3ff])"
)
_MODES = re.compile(
    r"\b(?P<online>(?:(?:100 ?%?|fully|completely|entirely|all|purely) )?online"
    r"(?! (?:application|portfolio|form|store|shop|presence|portal|reviews?|ads?|tutorials?|videos?"
    r"|forums?|communit\w+|friends?|search|calculator|jobs?"
    r"|editor|audition|interview|says|said|say|that|and it says))"
    r"|remote(?:ly)?(?! (?:jobs?|work|working|recording|mixing|sessions?|gigs?|collab\w*|control|area|town"
    r"|village|part|location|close|interested|chance|possib\w+))"
    r"|distance[- ](?:learning|education|study|degrees?|programs?|courses?|[\ue200-\ue3ff])|(?:by|via"
    r"|at a) distance|e-?learning"
    r"|virtual(?:ly)? (?:programs?|degrees?|classes)|(?:from|at) home(?= (?:degree|program|study|ones?)\b)"
    r"|(?<!away )(?<!far )(?<!close )from home"
    r"|without (?:having to )?(?:moving|move|relocating|relocate))(?!\w)"
    r"|\b(?P<hybrid>hybrid(?! (?:cars?|engine|console|mixing|setup|studio|rig|genre))|low[- ]residency"
    r"|blended|partly online|mostly online)\b"
    r"|\b(?P<campus>(?:on|at)[- ](?:the )?campus(?! (?:housing|jobs?|visit|tour|life|interview|parking"
    r"|dorm\w*|studios?|events?|food|work))"
    r"|in[- ]person(?! (?:interview|audition|visit|tour))|face[- ]to[- ]face|on-?site|brick and mortar"
    r"|campus[- ](?:only|based|programs?|degrees?))\b"
)
# What else is done online, at home or on a campus than studying.
_ELSEWISE = re.compile(
    r"\b(?:find|found|saw|see|seen|reads?|looked|looking|look|searched|search|apply|applying|submit\w*"
    r"|upload\w*|sell\w*|bought|buy|buying|posted|post|heard|hear"
    r"|watch\w*|download\w*|met|meet|research\w*|google\w*|fill\w*|order\w*|show|send|share|present|put"
    r"|host|live|living|jobs?|housing|work"
    r"|working|record|recording|produce|mix|mixing|play|playing|studio|gear)"
    rf"(?: (?!{_STUDY}(?!\w)){WORD}){{0,4}} $|\b(?:people|everyone|info\w*|reviews|stuff|videos?|music|somewhere) $"
    rf"|{REQUIREMENT}(?: {WORD}){{0,3}} $"
)
# "Programs that need no thesis and are online": the programs are.
_ARE = re.compile(r"\band (?:is|are) $")
_STUDYING = re.compile(rf" {_STUDY}(?!\w)")
# Campus as a burden, not as a wish: "do I ever have to come to campus".
_HAVE_TO = re.compile(
    r"\b(?:have to|must|need to|has to|ever|foot|come|go|trips?|visits?|parts?|weeks?|days?"
    r"|summers?)(?: \w+){0,2} $"
)
_EITHER = re.compile(
    r"\bonline (?:or|and|/) ?(?:hybrid|on[- ]campus|in[- ]person|campus|~)|\b(?:on[- ]campus|in[- ]person"
    r"|campus|face to face) (?:or|and|/) ?online|\bonline or (?:not|~)"
)

_PART_TIME = re.compile(
    r"\bpart[ -]?time(?! (?:job|jobs|work|gig|gigs|position|worker|teacher|teaching|faculty|professor"
    r"|musician|dj|engineer|employee|basis at))"
    r"|\b(?:evenings?|nights?|weekends?)[- ](?:classes|class|program|programs|courses?|study|school|degree"
    r"|degrees|only|[\ue200-\ue3ff])"
    r"|(?:^|, |\b(?:only|or|and) )weekends(?=\s*(?:$|[,.!?]))"
    rf"|\b{_STUDY}(?: \w+){{0,3}} (?:in the|on|during the|at) (?:evenings?|nights?|weekends)\b"
    r"|\b(?:keep|keeping|quit|quitting|leave|leaving) (?:my|his|her|their) (?:\w+ )?job\b"
    r"|\bwhile (?:working|i work|keeping|holding) (?:a |my )?(?:full|job)"
)
_WORKING = re.compile(
    r"[\ue500-\ue5ff] (?:\w+ )?$|\b(?:work|working|works|worked|employed|job|jobs|teach|teaching|dj|play"
    r"|gigs?) $|\b(?:work|working|gig|play|dj) (?:\w+ )?$"
)
_FULL_OR_PART = re.compile(r"\bfull[- ]?time (?:or|vs|versus|and) part|\bpart[- ]?time (?:or|vs|versus|and) full")
_QUIT = re.compile(r"\b(?:quit|leave)")

_HBCU = re.compile(r"\bhbcus?\b|\bhistorically black\b")


def traits(text: str) -> Mapping[str, Any]:
    """The conditions ``delivery``, ``not_delivery``, ``part_time``, ``control`` and ``hbcu`` of a phrase's words."""
    found: dict[str, Any] = dict(_delivery(text))
    found["part_time"] = _part_time(text)
    found["control"] = control(text)
    if named := _HBCU.search(text):
        how = polarities(text, [named.span()], FOR_TYPES)[0]
        found["hbcu"] = how.wanted or (False if how.unwanted else None)
    return {name: value for name, value in found.items() if value not in (None, ())}


def _delivery(text: str) -> Mapping[str, str]:
    """One mode that is wanted, and one that is not."""
    if _EITHER.search(text):
        return {}
    found = [match for match in _MODES.finditer(text) if not _beside(match, text[: match.start()][-60:])]
    spoken = polarities(text, [match.span() for match in found], FOR_STUDY)
    modes: dict[str, str] = {}
    for match, how in zip(found, spoken):
        name = "delivery" if how.wanted else "not_delivery" if how.unwanted else ""
        modes.setdefault(name, match.lastgroup or "")
    modes.pop("", None)
    if modes.get("delivery") == modes.get("not_delivery"):
        modes.pop("not_delivery", None)
    return modes


def _beside(match: re.Match[str], left: str) -> bool:
    """Whether a mode is said of something else than of the studying that is wanted."""
    if _STUDYING.match(match.string, match.end()) or _ARE.search(left):
        return False
    return bool(_ELSEWISE.search(left) or (match["campus"] and _HAVE_TO.search(left)))


def _part_time(text: str) -> Optional[bool]:
    if _FULL_OR_PART.search(text):
        return None
    for found in _PART_TIME.finditer(text):
        if _WORKING.search(text[: found.start()][-20:]):
            continue
        how = polarities(text, [found.span()], FOR_STUDY)[0]
        leaving = _QUIT.match(found.group())
        if how.wanted and not leaving:
            return True
        if how.unwanted:
            return bool(leaving)
    return None
