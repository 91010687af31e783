"""One attribute of a program, where a question wants no more than that: "can I start in spring", "is it STEM"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Optional

from overture.answers.base import school_words
from overture.answers.base.model import Facet, Question
from overture.answers.base.subjects import BUILT_ON
from overture.answers.base.words import capital, joined
from overture.answers.study import cells
from overture.knowledge.programs import Ask, Cited, Program, Said

_EVENTS = {
    "opens": "Applications open",
    "early": "Early round",
    "priority": "Priority date",
    "application": "Application deadline",
    "late": "Late round",
    "final": "Final date",
    "portfolio": "Portfolio due",
    "materials": "Materials due",
    "financial-aid": "Financial aid date",
    "entrance-exam": "Entrance exam",
    "interview": "Interviews",
    "decision": "Decision",
    "reply": "Reply due",
}
_TERM = r"(?:spring|fall|autumn|summer|winter|january|february|august|september|october)"


@dataclass(frozen=True)
class Point:
    """One thing that a page says: a label, the text, the fact behind it; ``ask`` where it is a requirement."""

    label: str
    text: str
    fact: Optional[Cited] = None
    ask: Optional[Ask] = None


def said(label: str, known: Optional[Said]) -> Iterator[Point]:
    """A cited text as a point, if there is one."""
    if known:
        yield Point(label, known.text, known)


def asks(program: Program, requirements: Iterable[str]) -> Iterator[Point]:
    """What is asked of applicants, as far as known, in the order of the requirements."""
    for requirement in requirements:
        ask = program.ask(requirement)
        if ask:
            yield Point(capital(school_words.bare(requirement)), ask.text, ask, ask)


def notes(program: Program, topics: Iterable[str]) -> Iterator[Point]:
    """Notes on some topics, in the order of the topics."""
    for topic in topics:
        for note in program.notes:
            if note.topic == topic:
                yield Point(topic.replace("-", " ").capitalize(), note.text, note)


def dates(program: Program) -> Iterator[Point]:
    """The dates of the application calendar."""
    for known in program.deadlines:
        if known.month or known.rolling or known.text:
            audience = {"international": " (international)", "online": " (online)"}.get(known.audience or "", "")
            text = ". ".join(filter(None, (cells.calendar(known), known.text)))
            yield Point(_EVENTS[known.event] + audience, text, known)


def software(program: Program) -> Iterator[Point]:
    """Software that is taught or expected."""
    for known in program.software:
        label = "Software taught" if known.use == "taught" else "Software expected of applicants"
        yield Point(label, joined(known.items), known)


@dataclass(frozen=True)
class _Side:
    """A narrower question: in which facets it comes up, its words, what is wanted, and what answers it."""

    facets: frozenset[Facet]
    words: re.Pattern[str]
    wanted: str
    points: Callable[[Program], Iterable[Point]]


def _side(facets: str, words: str, wanted: str, points: Callable[[Program], Iterable[Point]]) -> _Side:
    return _Side(frozenset(map(Facet, facets.split())), re.compile(words, re.IGNORECASE), wanted, points)


def _on(*topics: str) -> Callable[[Program], Iterable[Point]]:
    return lambda program: notes(program, topics)


def _asking(requirement: str) -> Callable[[Program], Iterable[Point]]:
    return lambda program: asks(program, (requirement,))


_SIDES = (
    _side(
        "application",
        r"\bchances?\b|accept\w* rates?|\bcompetitive|how hard|\bodds\b|selective"
        r"|how many (?:people|students|applicants)|(?:share|part|percent\w*|fraction|out) of (?:the |all |those )?"
        r"(?:applicants|people who appl\w+|who appl\w+)|\badmi(?:t|ssion)s? rates?",
        "how many it admits",
        _on("selection", "cohort"),
    ),
    _side(
        "application prerequisites entrance_exam",
        r"\binterview",
        "whether there is an interview",
        _asking("admission-interview"),
    ),
    _side(
        "application prerequisites",
        r"\bessays?\b",
        "whether it asks for a statement or essay",
        _asking("statement-of-purpose"),
    ),
    _side(
        "prerequisites",
        BUILT_ON.pattern,
        "whether it asks for a bachelor's degree, and in what",
        _asking("bachelors-degree"),
    ),
    _side("application", r"\btransfer", "whether credits can be brought over", _on("transfer-credit")),
    _side("application", r"\bdefer", "whether the start can be put off", _on("deferral")),
    _side("application", r"\breappl|\bapply again|\brejected", "whether one can apply again", _on("reapplying")),
    _side("application", r"\bdeposit", "whether there is a deposit", _on("deposit")),
    _side(
        "application length online",
        r"\bwhen (?:does|do|can|could|would|will) (?!.*\bappl).*\b(?:start|begin)\b"
        rf"|\b(?:start|begin)\b.*\bin (?:the )?{_TERM}\b"
        r"|\b(?:which|what) (?:term|semester|month)\b.*\b(?:start|begin)|\bintakes?\b",
        "when it starts",
        lambda program: said("Start", program.starts),
    ),
    _side(
        "application",
        r"deadline|\bdue\b|apply by|\bwhen\b|\bdates?\b|cut-?off|\blast day|too late",
        "its dates",
        dates,
    ),
    _side(
        "length online",
        r"\bpart[- ]?time\b|\bevenings?\b|\bweekends?\b",
        "whether it can be studied part time",
        lambda program: said("Part time", program.part_time),
    ),
    _side("length", r"\bcredits?\b", "how many credits it has", lambda program: said("Credits", program.credits)),
    _side("international", r"\bstem\b", "whether it counts as STEM", lambda program: said("STEM list", program.stem)),
    _side(
        "courses course_detail studio_ensemble",
        r"\bsoftware\b|\bdaws?\b",
        "which software it teaches",
        software,
    ),
)


def narrow(question: Question) -> Optional[Callable[[Program], Iterable[Point]]]:
    """What answers a question on one attribute; None for wider ones."""
    side = _asked(question)
    return side.points if side else None


def narrow_words(question: Question) -> str:
    """What such a question wants, as it follows "don't say"; empty for wider ones."""
    side = _asked(question)
    return side.wanted if side else ""


def _asked(question: Question) -> Optional[_Side]:
    return next((s for s in _SIDES if question.facet in s.facets and s.words.search(question.text)), None)
