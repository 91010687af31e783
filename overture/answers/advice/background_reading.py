"""From words to what somebody brings along: "i only have a psych BA, 3.1, and i can't read music"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Optional

from overture.answers.advice import background_words as wording
from overture.answers.advice.advice_lexicon import Lexicon, lexicons
from overture.answers.advice.background import LEVELS, OTHER, Background
from overture.answers.conditions.numerals import in_digits
from overture.knowledge import Knowledge

_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "\n": ".", "–": "-", "—": "-"})
_SUBJECT = (
    r"(?P<subject>[a-z][\w&'/+-]*(?: (?!but\b|so\b|while\b|take\b|with\b|from\b|at\b|i\b|who\b|which\b|that\b"
    r"|is\b|was\b|will\b|can\b|enough\b|or\b|plus\b|then\b|not\b|, )[\w&'/+-]+){0,4})"
)
_TITLE = "|".join(f"(?P<t{index}>{title})" for index, (_, title) in enumerate(wording.TITLES))
_TITLE_OF = re.compile(rf"\b(?:{_TITLE})(?!\w)(?: degree| diploma)?(?: (?:was|is))?(?:,? (?:in|of) {_SUBJECT})?")
_OF_PEOPLE = re.compile(rf"\b(?P<before>(?:[\w&'/+-]+ ){{1,4}}){wording.PEOPLE}\b")
_STUDIED = re.compile(
    rf"\b(?:major(?:ed|ing|s)? in|minor(?:ed|ing)? in|graduat(?:ed|ing) in|trained in|(?:i|he|she|we|had|have"
    rf"|'ve) (?:\w+ )?stud(?:ied|ying|y)|studied|studying) "
    rf"(?!for\b|at\b|in\b|abroad\b|hard\b|online\b|music production\b|this\b|it\b|there\b|here\b|while\b|part\b"
    rf"|to\b|with\b){_SUBJECT}"
)
_BEFORE = 60
# So far behind a title its subject may begin: "a degree in, I think, physics".
_SOON = 12
_BARE = ("degree", "major", "diploma")
_MUSICAL = re.compile(r"of music$|^b\.? ?mus|^b\.?m\.?$")
_NONE_YET = re.compile(r"\W*(?:no|nope|nah|not yet|nothing|i do ?n[o']t|i don'?t|dont have one)\b(?! (?:music|audio))")
_HAS_ONE = re.compile(r"\W*(?:yes|yep|yeah|yup|i do|sure)\b")
# Subjects that are ordinary words elsewhere: "a BS in IT".
_ONLY_BEHIND = frozenset({"it"})
_NAMES = {word: word.capitalize() for word in ("english", "spanish", "french", "german", "american", "african")}
_NAMES |= {word: word.upper() for word in ("cs", "cse", "ee", "ece", "it", "bm", "bba", "tv")}
_CLAUSE = re.compile(r"[.?!;]")
# What is no part of a subject where it stands last in it.
_TRAILING = re.compile(
    r"(?: (?:and|or|in|of|at|the|a|an|my|now|too|years?|ago|degree|only|btw|though|it|already|before|here|there"
    r"|me|get))+$"
)


@dataclass(frozen=True)
class Told:
    """What was told of a background, and where in the text it stands, as character offsets."""

    background: Background
    spans: tuple[tuple[int, int], ...] = ()

    def without(self, text: str) -> str:
        """The text with what tells of the background left blank; offsets stay."""
        for start, end in self.spans:
            text = f"{text[:start]}{',' * (end - start)}{text[end:]}"
        return text


@dataclass(frozen=True)
class _Degree:
    level: str
    subject: str
    said: str
    start: int
    end: int


def read_background(text: str, knowledge: Knowledge, answering: str = "") -> Told:
    """What a text tells of somebody's background.

    Args:
        text: a message or a part of it, as typed.
        knowledge: whose subjects are meant.
        answering: what was asked for, if anything: "degree", "grades" or "work"; then a bare
            "psych", "3.4" or "none" tells something too.
    """
    plain = text.lower().translate(_PLAIN)
    if len(plain) != len(text):
        return Told(Background())
    degrees = list(_degrees(plain, lexicons(knowledge).backgrounds, bool(answering)))
    found = _highest(degrees)
    level = found.level if found else _level_without_title(plain, answering)
    held = Background(level=level, subject=found.subject if found else "", said=_said(found.said) if found else "")
    spans = tuple((degree.start, degree.end) for degree in degrees)
    if answering == "degree" and not held:
        held, spans = _bare(plain, lexicons(knowledge).backgrounds)
    rest = replace(
        held,
        grades=_grades(plain, answering),
        honours=next((name for name, pattern in wording.HONOURS if pattern.search(plain)), ""),
        work=_work(plain, answering),
        reads=_either(plain, wording.NO_NOTATION, wording.NOTATION),
        plays=_either(plain, wording.NO_INSTRUMENT, wording.INSTRUMENT),
        portfolio=_either(plain, wording.NO_PORTFOLIO, wording.PORTFOLIO),
    )
    return Told(rest, spans)


def _said(words: str) -> str:
    """Lower-case words as they read in a sentence: "english lit" -> "English lit"."""
    return " ".join(_NAMES.get(word, word) for word in words.split())


def _highest(degrees: list[_Degree]) -> Optional[_Degree]:
    """The degree that counts: the first bachelor's, as that is what is asked for; else the highest."""
    known = sorted(degrees, key=lambda degree: (not degree.subject, degree.level != "bachelor"))
    if not known:
        return None
    top = max(degrees, key=lambda degree: LEVELS.index(degree.level))
    return replace(known[0], level=top.level)


def _degrees(text: str, subjects: Lexicon, lenient: bool) -> Iterator[_Degree]:
    """The degrees that are told of as held, from left to right."""
    done = -1
    matches = [*_TITLE_OF.finditer(text), *_OF_PEOPLE.finditer(text), *_STUDIED.finditer(text)]
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        degree = _READERS[match.re](match, text, subjects)
        if degree and degree.start >= done and _told(degree, match, text, lenient):
            done = degree.end
            yield degree


def _told(degree: _Degree, match: re.Match[str], text: str, lenient: bool) -> bool:
    if match.re is _STUDIED:
        return not _negated(text, degree.start)
    if not degree.subject and text[match.end() : match.end() + 2].strip().startswith("?"):
        return False  # "MFA? no, a BA"
    if match.group() in _BARE and not (degree.subject or (lenient and not _negated(text, degree.start))):
        return False
    return _held(text, degree.start, degree.end, lenient)


def _of_studied(match: re.Match[str], text: str, subjects: Lexicon) -> Optional[_Degree]:
    return _behind("bachelor", match, match.start(), subjects)


def _of_people(match: re.Match[str], text: str, subjects: Lexicon) -> Optional[_Degree]:
    found = _before(text, match.end("before"), subjects)
    return _Degree("bachelor", *found, match.end()) if found else None


def _of_title(match: re.Match[str], text: str, subjects: Lexicon) -> Optional[_Degree]:
    level = next(level for index, (level, _) in enumerate(wording.TITLES) if match[f"t{index}"])
    found = _before(text, match.start(), subjects)
    start = found[2] if found else match.start()
    if match["subject"]:
        return _behind(level, match, start, subjects)
    if found:
        return _Degree(level, *found, match.end())
    at = match.end()
    next_to = next((hit for hit in subjects.find(text[at : at + _BEFORE]) if hit.start == 1), None)
    if next_to:  # "BS mechanical engineering"
        return _Degree(level, next_to.id, text[at + 1 : at + next_to.end], start, at + next_to.end)
    music = "music" if _MUSICAL.search(match.group()) else ""
    return _Degree(level, music, music, start, at)


_READERS = {_TITLE_OF: _of_title, _OF_PEOPLE: _of_people, _STUDIED: _of_studied}


def _behind(level: str, match: re.Match[str], start: int, subjects: Lexicon) -> Optional[_Degree]:
    """The subject behind a title or "studied"; one that no record names is another subject, in its own words."""
    said, at = match["subject"], match.start("subject")
    first = next((hit for hit in subjects.find(said) if hit.start <= _SOON), None)
    if first:
        return _Degree(level, first.id, said[first.start : first.end], start, at + first.end)
    words = _TRAILING.sub("", " ".join(said.split(" ")[:3]))
    return _Degree(level, OTHER, words, start, at + len(words)) if words else None


def _before(text: str, end: int, subjects: Lexicon) -> Optional[tuple[str, str, int]]:
    """The subject right before a title: id, words and where it starts."""
    offset = max(0, end - _BEFORE)
    left = text[offset:end].rstrip()
    hits = [hit for hit in subjects.find(left) if hit.end == len(left)]
    if not hits or left[hits[-1].start :] in _ONLY_BEHIND:
        return None
    return hits[-1].id, left[hits[-1].start :], offset + hits[-1].start


def _held(text: str, start: int, end: int, lenient: bool) -> bool:
    left = _CLAUSE.split(text[max(0, start - _BEFORE) : start])[-1]
    if wording.ENOUGH.match(text, end) or wording.HELD_AFTER_ALL.search(left):
        return True
    if wording.NOT_HELD.search(left) or (wording.WANTED.search(left) and not wording.OWNED.search(left)):
        return False
    return lenient or bool(wording.HELD.search(left))


def _negated(text: str, start: int) -> bool:
    left = _CLAUSE.split(text[max(0, start - _BEFORE) : start])[-1]
    return bool(
        re.search(r"\b(?:no|not|never|without|n't|want to|going to|can i|could i|should i|do i|to)(?: \w+)? $", left)
    )


def _level_without_title(text: str, answering: str) -> Optional[str]:
    if wording.SCHOOL.search(text):
        return "school"
    none = wording.NONE.search(text)
    if none and not wording.NOT_NONE.search(text[none.start() : none.end() + 12]):
        bare = none.group() in ("none", "neither")
        return "none" if not bare or answering == "degree" else None
    return None


def _bare(text: str, subjects: Lexicon) -> tuple[Background, tuple[tuple[int, int], ...]]:
    """A degree told in answer to the question for it, and where: "psych", "nope", "electrical engineering, 2014"."""
    if _NONE_YET.match(text):
        return Background(level="none"), ()
    hits = [hit for hit in subjects.find(text) if text[hit.start : hit.end] not in _ONLY_BEHIND]
    if hits:
        said = _said(text[hits[0].start : hits[0].end])
        return Background(level="bachelor", subject=hits[0].id, said=said), ((hits[0].start, hits[0].end),)
    return (Background(level="bachelor") if _HAS_ONE.match(text) else Background()), ()


def _grades(text: str, answering: str) -> Optional[float]:
    found = wording.GRADES.search(text)
    if not found and answering == "grades":
        found = wording.BARE_GRADE.search(in_digits(text))
    if not found and answering:
        found = wording.DECIMAL_GRADE.search(text)
    if not found:
        return None
    number = next(value for value in found.groupdict().values() if value)
    return float(number.replace(",", "."))


def _work(text: str, answering: str) -> Optional[bool]:
    negative = wording.NO_WORK.search(text)
    if negative and (
        answering == "work"
        or not negative.group().strip().startswith(("no", "none", "nope", "nah", "never", "zero", "nothing", "not"))
        or "experience" in negative.group()
        or "never" in negative.group()
    ):
        return False
    if wording.WORK.search(text):
        return True
    return (
        True
        if answering == "work" and re.match(r"\W*(?:yes|yep|yeah|yup|sure|i do|i have|some|a bit|a little)\b", text)
        else None
    )


def _either(text: str, no: re.Pattern[str], yes: re.Pattern[str]) -> Optional[bool]:
    return False if no.search(text) else True if yes.search(text) else None
