"""Whether a word that is also the name of a school means the school: "at Temple", but not "a temple"."""

from __future__ import annotations

import re
from collections.abc import Container

from overture.nlu.sense import Use

# What only a school follows.
_AT = re.compile(
    r"\b(?:(?:how much|where|how long|how big|how hard|how good) (?:is|does)|costs? (?:of|at|for)"
    r"|tell me (?:more )?about|(?:what|how) about|more (?:on|about)|info (?:on|about)|at|attend(?:ing|ed)?|into|vs\.?"
    r"|versus|enroll\w*(?: at)?|(?:accepted|rejected|admitted) (?:to|by|from|at|into)|appl(?:y|ied|ying) to"
    r"|go(?:ing)? to|went to|transfer\w* (?:to|from|into)|graduat\w+ from|degree from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# What may stand before one.
_MAYBE = re.compile(
    r"(?:\b(?:does|do|did|is|was|has|about|or|and|from|to|for|by|of|with|between|compare|than|like|ok|would)\s+(?:the\s+)?"
    r"|[,/(]\s*|^\W*)$",
    re.IGNORECASE,
)
# What makes the words something else.
_OTHERWISE = re.compile(
    r"\b(?:in|near|around|outside|within|an?|my|his|her|your|our|their|some|any|this|that|every|no|mr|mrs|dr|named)\s+$",
    re.IGNORECASE,
)
# What is said of a school.
_OF_SCHOOL = re.compile(
    r"^(?:['’]s)?\s*(?:has|have|offers?|wants?|requires?|costs?|charges?|tuition|fees?|prices?|deadlines?|admi\w+"
    r"|appl\w+|requirements?|portfolios?|auditions?|gre|gpa|programs?|programmes?|masters?|master's|bachelor\w*|m[amsf]"
    r"|mfa|scholarships?|funding|online|campus|accepts?|takes?|teach\w*|vs|versus|asks?|looks?|lets?|cheap\w*|expensive"
    r"|any good|good|worth|hard\w*|grad|graduate|undergrad\w*|acceptance|ranking|curriculum|courses?|classes|length"
    r"|stipends?|assistantships?|interviews?|transcripts?|state|had)\b",
    re.IGNORECASE,
)
# Words before and after a name that is a place's as well, by which the school is meant.
_SCHOOL_BY = tuple(
    (re.compile(rf"{before}\s+$", re.IGNORECASE), re.compile(rf"^\s*{after}", re.IGNORECASE))
    for before, after in (
        # "What city is Aalborg in": no place is asked of a place.
        (r"\b(?:what|which) (?:city|town|state|country) is", r"in\b"),
        # What schools do and places don't: "does Coimbra look for audio experience".
        (
            r"\b(?:do|does|did|will|would)",
            r"(?:look for|ask|need|require|want|accept|admit|take|teach|give|let|allow|expect|interview|waive|run"
            r"|count)\b",
        ),
        (r"\b(?:length|duration|tuition|deadlines?|portfolio|curriculum) (?:of|at|for)", ""),
        (r"\b(?:courses|subjects|classes)(?: are| is)? (?:taught|given|offered) (?:in|at)", ""),
        (r"\bwhat do you (?:know|have) (?:on|about)", ""),
    )
)
# Somebody goes to a town as well as to a school.
_GOES_TO = re.compile(r"\b(?:go(?:ing)?|went) to\s+$", re.IGNORECASE)
# What may stand behind the beginning of many names ("UC") without going on with one ("UC Berkeley").
_GOES_ON = re.compile(
    r"^\s*(?:$|[?.!,;:/)]|['’]s\b|\b(?:has|have|is|are|was|in|and|or|for|to|the|that|which|with|without|schools?"
    r"|colleges?|univers\w+|campus\w*|system|one|ones|do|does|if|but|than|like|on|at|over|near|please|pls|thanks)\b)",
    re.IGNORECASE,
)
_STUDIED = re.compile(r"^\s*(?:audio|music|recording|sound)\b", re.IGNORECASE)
# A name with its kind in it is a school, whoever's: "University of California".
_KIND = re.compile(r"\b(?:University|College|Institute|School)\b")
_CODE = 4
_TOWN = re.compile(r"\b(?-i:[A-Z][a-z]+), $")


def means_school(use: Use, ordinary: Container[str], several: bool) -> bool:
    """Whether a bare name of a school is used as one.

    Args:
        use: the name where it stands.
        ordinary: words of common English.
        several: whether several schools bear it, so that a word behind it may tell which ("UC Berkeley").
    """
    if is_something_else(use, ordinary):
        return False
    if several and not (_GOES_ON.match(use.after) or _OF_SCHOOL.match(use.after) or _STUDIED.match(use.after)):
        return False
    if _KIND.search(use.name):
        return True
    if _is_code(use):
        if _TOWN.search(use.before):
            return False  # "St. George, UT" is in Utah
        return use.typed.isupper() or _led(use)
    words = use.typed.lower().split()
    if not all(word in ordinary for word in words) or (len(words) > 1 and words[-1] in ("state", "community")):
        return not _OTHERWISE.search(use.before) or bool(_OF_SCHOOL.match(use.after))
    return _led(use) if use.typed.islower() else _led_name(use)


def is_something_else(use: Use, ordinary: Container[str]) -> bool:
    """Whether one word in small letters is no school by the word before it: "a temple", "a cdm license"."""
    is_word = use.typed.islower() and (use.typed in ordinary or _is_code(use))
    return is_word and bool(_OTHERWISE.search(use.before)) and not _OF_SCHOOL.match(use.after)


def _is_code(use: Use) -> bool:
    return use.name.isupper() and len(use.name) <= _CODE


def _led(use: Use) -> bool:
    """Whether the words around say by themselves that a school is meant, or there are none."""
    if _AT.search(use.before) or not (use.before + use.after).strip(" ?.!"):
        return True
    return bool(_MAYBE.search(use.before) and _OF_SCHOOL.match(use.after))


def _led_name(use: Use) -> bool:
    """Less is needed where it is written as a name; the first word of a message says nothing by its capital."""
    said = bool(_OF_SCHOOL.match(use.after) or _STUDIED.match(use.after))
    if not use.before.strip():
        return said or not use.after.strip(" ?.!")
    return said or bool(_AT.search(use.before) or _MAYBE.search(use.before))


def comes_first(use: Use) -> bool:
    """Whether the words around a name that a place has too say that the school is meant: "get into Maynooth"."""
    if any(before.search(use.before) and after.match(use.after) for before, after in _SCHOOL_BY):
        return True
    return bool(_AT.search(use.before)) and not _GOES_TO.search(use.before)
