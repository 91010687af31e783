"""Takes out of a text how somebody can be reached, before it is kept for review."""

from __future__ import annotations

import re

EMAIL, NUMBER = "[e-mail]", "[number]"

_EMAIL = re.compile(r"[^\s@<>,;:()\[\]\"']+@[^\s@<>,;:()\[\]\"']+", re.UNICODE)
# Digits with the marks that people put between them; telephone, card and social security numbers alike.
_RUN = re.compile(r"(?<![\w$€£])\+?\(?\d(?:[ \t./()-]{0,3}\d){6,}(?!\w)")
# Written like one, but years, or amounts with their thousands.
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ /.-]{1,3})+(?:19|20)?\d\d")


def mask(text: str) -> str:
    """The text without e-mail addresses and without numbers of seven digits and more.

    Years and sums of money stay, since questions are about them.
    """
    return _RUN.sub(_number, _EMAIL.sub(EMAIL, text))


def _number(found: re.Match[str]) -> str:
    return found.group() if _YEARS.fullmatch(found.group()) else NUMBER
