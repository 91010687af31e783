"""Several sides of one thing asked for in a row: "the tasks, the schooling, the pay and the outlook"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from overture.answers.base.model import Facet, Mentioned, Question, Shape

_OF_JOBS: tuple[tuple[Facet, str], ...] = (
    (Facet.CAREER_DETAIL, r"tasks?|duties|daily work|responsibilities"),
    (Facet.JOB_EDUCATION, r"schooling|education|training|qualifications?|degree needed"),
    (Facet.SALARY, r"pay|salary|salaries|wages?|earnings|income|money"),
    (Facet.OUTLOOK, r"outlook|growth|future|job prospects|prospects"),
)
_OF_STUDY: tuple[tuple[Facet, str], ...] = (
    (Facet.LENGTH, r"length|duration|how long it (?:is|takes)|credits"),
    (Facet.COST, r"tuition|costs?|prices?|how much it (?:is|costs)"),
    (Facet.FUNDING, r"funding|scholarships?|assistantships?"),
    (Facet.APPLICATION, r"deadlines?|due dates?|application fee"),
    (Facet.PORTFOLIO, r"portfolio"),
    (Facet.ENTRANCE_EXAM, r"gre|entrance exam"),
    (Facet.COURSES, r"courses|classes|curriculum"),
    (Facet.PREREQUISITES, r"requirements|admission requirements"),
)
_BETWEEN = (
    r"(?:\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|&|n|plus)\s+|\s*/\s*|\s*\+\s*)(?:(?:also|the|its|their|what|about)\s+)*"
)
_JOBS = frozenset({"career"})
_OFFERS = frozenset({"program", "school"})


def split(question: Question) -> list[Question]:
    """One question for each side that is named in a row, in order; the question alone where there are not several.

    Args:
        question: as read from one clause.
    """
    sides = _OF_JOBS if _all_of(question.about, _JOBS) else _OF_STUDY if _all_of(question.about, _OFFERS) else ()
    facets = list(dict.fromkeys(_listed(question.text.lower(), sides))) if sides else []
    if len(facets) < 2 or question.facet not in facets or question.shape is Shape.COMPARE:
        return [question]
    about = tuple(m for m in question.about if m.subject.kind in _JOBS | _OFFERS | {"place"})
    return [replace(question, facet=facet, about=about, near=()) for facet in facets]


def _all_of(about: Sequence[Mentioned], kinds: frozenset[str]) -> bool:
    """Whether a question is on things of these kinds and on no others of their like."""
    found = {m.subject.kind for m in about} & (_JOBS | _OFFERS)
    return bool(found) and found <= kinds


def _listed(text: str, sides: Sequence[tuple[Facet, str]]) -> Iterator[Facet]:
    """The sides of the first row of at least two."""
    noun = "|".join(pattern for _, pattern in sides)
    row = re.search(rf"\b(?:{noun})\b(?:{_BETWEEN}(?:{noun})\b)+", text)
    for found in re.finditer(rf"\b(?:{noun})\b", row.group()) if row else ():
        yield next(facet for facet, pattern in sides if re.fullmatch(pattern, found.group()))
