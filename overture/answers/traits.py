"""How and by whom a program is offered: online or on campus, part-time, public or private, HBCU."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Optional

from overture.answers.negation import FOR_STUDY, FOR_TYPES, polarities
from overture.answers.phrase import REQUIREMENT, WORD

_STUDY = (
    r"(?:study(?:ing)?|learn(?:ing)?|degrees?|class(?:es)?|courses?|it|this|that|one|school|colleges?|programs?|attend|earn|options?|taught|offered|available"
    r"|[\ue200-\ue3ff])"
)
_MODES = re.compile(
    r"\b(?P<online>(?:(?:100 ?%?|fully|completely|entirely|all|purely) )?online"
    r"(?! (?:application|portfolio|form|store|shop|presence|portal|reviews?|ads?|tutorials?|videos?|forums?|communit\w+|friends?|search|calculator|jobs?"
    r"|editor|audition|interview|says|said|say|that|and it says))"
    r"|remote(?:ly)?(?! (?:jobs?|work|working|recording|mixing|sessions?|gigs?|collab\w*|control|area|town|village|part|location|close|interested|chance|possib\w+))"
    r"|distance[- ](?:learning|education|study|degrees?|programs?|courses?|[\ue200-\ue3ff])|(?:by|via|at a) distance|e-?learning"
    rf"|virtual(?:ly)? (?:programs?|degrees?|classes)|(?:from|at) home(?= (?:degree|program|study|ones?)\b)|(?<!away )(?<!far )(?<!close )from home"
    r"|without (?:having to )?(?:moving|move|relocating|relocate))(?!\w)"
    r"|\b(?P<hybrid>hybrid(?! (?:console|mixing|setup|studio|rig|genre))|low[- ]residency|blended|partly online|mostly online)\b"
    r"|\b(?P<campus>(?:on|at)[- ](?:the )?campus(?! (?:housing|jobs?|visit|tour|life|interview|parking|dorm\w*|studios?|events?|food|work))"
    r"|in[- ]person(?! (?:interview|audition|visit|tour))|face[- ]to[- ]face|on-?site|brick and mortar|campus[- ](?:only|based|programs?|degrees?))\b"
)
# What else is done online, at home or on a campus than studying.
_ELSEWISE = re.compile(
    r"\b(?:find|found|saw|see|seen|reads?|looked|looking|look|searched|search|apply|applying|submit\w*|upload\w*|sell\w*|bought|buy|buying|posted|post|heard|hear"
    r"|watch\w*|download\w*|met|meet|research\w*|google\w*|fill\w*|order\w*|show|send|share|present|put|host|live|living|jobs?|housing|work"
    r"|working|record|recording|produce|mix|mixing|play|playing|studio|gear)"
    rf"(?: (?!{_STUDY}(?!\w)){WORD}){{0,4}} $|\b(?:people|everyone|info\w*|reviews|stuff|videos?|music|somewhere) $"
    rf"|{REQUIREMENT}(?: {WORD}){{0,3}} $"
)
# Campus as a burden, not as a wish: "do I ever have to come to campus".
_HAVE_TO = re.compile(r"\b(?:have to|must|need to|has to|ever|foot|come|go|trips?|visits?|parts?|weeks?|days?|summers?)(?: \w+){0,2} $")
_EITHER = re.compile(
    r"\bonline (?:or|and|/) ?(?:on[- ]campus|in[- ]person|campus|~)|\b(?:on[- ]campus|in[- ]person|campus|face to face) (?:or|and|/) ?online|\bonline or (?:not|~)"
)

_PART_TIME = re.compile(
    r"\bpart[ -]?time(?! (?:job|jobs|work|gig|gigs|position|worker|teacher|teaching|faculty|professor|musician|dj|engineer|employee|basis at))"
    r"|\b(?:evenings?|nights?|weekends?)[- ](?:classes|class|program|programs|courses?|study|school|degree|degrees|only|[\ue200-\ue3ff])"
    r"|\bweekends(?=\s*(?:$|[,.!?]))"
    rf"|\b{_STUDY}(?: \w+){{0,3}} (?:in the|on|during the|at) (?:evenings?|nights?|weekends)\b"
    r"|\b(?:keep|keeping|quit|quitting|leave|leaving) (?:my|his|her|their) (?:\w+ )?job\b|\bwhile (?:working|i work|keeping|holding) (?:a |my )?(?:full|job)"
)
_WORKING = re.compile(r"[\ue500-\ue5ff] (?:\w+ )?$|\b(?:work|working|works|worked|employed|job|jobs|teach|teaching|dj|play|gigs?) $|\b(?:work|working|gig|play|dj) (?:\w+ )?$")
_FULL_OR_PART = re.compile(r"\bfull[- ]?time (?:or|vs|versus|and) part|\bpart[- ]?time (?:or|vs|versus|and) full")
_QUIT = re.compile(r"\b(?:quit|leave)")

_NOUN = r"(?:schools?|universit(?:y|ies)|unis?|colleges?|institutions?|institutes?|programs?|programmes?|ones?|conservator(?:y|ies)|places|options?|degrees?|education)"
# "Public" by itself: said of a school, or all that a message says.
_SAID_OF = r"(?:^|, ?|\b(?:only|just|are|is it|is|it'?s|be|not|no|nothing|prefer|preferably|must be|or) )"
_STOPS = r"(?=\s*(?:$|[,.?!]|(?:in|near|only|with|without|and not|not|ones|but|or|please|pls)\b|[\ue000-\ue0ff]))"
_PUBLIC = re.compile(
    rf"\b(?P<kind>public(?:ly funded)?)(?= (?:[\w-]+ ){{0,2}}{_NOUN}\b)|\b(?P<state>state)[- ](?=(?:schools?|universit\w+|colleges?|run|funded)\b)|\b(?P<many>publics)\b"
    rf"|{_SAID_OF}(?P<alone>public){_STOPS}"
)
_PRIVATE = re.compile(rf"\b(?P<kind>private)(?= (?:[\w-]+ ){{0,2}}{_NOUN}\b)|\b(?P<many>privates)\b|{_SAID_OF}(?P<alone>private){_STOPS}")
_FOR_PROFIT = re.compile(r"(?:(?<=are not )|(?<=is not )|(?<=be not )|(?<!not )(?<!not-))\b(?P<kind>for[- ]profits?)\b")
_NON_PROFIT = re.compile(r"\b(?P<kind>non-? ?profits?|(?<!are )(?<!is )(?<!be )not[- ]for[- ]profits?)\b")
_PUBLIC_ONES = ("public",)
_PRIVATE_ONES = ("private nonprofit", "private for-profit")
_ALL = (*_PUBLIC_ONES, *_PRIVATE_ONES)
_COMMUNITY = re.compile(
    r"(?<!from a )(?<!at a )(?<!at my )(?<!in a )(?<!my )\b(?:(?:community|junior) colleges?|(?:two|2)-?year colleges?)\b(?! (?:want|hire|teacher|instructor|job))"
)
# Schools as places of work: "teach at a public school".
_WORKPLACE = re.compile(r"\b(?:teach\w*|taught|hired|hire|work|working|jobs?|licen\w+|lecturer|professor|teachers?)(?: \w+){0,4} $")
_EITHER_CONTROL = re.compile(r"\b(?:public|state) (?:or|and|/|vs\.?|versus) ?private|\bprivate (?:or|and|/|vs\.?|versus) ?(?:public|state)")
_HBCU = re.compile(r"\bhbcus?\b|\bhistorically black\b")


def traits(text: str) -> Mapping[str, Any]:
    """The conditions ``delivery``, ``not_delivery``, ``part_time``, ``control`` and ``hbcu`` of a phrase's words."""
    found: dict[str, Any] = dict(_delivery(text))
    found["part_time"] = _part_time(text)
    found["control"] = _control(text)
    if _HBCU.search(text):
        how = polarities(text, [next(_HBCU.finditer(text)).span()], FOR_TYPES)[0]
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


def community_college(text: str) -> bool:
    """Whether community colleges are looked for; they are public, and go up to the associate's degree."""
    found = _COMMUNITY.search(text)
    return found is not None and not _WORKPLACE.search(text[: found.start()][-60:])


def _control(text: str) -> tuple[str, ...]:
    if _EITHER_CONTROL.search(text):
        return ()
    kept: list[str] = ["public"] if community_college(text) else []
    dropped: list[str] = []
    for pattern, kinds in (
        (_NON_PROFIT, ("private nonprofit",)),
        (_FOR_PROFIT, ("private for-profit",)),
        (_PUBLIC, _PUBLIC_ONES),
        (_PRIVATE, _PRIVATE_ONES),
    ):
        for match in pattern.finditer(text):
            if _WORKPLACE.search(text[: match.start()][-60:]):
                continue
            how = polarities(text, [match.span(match.lastgroup or 0)], FOR_TYPES)[0]
            if how.wanted:
                kept += kinds
            elif how.unwanted:
                dropped += kinds
    if "private nonprofit" in kept and _NON_PROFIT.search(text):
        kept = [kind for kind in kept if kind != "private for-profit"]
    elif "private for-profit" in kept and _FOR_PROFIT.search(text):
        kept = [kind for kind in kept if kind != "private nonprofit"]
    chosen = [kind for kind in _ALL if kind in (kept or _ALL) and kind not in dropped]
    return tuple(chosen) if kept or dropped else ()
