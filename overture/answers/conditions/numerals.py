"""Numbers in words as digits: "two years" -> "2 years", "twenty five thousand" -> "25 thousand".

"One" stays a word, since it rarely counts ("which one"); patterns that count it say so.
"""

from __future__ import annotations

import re

_UNITS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ONES = {"one": 1, **{word: value for word, value in _UNITS.items() if value < 10}}
_NUMBER = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:[ -](?P<ones>{'|'.join(_ONES)}))?|(?P<unit>{'|'.join(_UNITS)})"
    r"|(?:an?|one) (?P<hundred>hundred)(?! thousand))\b"
)
_HALF = re.compile(
    r"\b(?:(?:one|1|a) and (?:a|one) half (?P<plural>years|yrs)|(?:an?|one|1) (?P<unit>year|yr) and (?:a|one) half"
    r"|(?P<n>\d) (?:and a half|1/2) (?=years|yrs))"
)


def in_digits(text: str) -> str:
    """The lower-case text with its numbers as digits.

    >>> in_digits("twenty five thousand a year, in a year and a half")
    '25 thousand a year, in 1.5 years'
    """
    return _HALF.sub(_and_a_half, _NUMBER.sub(_digits, text))


def _digits(found: re.Match[str]) -> str:
    if found["hundred"]:
        return "100"
    if found["unit"]:
        return str(_UNITS[found["unit"]])
    return str(_TENS[found["tens"]] + _ONES.get(found["ones"] or "", 0))


def _and_a_half(found: re.Match[str]) -> str:
    return f"{found['n']}.5 " if found["n"] else "1.5 years"
