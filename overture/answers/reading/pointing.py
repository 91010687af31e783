"""What "the second one", "both of them", "the other one" and "the cheaper one" stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from overture.answers.base.context import FACET_KINDS, FIRST_FACET, THINGS, Context
from overture.answers.base.model import Facet, Filters, Mentioned, Remark, Shape
from overture.answers.study.program_words import FACETS
from overture.knowledge import Knowledge, Subject, prices
from overture.knowledge.criteria import criteria

_OFFERS = frozenset({"school", "program"})
_LISTS = (Shape.LIST, Shape.COUNT, Shape.BEST)
# After these, something picked out of them is to be told about rather than asked for the same.
_OVERVIEWS = frozenset(
    {Facet.SCHOOLS, Facet.COMPARE, Facet.CAREERS, Facet.DEGREE_TITLES, Facet.CONCENTRATIONS, Facet.COURSES}
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
_PLACES = {
    word: place
    for place, words in enumerate(
        (
            "first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th",
            "eighth 8th", "ninth 9th", "tenth 10th",
        )
    )
    for word in words.split()
}  # fmt: skip
_ORDINAL = "|".join((*_PLACES, "last"))
_NOUN = (
    r"(?:ones?|schools?|programs?|programmes?|univers\w+|unis?|colleges?|options?|jobs?|careers?|degrees?|titles?|tracks?"
    r"|courses?|places?)"
)
_ENDS = (
    r"(?=\s*(?:$|[?.!,;:]|please|pls|and|or|is|has|have|does|do|did|was|costs?|takes?|needs?|asks?|wants?|sounds|looks|then"
    r"|instead|again|vs|versus|in|on|of)\b|\s*(?:$|[?.!,;:]))"
)
_POINTS = re.compile(
    rf"\b(?:the|that|your|its|and) (?P<ordinal>{_ORDINAL})(?: (?P<count>two|three|four|[2-4]))?"
    rf"(?: (?P<noun>{_NOUN})\b|{_ENDS})"
    rf"|^\W*(?P<bare>{_ORDINAL})(?: (?P<bare_noun>{_NOUN}))?\W*$"
    r"|(?:\b(?:number|no\.?|option|choice|nr\.?)\s?|#\s?)(?P<number>\d{1,2})\b|^\W*(?P<digit>\d{1,2})\W*$"
)
# "The second year" is no second thing of a list.
_NOT_POINTING = re.compile(r"\b(?:years?|semesters?|terms?|rounds?|time|language|half|instrument|study|name)\b")
_GROUP = re.compile(
    r"\bboth\b(?! (?:a|an|my|the)\b)|\bthe (?P<count>two|three|four)\b(?! (?:years?|semesters?|main|usual)\b)"
    r"|\ball (?P<all>three|four)\b|\b(?:compare|between|of|put) (?:them|those|these|the two)\b|\bside by side\b"
    r"|\b(?:each other|one another)\b"
)
# Means the things before it only in a short message that asks for nothing else.
_WHICH = re.compile(
    r"\bwhich (?:one )?(?:is|pays?|costs?|takes|has|earns?|makes|needs|would)\b|\bwhich one\b"
    r"|\bwhat(?:'s| is| are) the differences?\b(?! (?:between|from|to|in)\b)|\bwho (?:earns|makes|gets paid)\b"
)
_SHORT = 8
_COMPARES = re.compile(
    r"\bwhich\b|\bdiffer\w*|\bcompar\w+|\bside by side\b|\b(?:better|worse|easier|harder)\b|\bwho (?:earns|makes)\b"
)
# Asked of several programs together these are answered in a table of their own.
_OF_SEVERAL = frozenset({*FACETS, Facet.SALARY} - {Facet.COST})
_OTHER = re.compile(
    r"\bthe other(?: (?:one|school|program|university|college|job|degree|title|track|two))?"
    r"(?=\W*$|\W*[?.!,;]| (?:is|has|do|does|one)\b)"
)
_FORMER = re.compile(r"\bthe (?P<which>former|latter)\b")
_MORE = re.compile(
    r"\bthe (?P<word>cheaper|cheapest|less expensive|least expensive|more affordable|pricier|more expensive|shorter"
    r"|shortest|quicker|faster|longer|better[- ]paid|best[- ]paid|higher[- ]paid|better[- ]paying"
    r"|higher[- ]paying|lower[- ]paid)"
    r"(?: (?:one|school|program|university|college|job|option|of (?:the two|them|those|these)))?"
    r"(?=\W*$|\W*[?.!,;]| (?:is|has|do|does|please)\b)"
)
# Words that say no more than the pointing itself.
_EMPTY = re.compile(
    r"\b(?:ok(?:ay)?|and|so|what|how|about|tell|me|more|on|then|please|pls|the|that|of|them|those|these|in|list|your|show|i"
    r"|want|would|like|go|with|take|choose|pick|to|hear|details?|give|info|information|um|uh|hm+|well|yes|no|for|one|let'?s"
    r"|see|same|thing|now|sorry|meant|mean|not|think|actually|maybe)\b|\W+"
)


@dataclass(frozen=True)
class Reference:
    """The things pointed at.

    ``bare`` where the message says nothing beside, ``group`` where several are meant together.
    """

    about: tuple[Mentioned, ...]
    bare: bool = False
    group: bool = False


def pointed(
    text: str,
    named: Sequence[Mentioned],
    found: Filters,
    shape: Shape,
    context: Context,
    knowledge: Knowledge,
) -> Optional[Reference]:
    """What the words of a message point at.

    Args:
        text: the message or a clause of it, as typed.
        named: what it names by itself.
        found: the conditions that it puts; under some of its own it asks for another list.
        shape: the shape of answer that it asks for.
        context: what has been listed and talked about.
        knowledge: prices, lengths and pay, for "the cheaper one".

    Returns:
        None where it points at nothing, or at nothing that is there.
    """
    words = text.lower().replace("’", "'")
    things = [m for m in named if m.subject.kind in THINGS]
    for read in (_pointed, _chosen, _former, _other):
        one = read(words, context, knowledge)
        if one:
            match, about = one
            return Reference(about, bare=not things and _says_nothing(words, match))
    narrows = criteria(found) and (context.facet is Facet.SCHOOLS or shape in _LISTS)
    return None if things or narrows else _together(words, named, context)


def beyond(text: str, context: Context) -> Optional[Remark]:
    """How long the last list is, where a message points at something behind its end: "the second one" of one."""
    words = text.lower().replace("’", "'")
    match, listed = _POINTS.search(words), len(context.listed)
    if not match or not listed or _NOT_POINTING.match(words[match.end() :].lstrip()):
        return None
    ordinal = match["ordinal"] or match["bare"]
    place = _PLACES.get(ordinal, 0) if ordinal else int(match["number"] or match["digit"]) - 1
    if place < listed:
        return None
    return Remark((f"I named {'only one' if listed == 1 else f'no more than {listed}'} of them",))


def _together(words: str, named: Sequence[Mentioned], context: Context) -> Optional[Reference]:
    """For "both of them" and "which pays more"."""
    match = _GROUP.search(words)
    if not match and len(words.split()) <= _SHORT and not any(m.subject.kind == "place" for m in named):
        match = _WHICH.search(words)
    if not match:
        return None
    counted = match.groupdict()
    about = _all_jobs(context) or _group(context, _COUNTS.get(counted.get("count") or counted.get("all") or "", 0))
    return Reference(about, bare=_says_nothing(words, match), group=True) if about else None


def facet_of(reference: Reference, facet: Optional[Facet], text: str, context: Context) -> Facet:
    """What is asked of the things pointed at.

    Args:
        reference: the things.
        facet: what the message seems to ask by itself; not counted where it says nothing more.
        text: the message.
        context: what was asked before, and may be asked of these as well.
    """
    kind = reference.about[0].subject.kind
    if len(reference.about) > max(_COUNTS.values()):
        return facet if facet in (Facet.OUTLOOK, Facet.JOB_EDUCATION) else Facet.SALARY
    if len(reference.about) > 1 and _is_compared(reference, facet, text):
        return Facet.COMPARE
    if not reference.bare and facet and facet is not Facet.COMPARE and kind in FACET_KINDS.get(facet, ()):
        return facet
    before = context.facet
    goes_on = before and before not in _OVERVIEWS and kind in FACET_KINDS.get(before, ())
    return before if before and goes_on else FIRST_FACET[kind]


def _is_compared(reference: Reference, facet: Optional[Facet], text: str) -> bool:
    if facet is Facet.COMPARE or (reference.group and reference.bare):
        return True
    compares = facet not in FACET_KINDS or bool(_COMPARES.search(text.lower()))
    return facet not in _OF_SEVERAL and compares and (reference.group or facet is not None)


def paired(named: Sequence[Mentioned], context: Context) -> tuple[Mentioned, ...]:
    """The two sides of a comparison that names one: the other is what was talked about last of that kind."""
    things = [m for m in named if m.subject.kind in THINGS]
    if len({m.subject for m in things}) != 1:
        return tuple(named)
    kind = things[0].subject.kind
    kinds = _OFFERS if kind in _OFFERS else {kind}
    others = [m for m in context.recent if m.subject.kind in kinds and m.subject != things[0].subject]
    return (*others[-1:], *named)


_Found = Optional[tuple[re.Match[str], tuple[Mentioned, ...]]]


def _pointed(words: str, context: Context, knowledge: Knowledge) -> _Found:
    """For example "the second one", "the first two", "number 3", "the last"."""
    match = _POINTS.search(words)
    if not match or not context.listed or _NOT_POINTING.match(words[match.end() :].lstrip()):
        return None
    listed, ordinal = context.listed, match["ordinal"] or match["bare"]
    if ordinal is None:
        place = int(match["number"] or match["digit"]) - 1
        return (match, listed[place : place + 1]) if 0 <= place < len(listed) else None
    many = _COUNTS.get(match["count"] or "", 1)
    if ordinal == "last":
        return match, listed[-many:]
    about = listed[_PLACES[ordinal] :][:many]
    return (match, about) if about else None


def _chosen(words: str, context: Context, knowledge: Knowledge) -> _Found:
    """For "the cheaper one": of the things together, by a measure that is known of each."""
    match = _MORE.search(words)
    if not match:
        return None
    word = match["word"].replace("-", " ")
    measure, highest = _MEASURES[word]
    known = [(value, m) for m in _group(context) if (value := measure(m.subject, knowledge)) is not None]
    if len(known) < 2 or len({value for value, _ in known}) < 2:
        return None
    known.sort(key=lambda pair: pair[0], reverse=highest)
    return match, (known[0][1],)


def _former(words: str, context: Context, knowledge: Knowledge) -> _Found:
    match, group = _FORMER.search(words), _group(context, 2)
    return (match, group[:1] if match["which"] == "former" else group[-1:]) if match and group else None


def _other(words: str, context: Context, knowledge: Knowledge) -> _Found:
    """For "the other one": of two things the one that was not talked about last."""
    match = _OTHER.search(words)
    if not match:
        return None
    now = {m.subject for m in context.about}
    pair = context.listed if len(context.listed) == 2 else ()
    rest = [m for m in pair if m.subject not in now]
    if len(rest) != 1:
        rest = [m for m in context.recent if m.subject not in now][-1:]
    return (match, tuple(rest)) if rest else None


def _all_jobs(context: Context) -> tuple[Mentioned, ...]:
    """The jobs listed last, however many: "which of those pays most"."""
    jobs = tuple(m for m in context.listed if m.subject.kind == "career")
    return jobs if len(jobs) > max(_COUNTS.values()) and len(jobs) == len(context.listed) else ()


def _group(context: Context, number: int = 0) -> tuple[Mentioned, ...]:
    """The things that "them" means: those compared or asked about together, or one after the other."""
    together = tuple(m for m in context.about if m.subject.kind in THINGS)
    groups = [together, context.listed if context.fresh else (), _alike(context.recent), context.listed]
    for group in groups:
        if len(group) == number if number else 2 <= len(group) <= max(_COUNTS.values()):
            return group
    return ()


def _alike(recent: Sequence[Mentioned]) -> tuple[Mentioned, ...]:
    """The last two things of one kind."""
    if len(recent) < 2:
        return ()
    kinds = _OFFERS if recent[-1].subject.kind in _OFFERS else {recent[-1].subject.kind}
    return tuple(m for m in recent if m.subject.kind in kinds)[-2:] if recent[-2].subject.kind in kinds else ()


def _says_nothing(words: str, match: re.Match[str]) -> bool:
    return not _EMPTY.sub("", f"{words[: match.start()]} {words[match.end() :]}")


def _price(subject: Subject, knowledge: Knowledge) -> Optional[float]:
    """US dollars a year, for people from outside the state."""
    if subject.kind == "program" and subject.id in knowledge.programs:
        price = knowledge.catalog.price(knowledge.programs[subject.id])
        return price.other if price else None
    school = knowledge.institutions.get(subject.id) if subject.kind == "school" else None
    price = prices.of_school(school.row.unitid, knowledge.tables) if school and school.row else None
    return price.other if price else None


def _years(subject: Subject, knowledge: Knowledge) -> Optional[float]:
    """Planned years of full-time study; of a school those of its program where it has one only."""
    program = knowledge.programs.get(subject.id) if subject.kind == "program" else None
    school = knowledge.institutions.get(subject.id) if subject.kind == "school" else None
    if school and len(school.programs) == 1:
        program = school.programs[0]
    return program.length.years_min if program and program.length else None


def _pay(subject: Subject, knowledge: Knowledge) -> Optional[float]:
    """Median US dollars a year."""
    career = knowledge.careers.get(subject.id) if subject.kind == "career" else None
    wage = career.wage("USD a year") if career else None
    return wage.median if wage else None


# By word: the measure, and whether the highest is meant.
_MEASURES: Mapping[str, tuple[Callable[[Subject, Knowledge], Optional[float]], bool]] = {
    **dict.fromkeys(("cheaper", "cheapest", "less expensive", "least expensive", "more affordable"), (_price, False)),
    **dict.fromkeys(("pricier", "more expensive"), (_price, True)),
    **dict.fromkeys(("shorter", "shortest", "quicker", "faster"), (_years, False)),
    "longer": (_years, True),
    **dict.fromkeys(("better paid", "best paid", "higher paid", "better paying", "higher paying"), (_pay, True)),
    "lower paid": (_pay, False),
}
