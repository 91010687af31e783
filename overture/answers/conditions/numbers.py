"""Amounts and lengths as conditions: "under 20k", "between 10 and 20 thousand", "one-year", "18 months".

Costs are US dollars a year, lengths academic years.  What can't be put in those units
isn't read: a price in another currency, by the credit or for the whole degree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Optional

from overture.answers.conditions.phrase import PLACE, SCHOOLS

_DIGIT = re.compile(r"\d")
_LEAST_BARE = 1000  # a number with neither "$" nor "k" is money from here on

_UNDER = (
    r"(?:under|below|beneath|less than|lower than|cheaper than|no more than|not more than|not over"
    r"|not above|no higher than|at most|up to"
    r"|max(?:imum)?(?: of)?|within|(?:can|do|could) not (?:want to |really )?(?:pay|afford"
    r"|spend) (?:more than|over|above)"
    r"|(?:don't|not) (?:exceed|costing more than|cost more than)|budget(?: is| of|:)?(?: about| around)?"
    r"|afford(?: about| around)?"
    r"|(?:can|could|will) (?:pay|spend)(?: about| around)?|spend(?: about| around)?|fewer than"
    r"|nothing (?:over|above|more than|beyond)|<=?)"
)
_OVER = r"(?:over|above|more than|at least|no less than|not less than|not under|min(?:imum)?(?: of)?|starting at|>=?)"
_AMOUNT = (
    r"(?P<{0}cur>us ?\$|usd ?|\$|£|€)? ?(?P<{0}num>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?P<{0}k> ?k\b"
    r"| ?thousand\b| ?grand\b)?(?P<{0}after> ?(?:usd|dollars?|bucks|euros?|eur|pounds?|gbp|£|€|cad|aud))?"
)
_MAX = re.compile(rf"{_UNDER}(?: the| a)? {_AMOUNT.format('a')}")
_MAX_AFTER = re.compile(
    rf"{_AMOUNT.format('a')}(?: a year| per year| annually| yearly|/ ?year)? (?:to (?:spend|pay)"
    rf"|for (?:tuition|school)|or (?:less|under|cheaper|below)|max(?:imum)?\b|tops|at most|(?:is )?(?:my"
    rf"|our) (?:max\w*|limit|budget))"
)
_MIN = re.compile(rf"{_OVER} {_AMOUNT.format('a')}")
_RANGE = re.compile(rf"(?:between |from )?{_AMOUNT.format('a')} ?(?:-|to|and) ?{_AMOUNT.format('b')}")
_FREE = re.compile(r"\btuition-?\s?free\b|\bfree tuition\b|\b(?:no|without) tuition(?: fees?)?\b")
# What else a number may count, behind it and before it.
_NOT_COST_AFTER = re.compile(
    r" ?(?:,000)? ?(?:students?|people|schools?|programs?|jobs?|applicants?|graduates?|hours?|words?"
    r"|miles?|mi\b|kms?|seats|songs?|tracks?"
    r"|years?|yrs|months?|weeks|semesters?|credits?|units?|pieces|minutes|pages|points|toefl|percent|%"
    r"|-?\d|per (?:credit|unit|course|month|hour)"
    r"|an? (?:credit|unit|course|class|month|hour|hr|week|day)|/ ?(?:credit|month|hour|hr)|total|in total"
    r"|altogether|all in\b|overall"
    r"|for (?:the (?:whole|entire|full)|everything|all of)|in (?:debt|loans?|savings|scholarships?|salary)"
    r"|(?:of )?(?:debt|loans?|saved|salary"
    r"|income|pay\b|scholarship))"
)
_NOT_COST_BEFORE = re.compile(
    r"\b(?:salar\w+|earn\w*|income|wages?|makes?|making|made|pays|paid|paying jobs?|(?:jobs?|careers?"
    r"|roles?|gigs?|work)\b.*|debt|loans?|owe|rent|stipends?"
    r"|scholarships? (?:of|over|worth)|mics?|gear|laptop|interface|toefl|gre|gpa)(?: \w+){0,4} $"
)
_A_SEMESTER = re.compile(r" ?(?:,000)? ?(?:per|a|each|/) ?(?:semester|term)\b")
_YEAR_LIKE = range(1950, 2051)
_DOLLARS = frozenset(("", "usd", "dollar", "dollars", "bucks", "$", "us$"))

_QUANTITY = r"(?P<n>\d+(?:\.\d+)?|one|an?|half a)"
_UNIT = r"(?P<unit>years?|yrs?|y(?=r?s?\b)|months?|mos?\b|semesters?)"
_AT_MOST = re.compile(
    r"(?:\b(?:under|within|less than|max(?:imum)?(?: of)?|at most|up to|no longer than|not longer than"
    r"|no more than|not more than|shorter than|fewer than"
    r"|not (?:want to |wish to |plan to |like to )?(?:do|take|study|spend|be|last"
    r"|go)(?: for)? (?:more than|longer than|over))"
    r"|\b(?:finish\w*|complet\w+|done|do (?:it|this|that)|get (?:it|this|that|one)|earn\w*|whole thing"
    r"|everything)(?: [\w\ue200-\ue3ff]+){0,4} in(?: only| just| about)?)"
    rf" {_QUANTITY}[ -]?{_UNIT}\b"
)
_AT_MOST_AFTER = re.compile(
    rf"\b{_QUANTITY}[ -]?{_UNIT} (?:or (?:less|under|shorter|fewer)|max(?:imum)?\b|tops|at most)"
)
_AT_LEAST = re.compile(
    rf"\b(?:more than|over|at least|longer than|min(?:imum)?(?: of)?) {_QUANTITY}[ -]?{_UNIT}\b(?: long)?"
)
_BETWEEN = re.compile(
    rf"\b(?P<m>\d+(?:\.\d+)?|one) ?(?:{_UNIT.replace('unit', 'unit1')} )?(?:-|to|or"
    rf"|and) ?{_QUANTITY}[ -]?{_UNIT}\b"
)
_EXACT = re.compile(
    rf"\b{_QUANTITY}[ -]?{_UNIT}[ -](?:long )?(?:(?!at |of |in |for |to |on "
    rf"|from )\w+ ){{0,2}}?(?P<noun>{SCHOOLS}|courses?|options?|study)"
    rf"|(?:\b(?:that|which|who|and)|{SCHOOLS}) (?:(?:in|near|at) (?:the )?{PLACE} |\w+ )?"
    rf"(?:takes?|lasts?|run|runs|lasting|is|are|of)"
    rf"(?: only| just| about| exactly)? (?P<n2>\d+(?:\.\d+)?|one|an?) (?P<unit2>years?|yrs?|months?"
    rf"|semesters?)\b"
    r"|(?:^(?:only |just |and |for |what about |how about |ok |the )*|, )(?P<n3>\d+(?:\.\d+)?"
    r"|one) ?(?P<unit3>years?|yrs?|months?|semesters?)(?: ones?| only| please)*(?=[?.! ]*$|,)"
    rf"|{PLACE},? (?:(?:and|but|for|only) )?(?P<n4>\d+(?:\.\d+)?|one)[ -]?(?P<unit4>years?|yrs?|months?|semesters?)"
    r"(?: only| please)*(?=[?.! ]*$|,)"
    rf"|(?:^(?:only |just |for |an? )*|{SCHOOLS},? (?:for |of )?|, )(?P<n5>\d+(?:\.\d+)?|one)[ -]?"
    rf"(?P<unit5>years?|yrs?|months?|semesters?) in (?:the )?{PLACE}"
)
# A length that is asked for rather than wished: "how long, one year, two?", "one-year or two-year".
_OPEN_LENGTH = re.compile(
    r"\bhow (?:long|many (?:years|yrs|months|semesters))\b|\b(?:years?|months?) (?:or|and|vs"
    r"|versus) (?:an? )?\d"
)
# Lengths of something else than study.
_NOT_LENGTH_AFTER = re.compile(
    r" ?(?:of )?(?:\w+ )?(?:work|experience|exp\b|ago|old\b|later|now\b|playing|training|teaching|lessons"
    r"|visa|in the (?:field|industry|business)"
    r"|from now|time\b|before|back\b|since|contract|lease|plan\b|gap|opt\b|deadline)"
)
_NOT_LENGTH_BEFORE = re.compile(
    r"(?:\b(?:for|been|after|(?<!that )(?<!which )(?<!programs )(?<!to )last|past|next|first|every|almost"
    r"|nearly|worked|played|playing|working|experience|visa|job|jobs|my|in my|i'?m|i am|aged?|(?:its|it's"
    r"|was|is) an?|(?:did|have|had|finished|got|completed|taking|took) (?:an?|my|the)|graduate|graduating"
    r"|\$|k) $"
    r"|\d[\d,]*k? ?$)"
)
_PER_YEAR = {"y": 1.0, "m": 12.0, "s": 2.0}
_SCHOOL_TYPES = re.compile(r"(?:schools?|univers\w+|unis?|colleges?|institut\w+)$")
_SHORTEST_LENGTH, _LONGEST_LENGTH = 0.25, 8.0  # years


def costs(text: str) -> Mapping[str, Any]:
    """The conditions ``cost_min`` and ``cost_max`` of a phrase's words, in US dollars a year."""
    if _FREE.search(text):
        return {"cost_max": 0.0}
    if not _DIGIT.search(text):
        return {}
    for found in _RANGE.finditer(text):
        low, high = _money(text, found, "a", found["bk"] or ""), _money(text, found, "b")
        if low is not None and high is not None and low < high:
            return {"cost_min": low, "cost_max": high}
    most = _first(text, _MAX, _MAX_AFTER)
    # "No more than" holds a "more than".
    bounds = {"cost_max": most, "cost_min": _first(_MAX.sub(" ", text), _MIN)}
    return {name: value for name, value in bounds.items() if value is not None}


def _first(text: str, *patterns: re.Pattern[str]) -> Optional[float]:
    amounts = (_money(text, found, "a") for pattern in patterns for found in pattern.finditer(text))
    return next((amount for amount in amounts if amount is not None), None)


def _money(text: str, found: re.Match[str], name: str, lent: str = "") -> Optional[float]:
    """The amount of a match in dollars a year; None where it is something else.

    ``lent`` is the "thousand" of the second number, which the first one shares.
    """
    sign, after = (found[f"{name}cur"] or "").strip(), (found[f"{name}after"] or "").strip()
    thousands = found[f"{name}k"] or lent
    value = float(found[f"{name}num"].replace(",", ""))
    if sign in ("£", "€") or after not in _DOLLARS:
        return None
    marked = bool(sign or after or thousands)
    if not marked and (value < _LEAST_BARE or value in _YEAR_LIKE):
        return None
    rest = text[found.end() :]
    if _NOT_COST_AFTER.match(rest) or _NOT_COST_BEFORE.search(text[: found.start()][-60:]):
        return None
    value *= 1000 if thousands and value < _LEAST_BARE else 1
    return value * 2 if _A_SEMESTER.match(rest) else value


def lengths(text: str) -> Mapping[str, Any]:
    """The conditions ``years_min`` and ``years_max`` of a phrase's words, in academic years."""
    between = _BETWEEN.search(text)
    if between and (high := _years(between["n"], between["unit"])) and (low := _years(between["m"], between["unit"])):
        return {"years_min": low, "years_max": high} if low < high else {}
    for pattern, names in ((_AT_MOST, ("years_max",)), (_AT_MOST_AFTER, ("years_max",)), (_AT_LEAST, ("years_min",))):
        for found in pattern.finditer(text):
            years = _years(found["n"], found["unit"])
            if years and not _of_something_else(text, found):
                return dict.fromkeys(names, years)
    return _exactly(text)


def _exactly(text: str) -> dict[str, float]:
    if _OPEN_LENGTH.search(text):
        return {}
    for found in _EXACT.finditer(text):
        number = next((n for mark in ("", *"2345") if (n := found[f"n{mark}"])), None)
        unit = next((u for mark in ("", *"2345") if (u := found[f"unit{mark}"])), None)
        years = _years(number, unit)
        # A "two-year college" is a kind of school; "a year program" hardly says one year.
        typed = found["noun"] is not None and (bool(_SCHOOL_TYPES.match(found["noun"])) or number in ("a", "an"))
        if years and not typed and not _of_something_else(text, found):
            return {"years_min": years, "years_max": years}
    return {}


def _of_something_else(text: str, found: re.Match[str]) -> bool:
    groups = found.groupdict()
    start = next((found.start(name) for name in ("n", "n2") if groups.get(name)), found.start())
    # A length set apart by a comma belongs to nothing before it.
    left = "" if found.group().startswith(",") else text[:start][-30:]
    return bool(_NOT_LENGTH_AFTER.match(text[found.end() :]) or _NOT_LENGTH_BEFORE.search(left))


def _years(number: Optional[str], unit: Optional[str]) -> Optional[float]:
    """A length in academic years; None where no study takes so long."""
    if not number or not unit:
        return None
    count = {"one": 1.0, "a": 1.0, "an": 1.0, "half a": 0.5}.get(number) or float(number)
    years = round(count / _PER_YEAR[unit[0]], 2)
    return years if _SHORTEST_LENGTH <= years <= _LONGEST_LENGTH else None
