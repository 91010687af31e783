"""Whether words that are a name are used as one: "an MA in audio" is a degree, "ma always said" is not.

All of this is about how people write, nothing about the world: which words are names
comes from the knowledge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SCHOOLS = r"(?:schools?|programs?|programmes?|colleges?|univers\w+|unis?|degrees?|masters?|master's|conservator\w+)"
# Phrases in which words of names mean something else; for all kinds, or for the one that begins the line.
_IDIOMS = tuple(
    (kind, re.compile(rf"\b(?:{pattern})", re.IGNORECASE))
    for kind, pattern in (
        ("", r"dc (?:offset|current|power|voltage|bias|coupl\w+|comics)"),
        ("", r"aaa? batter\w+"),
        (
            "",
            r"(?<!stem )(?-i:opt)(?:ed|ing)? (?:out|in|for|into)\b"
            r"|(?:to|can|could|will|would|i|you) (?-i:opt)\b(?! (?:in|after|visa|stem))",
        ),
        ("", r"runner[- ]?ups?"),
        ("", r"(?:high|secondary|hs) ?(?:school )?diplomas?"),
        ("term", r"stem(?: (?!files?\b|opt\b|mix\w*\b|ext\w*\b)|$|[.?!,])"),
        ("term", r"(?-i:wes) (?:anderson|craven|montgomery)\b"),
        ("level", r"associate (?:producers?|directors?|editors?|members?|engineers?|deans?)"),
        (
            "level",
            r"master ?(?:fader|bus|channel|volume|key|tape|class\w*|cop\w+|recordings?|plan|clock|file|chain|of the)\b",
        ),
        ("level", r"(?:my|our|your|these|those) masters? (?:are|sounds?|were|came|comes|clips?|tapes?)\b"),
        (
            "course",
            r"master(?:ing|ed) (?:the|an?|your|my|his|her) (?:piano|guitar|violin|instrument|drums?|art|basics|craft)",
        ),
        ("course", r"mixing (?:up|drinks|colou?rs|bowl)"),
        ("requirement", r"(?:drum|beat|synth) programming|programming (?:drums?|beats?|synths?|a beat|my beats?)"),
        (
            "requirement",
            r"(?:physics|maths?|calculus)(?: \w+)? in (?:high|middle) school|reading (?:books?|about|list)\b",
        ),
        ("career", r"(?:train|bus|tram|heat|semi) conductors?|conductors? on (?:an?|the) (?:train|bus|tram)"),
        ("place", r"(?:new york|los angeles|la) times|washington post|boston globe|chicago tribune"),
        ("place", r"sierra nevada|buffalo wings?|columbus day|georgia on my mind|paris hilton|hotel california"),
        ("place", r"sweet home \w+|(?:nashville|philadelphia) (?:number )?(?:system|tuning|orchestra)|fl studio"),
        ("school", r"nec plus|stanford (?:prison|marshmallow)"),
        ("degree", r"ma and pa\b"),
        ("level", r"masters of (?:the )?(?:universe|reality|disguise)"),
        ("level", r"(?:to|i|you|can|we|should|and) master (?:an?|my|the|it|this|your|songs?|tracks?)\b"),
        ("level", r"associat\w* (?:me|you|it|them|us|with)\b"),
        ("level", r"certificate (?:error|warning|expired)|(?:birth|gift|ssl|vaccination|marriage|death) certificate"),
        ("career", r"producer (?:tags?|credits?)"),
        ("requirement", r"physics of (?!sound)"),
        (
            "requirement",
            r"(?:degree|major\w*|undergrad|bachelor\w*|b[as]c?|phd|masters?) in (?:physics|math\w*|programming)",
        ),
        ("place", r"(?<!in )(?<!from )(?<!or )(?<!and )(?-i:turkey)\b"),
    )
)
# A kind of music behind a place belongs to it ("new orleans jazz"), unless it goes on ("boston jazz programs").
_GENRE = re.compile(
    r"\s+(?:techno|house|bass|blues|soul|funk|jazz|drill|rap|hip ?hop|trap|punk|rock|disco|grunge|swing|garage"
    rf"|sessions?|beats?|pop|sound(?! \w*(?:tech|eng|design|record|produc|ed)))\b(?! (?:\w+ )?{_SCHOOLS}\b)",
    re.IGNORECASE,
)
_LEADS_TO_PLACE = re.compile(r"\b(?:in|near|at|around|from|to|outside|of|within)\s+(?:the\s+)?$", re.IGNORECASE)
# Persons and bands that are called like places.
_CALLED = re.compile(
    r"\b(?:my name(?:'s| is)|named|called|friend|brother|sister|cousin|boyfriend|girlfriend|(?:the|a) band)\s+$",
    re.IGNORECASE,
)
_IS_A_BAND = re.compile(
    r"\s+(?:is|was|are|were)?\s*(?:an?|the|my)\s+(?:\w+\s+)?(?:bands?|group|singer|rapper|album)\b", re.IGNORECASE
)
# "Georgia State" and "Texas A&M" are schools.
_IS_SCHOOL = re.compile(r"\s+(?:State\b(?! (?:of|law|tax|resident))|A&M|Tech\b|Polytechnic)")
# "A boston terrier"; "a Texas school" is in Texas.
_ONE_OF = re.compile(r"\b(?:an?)\s+$", re.IGNORECASE)
_STUDYING = re.compile(rf"^(?:[\s-]+[\w-]+)?[\s-]+(?:{_SCHOOLS}|area|based|campus|city|town|resident)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:^|[^\w])\d[\d.,]*\s?$")
# What shows that "ma", "ms" or "bs" in small letters is a degree.
_BEFORE_TITLE = re.compile(
    r"(?:\b(?:an?|the|online|hybrid|their|which|vs\.?|or|and|versus|does|with|than|your|one|like|between|get|getting|finish\w*|doing"
    r"|what(?:'s|s| is| are)(?: an?)?|mm|mfa|phd)\s+|[/,]\s*|^\W*)$",
    re.IGNORECASE,
)
_AFTER_TITLE = re.compile(
    r"^\s*(?:[/?,]|\b(?:in|or|vs\.?|versus|and|degrees?|programs?|programmes?|from|at|thesis|abroad|for|worth|better|harder"
    r"|easier|then|than|is|are|has|have|require\w*|needs?|means?|mean|first|instead|with|without|like|over)\b|\W*$)",
    re.IGNORECASE,
)
_SAID_SO = re.compile(r"\b(?:that|this|it|it's|its|of|such|total|pure|complete|all|some)(?: is|'s)?\s+$", re.IGNORECASE)
# Behind these words two capitals are a state.
_IN_STATE = re.compile(
    r"\b(?:schools?|programs?|colleges?|univers\w+|live|living|located|based|anything|anywhere|somewhere|stud(?:y|ying)"
    r"|pay|jobs?|work(?:ing)?|am|i['’]?m|are|town|city|ones?|offered|options?)\s+(?:in|near|around|outside)\s+$",
    re.IGNORECASE,
)
_BEHIND_TOWN = re.compile(r"\b[A-Z][a-z]+, ?$")
_OF_TITLE = re.compile(r"^\s*(?:degrees?|programs?|programmes?|courses?|thesis|in)\b", re.IGNORECASE)
_NOT_AFTER = re.compile(r"^\s*(?:hm+|ok\b|okay|always|said|says)", re.IGNORECASE)
# "Art of Sound" is a program, "the art of sound" what every listener knows.
_OFFERED = re.compile(
    r"\b(?:programs?|programmes?|degrees?|masters?|mm|courses?|apply|deadline|tuition|cost\w*|at)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Use:
    """A name where it stands: the kind of thing, the name as the knowledge writes it, and its place in the text."""

    kind: str
    name: str
    text: str
    start: int
    end: int

    @property
    def typed(self) -> str:
        """The words as they were typed."""
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        """The text before them."""
        return self.text[: self.start]

    @property
    def after(self) -> str:
        """The text behind them."""
        return self.text[self.end :]


def means_it(use: Use) -> bool:
    """Whether the words are meant as the name."""
    if any(_within(use, pattern) for kind, pattern in _IDIOMS if kind in ("", use.kind)):
        return False
    if use.kind == "degree":
        return _is_title(use)
    if use.kind == "place":
        return _is_place(use)
    if use.kind == "program":
        return not use.typed.islower() or " at " in use.name or bool(_OFFERED.search(use.before + use.after))
    return True


def _within(use: Use, pattern: re.Pattern[str]) -> bool:
    return any(m.start() < use.end and use.start < m.end() for m in pattern.finditer(use.text))


def _is_title(use: Use) -> bool:
    """Two letters are a title unless a number stands before them; in small letters only beside words that say so."""
    if len(use.typed.replace(".", "")) > 2:
        return True
    if _NUMBER.search(use.before) or _NOT_AFTER.match(use.after):
        return False
    if not use.typed.islower():
        return not (_IN_STATE.search(use.before) or _BEHIND_TOWN.search(use.before)) or bool(_OF_TITLE.match(use.after))
    ends = not use.after.strip(" ?.!")
    if _SAID_SO.search(use.before) and ends:
        return False
    return bool(_BEFORE_TITLE.search(use.before) and (_AFTER_TITLE.match(use.after) or ends)) or _listed(use)


def _listed(use: Use) -> bool:
    """Whether something that goes with a title stands right behind, whatever stands before."""
    return bool(
        re.match(r"^\s*(?:/|in\b|or\b|vs\b|degrees?\b|programs?\b|ones\b)", use.after, re.IGNORECASE)
    ) and not re.search(r"\bmy\s+$", use.before)


def _is_place(use: Use) -> bool:
    if _ONE_OF.search(use.before) and not _STUDYING.match(use.after):
        return False
    if _IS_SCHOOL.match(use.after) and use.typed[:1].isupper():
        return False
    if _LEADS_TO_PLACE.search(use.before):
        return True
    if _CALLED.search(use.before) or _IS_A_BAND.match(use.after):
        return False
    return not _GENRE.match(use.after)
