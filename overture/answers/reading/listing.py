"""Whether a message wants a list of programs, whatever side of studying it seems to speak of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Optional

from overture.answers.base.model import Facet, Filters, Mentioned, Question, Shape
from overture.answers.reading.said import unnamed
from overture.knowledge.criteria import criteria

_LISTS = frozenset({Shape.LIST, Shape.COUNT, Shape.BEST})
_OFFERS = re.compile(
    r"\b(?:schools?|programs?|programmes?|progs?|univers(?:ity|ities)|unis?|colleges?|institut(?:es?|ions?)"
    r"|conservator(?:y|ies)|hbcus?|masters?|master's|degrees|courses|ones)\b",
    re.IGNORECASE,
)
# Facets that are about programs only by mistake, with the words that show that they are meant after all.
_MEANT: Mapping[Facet, str] = {
    Facet.OVERVIEW: r"what is (?:an?|the)\b",
    Facet.DEGREE_TITLES: (
        r"\b(?:mean|means|meaning|stands? for|called|names?|titles?|kinds?|types?|sorts?|letters|differ\w*)\b"
    ),
    Facet.TERM: r"\b(?:mean|means|meaning|define|definition|stand for)\b",
    Facet.CAREER_DETAIL: r"\b(?:jobs?|careers?|all day|tasks?|duties)\b",
    Facet.SALARY: r"\b(?:pays?|paid|salar\w+|wages?|earn\w*|income|make)\b",
    Facet.OUTLOOK: r"\b(?:outlook|growth|growing|demand|prospects?|job market|future)\b",
    Facet.JOB_EDUCATION: r"\b(?:jobs?|careers?|become|work as|engineers?)\b",
    Facet.TEACHING: r"\b(?:teach\w*|professors?|faculty)\b",
    Facet.COMPARE: r"\b(?:compar\w+|vs|versus|differ\w*|better|easier|side by side)\b",
    Facet.FIT: r"\b(?:fits?|right for|suit\w*|for me|recommend\w*|should i|best for|too old|advice)\b",
    Facet.WORTH: r"\b(?:worth|pay off|pays off|regret\w*|return|waste)\b",
    Facet.SOURCES: r"\b(?:sources?|numbers?|figures?|data|says|old|cite)\b",
}
_WORDS = {facet: re.compile(pattern, re.IGNORECASE) for facet, pattern in _MEANT.items()}
# What is better said side by side than listed, once two of a kind are named.
_COMPARED = frozenset(
    {
        Facet.SCHOOLS,
        Facet.DEGREE_TITLES,
        Facet.LEVELS,
        Facet.CONCENTRATIONS,
        Facet.CAREER_DETAIL,
        Facet.COURSE_DETAIL,
        Facet.OVERVIEW,
    }
)
_AGAINST = re.compile(
    r"\b(?:better|worse|easier|harder|differ\w*|compar\w+|vs|versus|against|distinguish\w*|apart)\b", re.IGNORECASE
)
# "Associate against bachelor's": names and nothing else.
_BARE = re.compile(
    r"\W*(?:(?:an?|the|vs|versus|against|compared?|to|with|degrees?)\W+)*(?:degrees?)?\W*", re.IGNORECASE
)
_COMPARABLE = ("degree", "level", "concentration", "career", "course", "school", "program")


def wants_programs(facet: Optional[Facet], about: Sequence[Mentioned], found: Filters, shape: Shape, text: str) -> bool:
    """Whether programs under conditions are wanted: "which programs need no GRE", though the GRE is a word to explain.

    Args:
        facet: what the message seems to ask.
        about: what it mentions; with a job or a school in it, it is about that.
        found: its conditions.
        shape: the shape that its words ask for.
        text: the message.
    """
    words = _WORDS.get(facet) if facet else None
    if words is None or shape not in _LISTS or not criteria(found) or words.search(text):
        return False
    return bool(_OFFERS.search(text)) and not any(m.subject.kind in ("career", "school", "program") for m in about)


def side_by_side(question: Question) -> Question:
    """The question as a comparison, where two things of a kind are set against each other: "MM or MS"."""
    against = question.shape is Shape.COMPARE or bool(_AGAINST.search(question.text))
    if not against or (question.facet not in _COMPARED and not _BARE.fullmatch(unnamed(question.text, question.about))):
        return question
    if not any(len(question.of_kind(kind)) > 1 for kind in _COMPARABLE):
        return question
    return replace(question, facet=Facet.COMPARE)
