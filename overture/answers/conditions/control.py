"""Whose school it shall be: public, private, for profit or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from overture.answers.conditions.negation import FOR_TYPES, polarities

_NOUN = (
    r"(?:schools?|universit(?:y|ies)|unis?|colleges?|institutions?|institutes?|programs?|programmes?|ones?"
    r"|conservator(?:y|ies)|places|options?|degrees?|education)"
)
# "Public" by itself: said of a school, or all that a message says.
_SAID_OF = (
    r"(?:^|, ?|\b(?:only|just|also|and|rather|are|is it|is|it'?s|be|not|no|nothing|prefer|preferably|must be|or) )"
)
_STOPS = r"(?=\s*(?:$|[,.?!]|(?:in|near|only|with|without|and not|not|ones|but|or|please|pls)\b|[\ue000-\ue0ff]))"
_PUBLIC = re.compile(
    rf"\b(?P<kind>public(?:ly funded)?)(?= (?:[\w-]+ ){{0,2}}{_NOUN}\b)"
    rf"|\b(?P<state>state)[- ](?=(?:schools?|universit\w+|unis?|colleges?|run|funded)\b)"
    rf"|\b(?P<many>publics)\b"
    rf"|{_SAID_OF}(?P<alone>public){_STOPS}"
)
_PRIVATE = re.compile(
    rf"\b(?P<kind>private)(?= (?:[\w-]+ ){{0,2}}{_NOUN}\b)|\b(?P<many>privates)\b"
    rf"|{_SAID_OF}(?P<alone>private){_STOPS}"
)
_FOR_PROFIT = re.compile(r"(?:(?<=are not )|(?<=is not )|(?<=be not )|(?<!not )(?<!not-))\b(?P<kind>for[- ]profits?)\b")
_NON_PROFIT = re.compile(r"\b(?P<kind>non-? ?profits?|(?<!are )(?<!is )(?<!be )not[- ]for[- ]profits?)\b")
_PUBLIC_ONES = ("public",)
_PRIVATE_ONES = ("private nonprofit", "private for-profit")
_ALL = (*_PUBLIC_ONES, *_PRIVATE_ONES)
_COMMUNITY = re.compile(
    r"(?<!from a )(?<!at a )(?<!at my )(?<!in a )(?<!my )\b(?:(?:community|junior) colleges?|(?:two"
    r"|2)-?year colleges?)\b(?! (?:want|hire|teacher|instructor|job))"
)
# Schools as places of work: "teach at a public school".
_WORKPLACE = re.compile(
    r"\b(?:teach\w*|taught|hired|hire|work|working|jobs?|licen\w+|lecturer|professor|teachers?|goes to"
    r"|went to|attends?|attended|enrolled)(?: \w+){0,4} $"
)
_EITHER_CONTROL = re.compile(
    r"\b(?:public|state) (?:or|and|/|vs\.?|versus) ?private|\bprivate (?:or|and|/|vs\.?|versus) ?(?:public"
    r"|state)"
)
_KINDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (_NON_PROFIT, ("private nonprofit",)),
    (_FOR_PROFIT, ("private for-profit",)),
    (_PUBLIC, _PUBLIC_ONES),
    (_PRIVATE, _PRIVATE_ONES),
)


def community_college(text: str) -> bool:
    """Whether community colleges are looked for; they are public, and go up to the associate's degree."""
    found = _COMMUNITY.search(text)
    return found is not None and not _at_work(text, found)


def control(text: str) -> tuple[str, ...]:
    """The kinds of control that fit a phrase's words; empty where it doesn't matter."""
    if _EITHER_CONTROL.search(text):
        return ()
    kept: list[str] = ["public"] if community_college(text) else []
    dropped: list[str] = []
    for pattern, kinds in _KINDS:
        for match in pattern.finditer(text):
            how = polarities(text, [match.span(match.lastgroup or 0)], FOR_TYPES)[0]
            if not _at_work(text, match):
                kept += kinds if how.wanted else ()
                dropped += kinds if how.unwanted else ()
    fitting = _narrowest(text, kept) or _ALL
    return tuple(kind for kind in _ALL if kind in fitting and kind not in dropped) if kept or dropped else ()


def _at_work(text: str, found: re.Match[str]) -> bool:
    return bool(_WORKPLACE.search(text[: found.start()][-60:]))


def _narrowest(text: str, kept: Sequence[str]) -> list[str]:
    """Without the second kind that "private" alone would mean beside "nonprofit"."""
    other = {"private nonprofit": "private for-profit", "private for-profit": "private nonprofit"}
    for pattern, kinds in _KINDS[:2]:
        if kinds[0] in kept and pattern.search(text):
            return [kind for kind in kept if kind != other[kinds[0]]]
    return list(kept)
