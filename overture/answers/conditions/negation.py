"""Whether a thing named in a message is wanted or not: "no GRE", "not in Texas", "anything but online".

From each thing the words before it are walked back over those that lead from a
negation to what it negates ("don't *want to study in* Texas"); any other word ends its
reach.  So an unknown way of speaking is read as no negation of this thing at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

# Stands for words that look like a negation and are none ("why not", "not only", "don't you").
NEUTRAL = "~"
# Stands for "instead of" and "rather than", which say less of other things of the kind than "not" does.
INSTEAD = "insteadof"
_NEGATIONS = frozenset(
    "no not without never neither nor except non avoid avoiding skip skipping minus zero nothing hate hates "
    "dislike insteadof refuse refuses waive waives waiving".split()
)
_FAR = 9  # words
_TOKEN = re.compile(r"[\w/]+|\S")

_AUXILIARIES = r"(?:do|does|did|is|are|was|were|could|would|should|must|need|have|has|had)"
# Ways to write a negation -> the plain one; the order counts.
_PLAIN = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\bca(?:n'?t|nnot|n not)\b", "can not"),
        (r"\bwon'?t\b", "will not"),
        (rf"\b({_AUXILIARIES})n'?t\b", r"\1 not"),
        (r"\bain'?t\b", "is not"),
        (r"\binstead of\b|\brather than\b", INSTEAD),
        (r"\bw/o\b|\bw/?out\b|\bwith out\b|\bfree of\b|\bsans\b", "without"),
        (r"\bnon-(?!profit)|\bnon (?!-?profit)", "non "),
        (
            r"\b(?:any(?:thing|where|one|place)?|every(?:thing|where)?|all|nothing) (?:but|except|besides)\b"
            r"|\bother than\b|\b(?:apart|aside|away) from\b"
            r"|\b(?:leave|leaving|take|taking|cut|cutting|filter|throw|kick) out\b|\b(?:remove|ditch)\b(?! (?:all "
            r"|the |those |these |my )*(?:filter|condition|criteria))"
            r"|\bexcept for\b(?!-|\s?profit)|\bexclud(?:e|es|ing)\b|\bbesides\b|\brul(?:e|ing) out\b",
            "except",
        ),
    )
)
# Negations of something else: what the speaker knows or minds, a doubt, a suggestion, half of "not only".
_NEUTRAL = re.compile(
    r"\bnot (?:only|just|necessarily|always|exactly|sure|certain|really sure|even sure|picky|bad|all|every"
    r"|many|about(?! to)"
    r"|too (?:sure|picky|fussy)|a (?:problem|big deal|must)|an issue|to mention)\b"
    r"|\b(?:if|or|whether or|why|how come) not\b"
    r"|\b(?:do|does|did|would|will|should) not (?:really |even |quite )?"
    r"(?:mind|care|know|understand|see|worry|forget|matter|believe|remember|find|get why|seem|bother)\b"
    r"|\b(?:can|could|did|have|has) not (?:find|found|see|seen|decide|tell|figure|say|remember|wait|believe|help)\b"
    r"|\bno (?:idea|clue|problem|matter|worries|rush|doubt|preference|longer(?! than)|one|thanks|thank"
    r"|wonder|offen[cs]e"
    r"|(?:i|we|you|it|that|wait|sorry|actually|in|near|only|just|the)\b)"
    rf"|(?:^|(?<=[.?!;,] ))(?:(?:and|but|so|well) )?(?:{_AUXILIARIES}|can) not "
    r"(?=(?:you|they|i|we|he|she|any|there|it|some|most|all|schools|programs|colleges|universities)\b)"
)

# Words that lead from a negation to a place, to a way of studying, to something asked of applicants.
_COMMON = frozenset(
    "a an the any this that to in at on of for with my your me i you be been being is are want wants wanted "
    "wanting need looking look interested like really also even all one ones thing something do doing go going "
    "have having has get getting school schools program programs programme programmes college colleges university "
    "universities place places degree degrees option options".split()
)
FOR_PLACES = _COMMON - {"need"} | frozenset(
    "from near around by more show give recommend include list live lives living study studying move moving "
    "relocate relocating about anywhere located based stay staying work working attend attending somewhere big "
    "large small major city cities town like such as up down south north far".split()
)
FOR_STUDY = _COMMON | frozenset(
    "fully completely entirely purely strictly 100 percent study studying attend attending class classes course "
    "courses fan into big learn learning teach teaches teaching meet taught offered take taking by it master "
    "masters bachelor bachelors".split()
)
FOR_DEMANDS = _COMMON | frozenset(
    "ask asks asked asking make makes making took taken done written music theory know knowing reading playing "
    "require requires required requiring requirement demand demands insist insists needs needing use consider "
    "considers care involve involves include includes look looks sit sitting write writing take taking submit "
    "submitting send sending pass passing formal mandatory separate minimum kind sort extra prior previous final "
    "live master's masters hand paying pay you them us applicants students their its hold holds holding end ends "
    "ending finish finishes conclude concludes".split()
)
FOR_TYPES = _COMMON | frozenset("big expensive another it".split())

# What may stand between two things of one list, and what takes the wish back behind a thing.
_LINK = re.compile(
    r"\s*(?P<link>,?\s*(?:or|nor)|,?\s*(?:and|&)|/|,)\s*(?P<lead>(?:a|an|any|the|in|near|on|at|no|not)\s)?\s*$"
)
_TAKEN_BACK = re.compile(
    r"\s*(?:scores?|requirements?|exams?|tests?|results?)?\s*"
    r"(?:(?:is|are|be|being|that is|that are|was)\s+)?"
    r"(?:(?:not|never|no longer)\s+(?:\w+\s)?(?:required|needed|necessary|wanted|mandatory|asked"
    r"|compulsory|obligatory|an option"
    r"|for me|my thing|possible|a must|part of)"
    r"|(?:do|does|will|would|is) not (?:work|suit|fit|count|interest|appeal|happen)"
    r"|(?:(?:is|are)\s+)?(?:-\s?)?(?:optional(?! or)|free\b|waived|exempt|unnecessary|out of the question|blind))"
)


@dataclass(frozen=True)
class Polarity:
    """How a thing is spoken of: wanted, unwanted (by which word), or neither."""

    wanted: bool
    by: str = ""

    @property
    def unwanted(self) -> bool:
        """Whether it is negated."""
        return not self.wanted and self.by != NEUTRAL


WANTED = Polarity(True)


def plain_negations(text: str) -> str:
    """The lower-case text with all negations as "not", "no" or "without" and neutral ones as a sign."""
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text)
    return _NEUTRAL.sub(NEUTRAL + " ", text)


def polarities(text: str, spans: Sequence[tuple[int, int]], passing: Collection[str]) -> list[Polarity]:
    """How each of some things in a text is spoken of, in order.

    Args:
        text: after :func:`plain_negations`.
        spans: where the things stand, as offsets, in order.
        passing: words over which a negation reaches them.
    """
    found: list[Polarity] = []
    for index, (start, _) in enumerate(spans):
        own = _before(text[:start], passing)
        if own is WANTED and index and found[-1].unwanted and _linked(text, spans, index, found[-1].by):
            own = found[-1]
        found.append(own)
    return _taken_back(text, spans, found)


def _before(left: str, passing: Collection[str]) -> Polarity:
    """The negation whose reach covers what follows."""
    for word in reversed(_TOKEN.findall(left[-90:])[-_FAR:]):
        if word == NEUTRAL or word in _NEGATIONS:
            return Polarity(False, word)
        if word not in passing:
            break
    return WANTED


def _linked(text: str, spans: Sequence[tuple[int, int]], index: int, by: str) -> bool:
    """Whether a thing goes on the list that the thing before it stands in."""
    link = _LINK.match(text[spans[index - 1][1] : spans[index][0]])
    if not link:
        return False
    sign, lead = link["link"].strip(" ,"), (link["lead"] or "").strip()
    if sign in ("or", "nor", "/"):
        return True
    if sign in ("and", "&"):
        return not lead or by == "without"
    return index + 1 < len(spans) and _linked(text, spans, index + 1, by)


def _taken_back(text: str, spans: Sequence[tuple[int, int]], found: list[Polarity]) -> list[Polarity]:
    """With what is negated behind it: "GRE and audition not required"."""
    for index in reversed(range(len(spans))):
        end = spans[index][1]
        if found[index] is not WANTED:
            continue
        if _TAKEN_BACK.match(text[end : end + 60]):
            found[index] = Polarity(False, "not")
        elif index + 1 < len(spans) and found[index + 1] == Polarity(False, "not"):
            link = _LINK.match(text[end : spans[index + 1][0]])
            if link and not _before(text[: spans[index + 1][0]], ()).unwanted and link["link"].strip(" ,"):
                found[index] = found[index + 1]
    return found
