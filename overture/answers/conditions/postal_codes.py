"""Whether two capitals are a state: in "schools in PA", but not in "an MA in audio" or "OK, thanks"."""

from __future__ import annotations

import re
from collections.abc import Container

# Postal codes that are words, degrees or other places: only behind a known town or a preposition.
DOUBTFUL = frozenset("IN OR ME HI OK MA MS PA DE LA CO ID MO AL AS PR MD AR".split())
_TITLES = frozenset(("MA", "MS"))
_NOT_A_STATE = re.compile(
    r"\s*(?:degrees?|programs?|programmes?|courses?|in|thesis|studies|or (?:MS|MM|MFA|MA)\b|/)\b", re.IGNORECASE
)
_STUDIES = re.compile(
    r"\b(?:interested|degree|enrolled|major|majoring|got|difference|masters?|my|an?)\s+in\s+$", re.IGNORECASE
)
# "PA or NJ schools"
_ONE_OF_TWO = re.compile(r"(?: or | and |/)([A-Z]{2})\b")
_TOWN_BEFORE = re.compile(r"\b[A-Z][a-z]+,\s*$")
_NEAR = re.compile(r"\bnear\s+$")
_TITLE_BEFORE = re.compile(r"\b(?:MM|MFA|MA|MS|BA|BM)\W+(?:or\s+|and\s+)?$")


def is_state(text: str, start: int, end: int, led: bool, states: Container[str]) -> bool:
    """Whether a postal code in capitals stands for its state.

    Args:
        text: the message.
        start: where the code begins.
        end: behind it.
        led: whether the words before say that a place follows.
        states: all postal codes.
    """
    code, before, after = text[start:end], text[:start], text[end:]
    if code in _TITLES and (_NOT_A_STATE.match(after) or _STUDIES.search(before)):
        return False
    if led:
        alone = not before.strip() and code in DOUBTFUL
        near_me = code == "ME" and _NEAR.search(before)
        return not (alone or near_me or (code in _TITLES and _TITLE_BEFORE.search(before)))
    if (listed := _ONE_OF_TWO.match(after)) and listed[1] in states:
        return listed[1] not in DOUBTFUL
    return code not in DOUBTFUL and bool(_TOWN_BEFORE.search(before))
