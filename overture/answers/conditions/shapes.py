"""In which shape an answer is wanted: a list, a number, the one best, side by side; sorted how, and how many."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Optional

from overture.answers.base.model import Mentioned, Shape
from overture.answers.conditions.phrase import SCHOOLS, TITLE, WORD, Phrase

_COMPARE = re.compile(
    r"\b(?:vs|versus|compare|compared|comparing|comparison)\b|\bdifferences? (?:between|of|in)\b"
    r"|\bdiffer (?:from)\b|\bside by side\b|\bor is .{1,40} better\b|\bbetter than\b"
)
_OR = re.compile(r"\W*\b(?:or|vs\.?|versus)\b\W+(?:(?:a|an|the|at|go to|in|doing)\W+)*", re.IGNORECASE)
_COMPARED = frozenset(("school", "program", "degree", "level", "career", "concentration", "course"))
# A title or level before "or" rather belongs to a list that is asked for.
_LISTS = re.compile(
    r"\b(?:which|any|list|where|find|schools?|programs?|universit\w+|colleges?|unis?|offer\w*|give|has"
    r"|have|like|with|such as|near|in)\b"
)

_NOUN = rf"(?:[\w\ue000-\ue5ff]+ ){{0,5}}?(?:{SCHOOLS}|places?|options?|campus(?:es)?|states?)"
_SOME = r"(?:any|some|a few|several)"
_HOW_MANY = re.compile(
    rf"\b(?:how many|number of|count(?: of)?) (?:(?:of|the|other|more|different|us|american|are|is"
    rf"|u\.s\.) ?)*(?:(?:(?!for\b|of\b|in\b|to\b)[\w\ue000-\ue5ff]+[ -]){{0,4}}?(?:{SCHOOLS}|places|options"
    rf"|campuses|them|those|these)(?!\w)|{SCHOOLS})"
    r"|\bhow many (?:are|offer|have|do|take|accept|teach|require|need|ask|of|in|there|online|public"
    r"|private|cost)\b(?! (?:i|you|we) )"
)
_NOT_COUNTED = re.compile(
    r"\bhow (?:many|much) (?:[\w\ue000-\ue5ff]+ ){0,3}?(?:years|months|weeks|semesters|terms|credits?"
    r"|hours|units|pieces|songs|works|tracks|samples|letters|references|pages|words|minutes"
    r"|people|students|times|instruments|jobs|openings|employees|classes|subjects|money|loans|awards"
    r"|graduates|recommendations|days|of my|tuition|does|is|would|will)\b"
)
_LIST = re.compile(
    rf"\b(?:which|what)(?: (?!kind|is\b|do\b|does\b|did\b|should\b|of\b|for\b|in\b|to\b|can\b|would\b"
    rf"|will\b|i\b|you\b|my\b|if\b|about\b|was\b|were\b|year)[\w\ue000-\ue5ff-]+){{0,5}}? (?:{SCHOOLS}|places|options"
    rf"|campuses)(?!\w)|\b(?:which|what) (?:of (?:the|those|these|them)|ones)\b"
    r"|\bwhich(?: of [\w\ue000-\ue5ff]+)? (?:are|is|offers?|have|has|takes?|teach(?:es)?|needs?|requires?"
    r"|accepts?|do not|does not|costs?|allows?|lets?|asks?|run|runs|got|can i|could i|would"
    r"|admit)\b(?! (?:the )?(?:better|best|right|easier|harder|more|worth))"
    r"|\b(?<!wait )(?<!waiting )(?<!mailing )(?<!i )(?<!to )list\b(?! price)|\benumerate\b"
    r"|^(?:\w+ )?(?:sort|order|arrange) (?:by|them|it|these|those|the)\b|~ there (?:an?|any|some|one"
    r"|something)\b|\bname (?:some|a few|\d+|any|all|me|one)\b"
    rf"|\b(?:show|give|find|get|send|recommend|suggest|tell|need|want|looking for|searching for|look for"
    rf"|search for|interested in)(?: (?:me|us|him|her))?(?: (?!about\b|how\b|if\b|why\b|what\b|to\b"
    rf"|more\b)[\w'\ue000-\ue5ff-]+){{0,6}}? (?:schools|programs|programmes|universities|unis|colleges"
    rf"|conservatories|ones|options|places|a school|a program|a university|a college|(?:something"
    rf"|some ?where)(?= (?:in|near|with|without|cheap|online|that)))\b"
    rf"|\b{_SOME}(?: (?!of\b|questions?\b|advice\b|idea\b|one\b)[\w\ue000-\ue5ff-]+){{0,5}}? {SCHOOLS}"
    rf"|\bany(?:thing|where|one)? (?:in|near|around|at|that|which|with|without|other|online"
    rf"|[\ue000-\ue0ff])\b"
    r"|\b(?:any|some|one)(?: [\w\ue000-\ue5ff]+){0,2} [\ue000-\ue0ff]|\b(?:anything|something|somewhere"
    r"|anywhere)(?: [\w$,\ue000-\ue5ff]+){0,8} [\ue000-\ue0ff]"
    rf"|\b(?:looking|searching|search|hunting) for(?: [\w'\ue000-\ue5ff-]+){{0,5}}? {SCHOOLS}(?!\w)"
    rf"|\b(?:any|all|some|which|many) of (?:those|these|them)\b"
    rf"|(?:^|[.,?!;:] |\b(?:and|or|so|but|ok|hi|hey|hello|well) )(?:is"
    rf"|are) there(?: [\w\ue000-\ue5ff]+){{0,2}}?(?: (?:a|an|any|some|other"
    rf"|more))?(?: [\w\ue000-\ue5ff-]+){{0,6}}? (?:{SCHOOLS}|options?|places?|anything|something"
    rf"|somewhere)(?!\w)"
    r"|(?:^|[.,?!;:] |\b(?:and|or|so|but|ok|hi|hey|hello|well) )(?:is|are) there (?:any|one|some|something"
    r"|anything)?\W*(?:in|near|around|at|with|without|that|online)\b"
    r"|\bwhere (?:can|could|do|does|should|to|might|would|else|are|is|in)\b(?! (?:i (?:find|get|buy"
    r"|download) (?:\w+ )?(?:plugins?|samples?|beats?|presets?|gear|mics?)|i start|this number|that number"
    r"|the number|it from|you get|this from|that from|this come"
    r"|the data))(?:(?: [\w\ue000-\ue5ff]+){0,6}? (?:study|studying|learn|get|do|go|apply|find|take"
    r"|offered|taught|earn|school|schools|attend|enroll|available|programs?|degrees?"
    r"|[\ue200-\ue3ff])(?!\w))"
    r"|\bwhere (?:is|are) (?:there|it) (?:no|not|~)(?!\w)"
    r"|\bwho (?:offers?|has|teaches|gives|does|accepts|takes"
    r"|requires?|asks? for|demands?)\b|\bmy options\b|\bsome(?:where|place) (?:in"
    r"|near|with|without|that|cheap|online|to study)\b"
    r"|\b(?:any|other|more|only|just|the)(?: [\w\ue000-\ue5ff-]+){0,4} ones\b|^(?:only|just) (?:the|those"
    r"|in|near|with|without|online|public|private|part|under|one|\d+|[\ue000-\ue5ff])(?!\w)"
)
_PLURAL = re.compile(
    r"\b(?:schools|programs|programmes|universities|colleges|unis|conservatories|institutions|ones|degrees"
    r"|hbcus|options)\b"
)
_FRAGMENT = re.compile(
    rf"^(?!(?:how|why|when|do|does|did|should|can|could|will|would|is|are|must|what|who|i|my|if|because|am"
    rf"|was|has|have|had|may)\b)(?:(?!for\b|of\b|to\b|what\b|is\b|are\b|do\b|does\b|can\b|cost|price|tuition|fee|requirement|background"
    rf"|deadline|gpa|admission){WORD} ){{0,5}}?"
    rf"(?:schools|programs|programmes|universities|colleges|unis|conservatories|institutions|degrees|hbcus"
    rf"|options|{TITLE})"
    r" (?:that|which|where|who|with|without|in|near|outside|under|within|whose|for|not|around|of|i can|you can)(?!\w)"
)
_SENTENCE = re.compile(
    r"\b(?:how|why|when|do|does|did|should|can|could|will|would|is|are|must|what|who|i|it|my|am|tell|if"
    r"|because|about|your|have|they)\b"
)

_NOT_SCHOOLS = (
    r"(?! (?:it\b|i\b|you\b|we\b|way|ways|mic|mics|daw|interface|gear|laptop|plugins?|headphones|monitors?"
    r"|place to live|apartment|time|advice|thing|part|job|jobs|career|of luck|for me|buy|guitar|software"
    r"|country|city to live|challenge|mistake|problem|regret|difference|reason|question|employers?"
    r"|employer|concern|fear|skills?|paid|paying|path|route))"
)
_SUPERLATIVES: tuple[tuple[Optional[str], re.Pattern[str]], ...] = (
    (
        "cheapest",
        re.compile(
            rf"\b(?:(?:the )?(?:cheapest|least expensive|most affordable|lowest (?:tuition|cost|costs|price|prices"
            rf"|fees?)|costs? (?:the )?least|lowest[- ]cost|least costly)){_NOT_SCHOOLS}\b"
        ),
    ),
    (
        "graduates",
        re.compile(
            rf"\bmost (?:graduates|students|degrees|awards|alumni|popular|enrolled)\b|\b(?:biggest"
            rf"|largest)(?= (?:[\w\ue000-\ue5ff-]+ ){{0,3}}{SCHOOLS})|\b(?:is|are) (?:the )?(?:biggest|largest)\b"
            rf"|\bgraduat\w+ (?:the )?most\b|\bby (?:size|graduates|number of graduates)\b|\b(?:biggest"
            rf"|largest) first\b"
        ),
    ),
    ("shortest", re.compile(rf"\b(?:shortest|fastest|quickest){_NOT_SCHOOLS}\b")),
    (
        None,
        re.compile(
            rf"\b(?:(?:the )?best|top|top[- ]ranked|highest[- ]ranked|highest[- ]rated|number one|most prestigious"
            rf"|most respected|best[- ]known|ranked|leading)(?= (?:[\w\ue000-\ue5ff-]+ ){{0,5}}?(?:{SCHOOLS}"
            rf"|places?)(?!\w)| \d+\b(?! ?%| ?percent))|\bwhich (?:one |of \S+ |school |program )?(?:is|are"
            rf"|would be) (?:the )?(?:very )?best\b|\brank(?:ings?|ed)?\b|\bmost (?:prestigious|respected|famous"
            rf"|reputable)\b|\bbest (?:reputation|rated|known)\b|\bhighest[- ](?:ranked|rated)\b|\bbest (?:in|near"
            rf"|for music|for audio|online) "
        ),
    ),
)
_ORDERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "cheapest",
        re.compile(
            rf"\b(?:cheap(?!(?:est|er than))(?:er|ly)?|inexpensive|affordable|low[- ]cost|low[- ]tuition"
            rf"|budget[- ]friendly)(?= (?:[\w\ue000-\ue5ff-]+ ){{0,4}}?(?:{SCHOOLS}|places?|options?)(?!\w)|\s*$"
            rf"|[?.!,])|\b(?:are|is|that'?s|not|so) (?:too |so )?(?:cheap|affordable)\b|\bby (?:price|cost"
            rf"|tuition)\b|\b(?:something|somewhere|anything|any|anywhere) (?:that is |that's )?(?:cheap"
            rf"|affordable)|\bnot (?:too |so |very |that )?(?:expensive|pricey)|\b(?:cheap|affordable) (?:and|but) "
        ),
    ),
    ("name", re.compile(r"\balphabetical(?:ly)?\b|\ba ?(?:-|to) ?z\b|\b(?:by|sorted by) name\b|\babc order\b")),
)
_NOT_CHEAP = re.compile(
    r"\b(?:cheap|affordable)(?:er)? (?:mic|mics|gear|interface|laptop|daw|plugins?|way|to live|rent"
    r"|housing|headphones|monitors)\b|\bis (?:it|this|that|music production) (?:cheap|affordable)\b"
)

_ASKED_FOR = (
    r"(?:give|name|list|show|find|recommend|suggest|tell|pick|top|want|need|which|only|just|me|us|get|best"
    r"|send|what are|are there|first|limit(?: it)? to|at most|narrow(?: it)? (?:down )?to|any)"
)
_LIMIT = re.compile(
    rf"(?:\btop|\bbest|\bfirst) ?-?(?P<a>\d{{1,2}})\b(?! ?(?:years?|k\b|months?|%))|(?:^"
    rf"|\b{_ASKED_FOR} (?:me |us |like |about |maybe "
    rf"|down to )*)(?P<b>\d{{1,2}}) (?=(?:[\w\ue000-\ue5ff-]+ ){{0,4}}?(?:schools|programs|programmes"
    rf"|universities|unis|colleges|conservatories|ones|options|places|names|suggestions|examples"
    rf"|(?:{TITLE})(?! in\b))\b)"
    r"|(?P<c>\d{1,2}) (?=(?:cheapest|best|shortest|biggest|largest|most affordable|least expensive))"
    rf"|\b(?:just|only|give me|name|name me|show me|recommend|suggest|pick) (?P<one>one"
    rf"|a single)(?: (?:school|program|university|college|of (?:them|those|these)))?(?=\s*$|[?.!,]| (?:in"
    rf"|near|with|without|that|school|program|please|pls)\b)"
    rf"|\b(?P<two>a couple(?: of)?) (?=(?:[\w\ue000-\ue5ff-]+ ){{0,3}}?(?:schools|programs|universities"
    rf"|colleges|options|names|places))"
)
_NOT_LIMIT = re.compile(
    r"\b(?:found|know|knew|heard of|saw|see)(?: \w+)? $|\b(?:these|those|the|both|got into|accepted (?:to"
    r"|at|by)|applied to|applying to|visited|between|last|rejected (?:from|by)|to|of|other|from) $"
)
_YEARS_TYPE = re.compile(r"\s*-?(?:years?|yrs?|months?|semesters?)\b")
_MOST = 50


def shape_of(phrase: Phrase, text: str, about: Sequence[Mentioned]) -> tuple[Shape, Mapping[str, Any]]:
    """The shape of an answer, with the conditions ``sort`` and ``limit``."""
    limit = _limit(phrase.text)
    sort, superlative = _sort(phrase.text)
    found = {name: value for name, value in (("sort", sort), ("limit", limit)) if value is not None}
    return _shape(phrase.text, text, about, superlative, sort, limit), found


def _shape(
    words: str, text: str, about: Sequence[Mentioned], superlative: bool, sort: Optional[str], limit: Optional[int]
) -> Shape:
    if _compares(words, text, about):
        return Shape.COMPARE
    if _HOW_MANY.search(words) and not _NOT_COUNTED.search(words):
        return Shape.COUNT
    if superlative:
        # "The cheapest schools" is a list in that order; "the best schools" is asked of somebody who ranks none.
        several = (limit is not None and limit > 1) or bool(_PLURAL.search(words))
        return Shape.LIST if several and sort is not None else Shape.BEST
    if _LIST.search(words) or _FRAGMENT.search(words) or limit is not None:
        return Shape.LIST
    return Shape.LIST if _PLURAL.search(words) and not _SENTENCE.search(words) else Shape.ONE


def _compares(words: str, text: str, about: Sequence[Mentioned]) -> bool:
    if _COMPARE.search(words):
        return True
    named = sorted((m for m in about if m.subject.kind in _COMPARED and m.start >= 0), key=lambda m: m.start)
    for one, other in pairwise(named):
        if _kind(one) == _kind(other) and one.subject != other.subject and _OR.fullmatch(text[one.end : other.start]):
            return not _LISTS.search(words) or (
                _kind(one) == "school" and not re.search(r"\b(?:like|such as|near|besides)\b", words)
            )
    return False


def _kind(mentioned: Mentioned) -> str:
    return "school" if mentioned.subject.kind == "program" else mentioned.subject.kind


def _sort(words: str) -> tuple[Optional[str], bool]:
    """The order that is wanted, and whether by a superlative."""
    for sort, pattern in _SUPERLATIVES:
        found = pattern.search(words)
        if found and not re.search(r"\b(?:not|no) (?:[\w\ue000-\ue5ff]+ ){0,2}$", words[: found.start()][-20:]):
            return sort, True
    if not _NOT_CHEAP.search(words):
        for order, pattern in _ORDERS:
            if pattern.search(words):
                return order, False
    return None, False


def _limit(words: str) -> Optional[int]:
    for found in _LIMIT.finditer(words):
        if found["one"]:
            return 1
        if found["two"]:
            return 2
        number = found["a"] or found["b"] or found["c"]
        at = found.start("a") if found["a"] else found.start("b") if found["b"] else found.start("c")
        plain = found["b"] is None or not (
            _NOT_LIMIT.search(words[:at]) or _YEARS_TYPE.match(words[at + len(number) :])
        )
        if plain and 1 <= int(number) <= _MOST:
            return int(number)
    return None
