"""Which of a program's stated requirements a background meets, which not, and what its pages leave open.

A page's silence is never a "no", and a requirement that is met is never a place: what is
compared is what stands on the pages, not anybody's chances.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Optional

from overture.answers.advice.advice_lexicon import lexicons
from overture.answers.advice.background import OTHER, Background
from overture.knowledge import Knowledge
from overture.knowledge.applicants import Background as Known
from overture.knowledge.programs import Ask, Program

DEGREE = "bachelors-degree"
WORK = "prior-audio-work"
# Words by which a list of fields stays open to others.
_OPEN_ENDED = re.compile(
    r"\b(?:other|others|another|such as|for example|something|similar|like|substantial|bears on|provisionally"
    r"|or one that)\b"
)
_NO_EXCEPTIONS = re.compile(r"\bno exceptions?\b")
# Values of ``subject`` whose text lists fields.
_LISTING = ("related", "technical")
_CONDITIONAL = re.compile(r"\b(?:if|only|can do|provisionally)\b")
_SENTENCE = re.compile(r"(?<=[.;])\s+")
# A sentence that takes something out ("does not ask for a music degree") lists nothing.
_NEGATIVE = re.compile(r"\b(?:not|no)\b")
_CLASSES = ("third", "2:2", "2:1", "first")


class Fit(enum.Enum):
    """How a background stands to something that a program states."""

    MEETS = "meets"
    MAY = "may"
    NOT = "not"
    OPEN = "open"


# From best to worst for the whole of a program.
_WORST_FIRST = (Fit.NOT, Fit.MAY, Fit.OPEN, Fit.MEETS)


@dataclass(frozen=True)
class Judged:
    """A stated requirement and how the background stands to it; no ``ask`` where nothing is stated."""

    requirement: str
    fit: Fit
    ask: Optional[Ask] = None


@dataclass(frozen=True)
class Sorted:
    """Programs by how a degree meets what they state on it.

    ``any_subject`` ask for a bachelor's and name no subject, ``silent`` say nothing of a
    degree in what is known of their pages.
    """

    meets: tuple[Program, ...] = ()
    any_subject: tuple[Program, ...] = ()
    may: tuple[Program, ...] = ()
    fails: tuple[Program, ...] = ()
    silent: tuple[Program, ...] = ()

    @property
    def stated(self) -> int:
        """How many programs state a condition on the degree."""
        return sum(map(len, (self.meets, self.any_subject, self.may, self.fails)))

    @property
    def met(self) -> tuple[Program, ...]:
        """Those whose stated condition on the degree is met."""
        return (*self.meets, *self.any_subject)


def judge(program: Program, background: Background, knowledge: Knowledge) -> list[Judged]:
    """How a background stands to each of a program's stated requirements that it says something about."""
    found = [_degree(program, background, knowledge)] if background.level or background.subject else []
    for name, judging in _JUDGING.items():
        ask = program.ask(name)
        fit = judging(ask, background, knowledge) if ask and ask.demand in ("required", "recommended") else None
        if ask and fit:
            found.append(Judged(name, Fit.MAY if fit is Fit.NOT and ask.demand == "recommended" else fit, ask))
    return found


def overall(judged: Iterable[Judged]) -> Fit:
    """How a background stands to a program as a whole: as to what it meets least."""
    return _worst(*(one.fit for one in judged))


def sort(programs: Iterable[Program], background: Background, knowledge: Knowledge) -> Sorted:
    """Programs by how a degree meets what they state on it."""
    groups: dict[str, list[Program]] = {}
    for program in programs:
        groups.setdefault(_group(_degree(program, background, knowledge)), []).append(program)
    return Sorted(**{name: tuple(found) for name, found in groups.items()})


def _group(judged: Judged) -> str:
    if judged.ask is None:
        return "silent"
    if judged.fit is Fit.MEETS:
        return "meets" if judged.ask.subject else "any_subject"
    return "fails" if judged.fit is Fit.NOT else "may"


def _degree(program: Program, background: Background, knowledge: Knowledge) -> Judged:
    ask = program.ask(DEGREE)
    if ask is None or ask.demand != "required":
        return Judged(DEGREE, Fit.OPEN, None)
    if background.graduate is False:
        return Judged(DEGREE, Fit.MAY if _stands_in(program, ask, background) else Fit.NOT, ask)
    return Judged(DEGREE, _worst(_subject(ask, background, knowledge), _honours(ask, background)), ask)


def _worst(*fits: Optional[Fit]) -> Fit:
    return next((fit for fit in _WORST_FIRST if fit in fits), Fit.OPEN)


def _honours(ask: Ask, background: Background) -> Optional[Fit]:
    """How a UK or Irish class stands to the one asked for; None where one of them isn't told."""
    wanted = {"second-class honours": "2:2"}.get(ask.degree_class or "", ask.degree_class)
    if wanted is None or background.honours not in _CLASSES:
        return None
    return Fit.MEETS if _CLASSES.index(background.honours) >= _CLASSES.index(wanted) else Fit.NOT


def _stands_in(program: Program, ask: Ask, background: Background) -> bool:
    """Whether experience may count in place of the degree, as far as it isn't said that there is none."""
    work = program.ask(WORK)
    accepted = work is not None and work.demand == "accepted" and not _NO_EXCEPTIONS.search(ask.text)
    return accepted and background.work is not False


def _subject(ask: Ask, background: Background, knowledge: Knowledge) -> Fit:
    """How the subject of a degree stands to the one asked for."""
    known = knowledge.backgrounds.get(background.subject)
    if ask.subject in (None, "any"):
        return Fit.MEETS
    if known is None:
        return Fit.OPEN
    if ask.subject in known.meets:
        return Fit.MEETS
    listed = _listed(ask.text, known, knowledge) if ask.subject in _LISTING else None
    if listed:
        return listed
    if ask.subject in known.may_meet or ask.subject == "relevant":
        return Fit.MAY
    # A list of fields may be left open for others.
    return Fit.MAY if ask.subject in _LISTING and _OPEN_ENDED.search(ask.text.lower()) else Fit.NOT


def _listed(text: str, known: Known, knowledge: Knowledge) -> Optional[Fit]:
    """Whether the fields that a page lists include a subject, as they stand or under a condition."""
    found = [_listed_in(sentence, known, knowledge) for sentence in _SENTENCE.split(text)]
    return next((fit for fit in (Fit.MEETS, Fit.MAY) if fit in found), None)


def _listed_in(sentence: str, known: Known, knowledge: Knowledge) -> Optional[Fit]:
    words = {sentence[hit.start : hit.end].lower() for hit in lexicons(knowledge).named.find(sentence)}
    if known.id == OTHER or _NEGATIVE.search(sentence) or not words & set(known.named):
        return None
    return Fit.MAY if _CONDITIONAL.search(sentence) else Fit.MEETS


def _gpa(ask: Ask, background: Background, knowledge: Knowledge) -> Optional[Fit]:
    if background.grades is None or ask.number is None:
        return None
    return Fit.MEETS if background.grades >= ask.number else Fit.NOT


def _work(ask: Ask, background: Background, knowledge: Knowledge) -> Optional[Fit]:
    if background.work is None:
        return None
    # How much is enough is for the school to say.
    return Fit.MAY if background.work else Fit.NOT


def _maths(ask: Ask, background: Background, knowledge: Knowledge) -> Optional[Fit]:
    known = knowledge.backgrounds.get(background.subject)
    if known is None or known.id == OTHER:
        return None
    return Fit.MEETS if ask.requirement in known.covers else Fit.MAY


def _reading(ask: Ask, background: Background, knowledge: Knowledge) -> Optional[Fit]:
    return None if background.reads is None else Fit.MEETS if background.reads else Fit.NOT


_JUDGING: Mapping[str, Callable[[Ask, Background, Knowledge], Optional[Fit]]] = {
    "gpa": _gpa,
    WORK: _work,
    "math-programming": _maths,
    "notation": _reading,
}
