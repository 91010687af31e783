"""What a message wants to study: level, degree title, field, and the software taught."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from overture.answers.conditions.control import community_college
from overture.answers.conditions.negation import FOR_STUDY, INSTEAD, NEUTRAL, Polarity, polarities
from overture.answers.conditions.phrase import SCHOOLS, TITLE, Phrase
from overture.answers.conditions.wordings import BARE_SOFTWARE, FIELDS, SOFTWARE, TAUGHT, fields_of, software_of
from overture.knowledge import Knowledge

_PEOPLE = r"(?:i|we|he|she|you|son|daughter|kid|people|students?|someone|anyone|who|applicants?|graduates?)"
_HAVE = (
    r"(?:'ve|'s|have|has|had|got|gotten|hold|holds|did|finished|finish|earned|completed|own|only|just"
    r"|already|am finishing|am doing)"
)
# A title that somebody has already or would need, rather than one they look for.
_HELD = re.compile(
    rf"(?:\b{_PEOPLE} ?{_HAVE}(?: {_HAVE})*(?: (?!to\b|look|find|seen|heard|want)\w+){{0,4}}"
    r"|\b(?:after|before|beyond|despite|holding|having|finishing|completed|only have|besides)(?: (?:a|an"
    r"|my|the|your|his|her))?(?: \w+)?"
    r"|\b(?:accepts?|takes?|admits?|get in|getting in|got in|apply|applying|admission|people|students?"
    r"|applicants?|someone|graduates?"
    r"|holders?|possible|enough|eligible|go|come|from) with(?: (?:a|an|my|only|just|no))*(?: \w+){0,2}"
    r"|\b(?:take|takes|accept|accepts|admit|admits|open to|from) (?:any|all|every|other|unrelated)"
    r"|\bwhose|\bwith (?:just"
    r"|only)(?: my| an?)?(?: \w+)?|\bwith (?:just |only )?(?:my|an? (?:unrelated|different|random|non"
    r"|foreign)|no)(?: \w+){0,2}"
    r"|\b(?:do|does|would|will|must|should|did) (?:i|you|he|she|one|we|it|they|people"
    r"|students)(?: \w+)? (?:need|have|require)(?: to have)?(?: \w+){0,2}"
    rf"|\b(?:(?:{SCHOOLS}|that|which|they|jobs?|it|who) (?:needs?|wants?)|requires?|requiring|asks? for"
    rf"|insists? on) (?:a|an|the|your|my)(?: \w+)?"
    r"|\b(?:my|his|her|your|their) (?:\w+ )?(?<!do my )(?<!get my )(?<!doing my )(?<!getting my )(?<!pursue my )"
    r"|\b(?:without|no|not|non)(?: \w+){0,3} (?:music|musical)|\bif (?:my|your|the)|\bbecause"
    r"|\bgraduat\w+ (?:with|from)(?: \w+){0,2}) ?$"
)
_WANTS_MINE = re.compile(
    r"\b(?:do|get|doing|getting|pursue|pursuing|earn|earning|finish|complete|take|continue|start"
    r"|study)(?: for)? (?:my|his|her|their|your) $"
)
_NEEDS_MINE = re.compile(r"\b(?:i|we|he|she) (?:really )?(?:need|want)s? (?:a|an|my|the|your)(?: \w+){0,2} $")
_HAS = re.compile(rf"{SCHOOLS}[^.?!,]{{0,30}}\b(?:with|that|which|who|offer\w*|have|has|having)(?: \w+){{0,2}} $")
# What is said of a title rather than by it.
_OF_ANOTHER = re.compile(
    r" (?:holders?|credits?|coursework|courses?|major\b|gpa|transcripts?|days|stud(?:y|ies)|required"
    r"|requirement|needed|students?|graduates?|level|thesis|recital|paper|enough"
    r"|(?:is|are|was|were) (?:not|in|from))\b"
)
# "Recording or the like": a field that is only an example narrows nothing.
_OR_LIKE = re.compile(
    r"\bor (?:the like|(?:any|some)thing (?:like (?:that|it)|similar|close|related|along)|similar\b|such\b)"
)
_ANY_LEVEL = re.compile(r"\bany level|\bwhatever level|\blevel does not matter")
# A field that was studied or worked in before.
_PAST = re.compile(
    rf"\b(?:{_PEOPLE} ?{_HAVE}|studied|majored|majoring|graduated|background|experience|years|worked|works?"
    rf"|working|job|career|hobby|interested"
    rf"|bachelor'?s?|{TITLE})(?: \w+){{0,3}} (?:in|of|with|at|for) $|\bmy (?:\w+ )?$"
)
# Software that somebody uses, rather than a school.
_OWN_TOOL = re.compile(
    r"\b(?:i|we|he|she|son|daughter|'ve|already) (?:\w+ )?(?:use|uses|used|using|know|knows|work|works"
    r"|worked|learned|have|own|prefer|produce|make|makes"
    r"|mix|record|play|been|am|had)(?: \w+){0,3} $|\b(?:beats?|tracks?|songs?|music) (?:on|in|with) $"
)
_WANTED_TITLE = re.compile(rf"{TITLE}(?: \w+)? in $")


def studies(phrase: Phrase, knowledge: Knowledge) -> Mapping[str, Any]:
    """The conditions ``levels``, ``degrees``, ``fields`` and ``software`` of a phrase."""
    levels, no_levels = _titles(phrase, "level")
    degrees, no_degrees = _titles(phrase, "degree")
    if community_college(phrase.text):
        levels.append("associate")
    if no_levels and not levels:
        levels = [level for level in knowledge.levels if level not in no_levels]
    if no_degrees and not degrees:
        degrees = _others(no_degrees, knowledge)
    of_titles = [knowledge.degrees[id].level for id in degrees if id in knowledge.degrees]
    if levels and not set(of_titles) <= set(levels):
        # "A master's or a PhD": as both conditions hold together, the title is taken for its level.
        levels, degrees = [*levels, *of_titles], []
    found = {
        "levels": tuple(dict.fromkeys(levels)),
        "degrees": tuple(dict.fromkeys(degrees)),
        "fields": () if _OR_LIKE.search(phrase.text) else _fields(phrase.text),
        "software": _software(phrase.text),
    }
    return {name: value for name, value in found.items() if value}


def _titles(phrase: Phrase, kind: str) -> tuple[list[str], list[str]]:
    """Levels or degrees that are looked for, and those that are not wanted."""
    signs = phrase.signs("level", "degree")
    spoken = polarities(phrase.text, [(at, at + 1) for at, _ in signs], FOR_STUDY)
    wanted: list[str] = []
    unwanted: list[str] = []
    for (at, spot), how in zip(signs, spoken):
        if spot.kind != kind or _held(phrase.text, at) or how.by == NEUTRAL:
            continue
        if how.wanted:
            wanted += spot.ids
        elif how.by not in ("no", "without", INSTEAD):  # "without a bachelor's" is of the applicant
            unwanted += spot.ids
    return wanted, unwanted


def _held(text: str, at: int) -> bool:
    left, right = text[max(0, at - 80) : at], text[at + 1 : at + 25]
    if _OF_ANOTHER.match(right):
        return True
    left = re.split(r"[.?!;,]", left)[-1]
    if _WANTS_MINE.search(left) or _NEEDS_MINE.search(left) or _HAS.search(left):
        return False
    return bool(_HELD.search(left))


def _others(unwanted: Iterable[str], knowledge: Knowledge) -> list[str]:
    """All titles of the same levels but some; a program without a recorded title is none of them."""
    left_out = set(unwanted)
    levels = {knowledge.degrees[id].level for id in left_out if id in knowledge.degrees}
    return [degree.id for degree in knowledge.degrees.values() if degree.level in levels and degree.id not in left_out]


def _fields(text: str) -> tuple[str, ...]:
    found = list(FIELDS.finditer(text))
    spoken = polarities(text, [match.span() for match in found], FOR_STUDY)
    wanted = [match for match, how in zip(found, spoken) if how.wanted and not _studied(text, match.start())]
    return tuple(dict.fromkeys(field for match in wanted for field in fields_of(match)))


def _studied(text: str, start: int) -> bool:
    left = re.split(r"[.?!;,]", text[max(0, start - 60) : start])[-1]
    title = _WANTED_TITLE.search(left)
    if title:
        return _held(text, start - len(left) + title.start())
    return bool(_PAST.search(left))


def _software(text: str) -> tuple[str, ...]:
    bare = (match for match in BARE_SOFTWARE.finditer(text) if TAUGHT.search(text[: match.start()][-60:]))
    found = sorted([*SOFTWARE.finditer(text), *bare], key=lambda match: match.start())
    spoken: list[Polarity] = polarities(text, [match.span() for match in found], FOR_STUDY)
    taught = (m for m, how in zip(found, spoken) if how.wanted and not _OWN_TOOL.search(text[: m.start()][-50:]))
    return tuple(dict.fromkeys(name for match in taught for name in software_of(match)))
