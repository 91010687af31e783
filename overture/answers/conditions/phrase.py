"""A message as the readers of conditions see it: plain lower-case words, with signs for the things named.

"No GRE, pls, and not in Texas!" becomes "no R, pls, and not in P!" where R and P are
single characters that stand for the requirement and the place.  So a pattern speaks of
"a place" whatever its name, and no word within a name is taken for a condition: the
"Online" of a school's name is not a wish to study online.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from overture.answers.base.model import Mentioned
from overture.answers.conditions.negation import plain_negations
from overture.answers.conditions.numerals import in_digits
from overture.answers.conditions.slips import mend

# The signs of each kind: a row of characters that no keyboard types.
_ROWS = {"place": 0xE000, "requirement": 0xE100, "level": 0xE200, "degree": 0xE300, "school": 0xE400, "career": 0xE500}
_ROW = 0x100
PLACE = "[\ue000-\ue0ff]"
REQUIREMENT = "[\ue100-\ue1ff]"
LEVEL = "[\ue200-\ue2ff]"
DEGREE = "[\ue300-\ue3ff]"
SCHOOL = "[\ue400-\ue4ff]"
TITLE = "[\ue200-\ue3ff]"
SIGN = "[\ue000-\ue5ff]"
# A word, or the sign of a thing.
WORD = r"(?:[\w'-]+|[\ue000-\ue5ff])"
# Where a word ends that may be a sign.
END = r"(?!\w)"
# What is studied at: the nouns that make a condition one on schools and programs.
SCHOOLS = (
    r"(?:schools?|programs?|programmes?|progs?|univers(?:ity|ities)|unis?|colleges?|institutions?|institutes?"
    r"|conservator(?:y|ies)|hbcus?|ones?|degrees?|[\ue200-\ue3ff])"
)
# Requirements and levels in other words than those of the knowledge.  All of these are wording.
_SAID = (
    ("requirement", "thesis", r"(?:master'?s )?(?:thesis|theses|dissertation)"),
    (
        "requirement",
        "letters",
        r"letters? of rec\w*|rec letters?|(?<!cover )letters|recs|recommendations?|recommenders|references",
    ),
    ("requirement", "statement-of-purpose", r"essays?|sop"),
    ("requirement", "entrance-exam", r"(?:entrance|entry|admissions?|placement) (?:exams?|tests?)|exams?"),
    ("requirement", "audition", r"auditions?|auditioning"),
    ("requirement", "admission-interview", r"interviews?|interviewing"),
    ("requirement", "portfolio", r"portfolios?"),
    ("requirement", "english-test", r"toefl|ielts"),
    ("requirement", "gre", r"gres?|(?:gre )?standardi[sz]ed tests?"),
    ("requirement", "prescreening", r"pre-?screen(?:ing)?s?"),
    ("requirement", "writing-sample", r"writing samples?"),
    ("requirement", "gpa", r"gpas"),
    (
        "level",
        "master",
        r"(?:post)?grad(?:uate)?(?= (?:programs?|programmes?|degrees?|schools?|courses?|options?))|postgrads?",
    ),
    ("level", "bachelor", r"undergrads?|undergraduate"),
    ("level", "doctorate", r"doctoral|doctorates?"),
)
_WORDINGS = re.compile(r"\b(?:" + "|".join(rf"(?P<w{i}>{pattern})" for i, (_, _, pattern) in enumerate(_SAID)) + r")\b")

_CHARACTERS = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\n": "."})
_LETTERS = re.compile(r"[a-z]{2,}")
_SIGNS = re.compile(r"[\ue000-\uf8ff]")
_STUDIED = re.compile(r"\b(?:audio|music|sound|plug-?in|creative)[ -]$", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
# Kinds of mentions that stand as signs; courses, terms and topics stay as words, being fields of study as well.
_KINDS = {kind: kind for kind in _ROWS} | {"program": "school"}


@dataclass(frozen=True)
class Spot:
    """A thing named in a message: its kind, the ids it may stand for, and its place as character offsets."""

    kind: str
    ids: tuple[str, ...]
    start: int = -1
    end: int = -1


@dataclass(frozen=True)
class Phrase:
    """The words of a message with a sign for each thing; ``spots`` goes from sign to thing."""

    text: str
    spots: Mapping[str, Spot] = field(default_factory=dict)

    def signs(self, *kinds: str) -> list[tuple[int, Spot]]:
        """Where things of some kinds stand in the words, and what they are, in order."""
        return [
            (at, self.spots[c]) for at, c in enumerate(self.text) if c in self.spots and self.spots[c].kind in kinds
        ]


def spots_of(text: str, about: Iterable[Mentioned]) -> list[Spot]:
    """The mentions that are read as signs; places are found by :mod:`overture.answers.conditions.place_finder`."""
    return [
        Spot(_KINDS[m.subject.kind], (m.subject.id,), m.start, m.end)
        for m in about
        if m.subject.kind in _KINDS and m.subject.kind != "place" and 0 <= m.start < m.end and not _of_a_field(m, text)
    ]


def _of_a_field(mentioned: Mentioned, text: str) -> bool:
    """Whether "programming" is what is studied ("audio programming") rather than asked of applicants."""
    return mentioned.subject.id == "math-programming" and bool(_STUDIED.search(text[: mentioned.start]))


def phrase(text: str, spots: Sequence[Spot]) -> Phrase:
    """The message with its things as signs and its spelling put right.

    Args:
        text: as typed.
        spots: things named in it; where two overlap, the earlier in the list wins.
    """
    text = _SIGNS.sub(" ", text).translate(_CHARACTERS)
    signs: dict[str, Spot] = {}
    pieces, at = [], 0
    for spot in _apart(spots):
        pieces += [_plain(text[at : spot.start]), _sign(spot, signs)]
        at = spot.end
    pieces.append(_plain(text[at:]))
    words = _WORDINGS.sub(lambda found: _worded(found, signs), in_digits("".join(pieces)))
    return Phrase(_SPACE.sub(" ", plain_negations(_SPACE.sub(" ", words))).strip(), signs)


def _plain(text: str) -> str:
    return _LETTERS.sub(lambda word: mend(word.group()), text.lower())


def _apart(spots: Sequence[Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for spot in spots:
        if all(spot.end <= other.start or other.end <= spot.start for other in kept):
            kept.append(spot)
    return sorted(kept, key=lambda spot: spot.start)


def _sign(spot: Spot, signs: dict[str, Spot]) -> str:
    """A new sign for a thing; a message of more than 255 of a kind leaves the rest out."""
    first = _ROWS[spot.kind]
    used = sum(1 for other in signs.values() if other.kind == spot.kind)
    if used >= _ROW:
        return " "
    signs[chr(first + used)] = spot
    return chr(first + used)


def _worded(found: re.Match[str], signs: dict[str, Spot]) -> str:
    kind, id, _ = _SAID[int((found.lastgroup or "w0")[1:])]
    return _sign(Spot(kind, (id,)), signs)
