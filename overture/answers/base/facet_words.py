"""Words that say which side of a thing is asked, whatever the rest of the message looks like.

What a job is called colors a whole sentence: "how much are college professors paid" looks
like a question on teaching.  Beside a job, "paid" leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Optional

from overture.answers.base.model import Facet, Mentioned

_ON_WORK = frozenset(
    {Facet.CAREERS, Facet.CAREER_DETAIL, Facet.SALARY, Facet.OUTLOOK, Facet.JOB_EDUCATION, Facet.TEACHING}
)
_PAY = re.compile(
    r"\b(?:earn(?:s|ed|ing|ings)?|salar(?:y|ies)|wages?|(?:under)?paid|pay(?:s|ing)?(?! (?:off|for|attention|it))"
    r"|(?:do|does|did|can|could|would|will) .{2,60}\bmake(?=\s*(?:\?|$|in\b|a (?:year|month)|an hour|per\b)))\b",
    re.IGNORECASE,
)
_OUTLOOK = re.compile(
    r"\b(?:outlook|openings?|in demand|job (?:growth|market)|(?:be|still) needed"
    r"|(?:grow|shrink)(?:s|ing)?\b.*\bjobs?)\b",
    re.IGNORECASE,
)
_SCHOOLING = re.compile(
    r"\b(?:(?:what|which|how much) (?:education|schooling|degree|training|qualifications?)\b.*\bneed\w*"
    r"|(?:education|schooling|degree|training) (?:do|does|is|are)\b.*\bneed\w*)\b",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"\bwhat (?:does|do)\b.{1,60}\b(?:mean|stand for)\b|\b(?:explain|define)\b|\b(?:meaning|definition) of\b"
    r"|\bwhat is meant by\b",
    re.IGNORECASE,
)

_PAPERS = re.compile(
    r"\b(?:documents?|paperwork|papers|forms) (?:do|does|must|should|will|would|are|is|to)\b", re.IGNORECASE
)
TRACK = re.compile(r"\b(?:focus|tracks?|concentrations?|emphasis|speciali[sz]ation)\b", re.IGNORECASE)
# Somebody's aim, which a question behind it ("what degree", "how") goes back to.
_TO_TEACH = re.compile(
    r"\b(?:want|like|love|hope|hoping|plan|planning|goal|dream|aim|wish)\b.{0,20}\bteach(?:ing)?\b.{0,30}"
    r"\b(?:college|university|school)s?\b"
    r"|\bto become an? (?:college|university) (?:teacher|professor|lecturer)\b",
    re.IGNORECASE,
)
_BESIDE_TEACHING = frozenset(
    {Facet.SCHOOLS, Facet.DEGREE_TITLES, Facet.LEVELS, Facet.PREREQUISITES, Facet.JOB_EDUCATION, Facet.CAREERS}
)
_WHERE = re.compile(r"\bwhere (?:is|are) (?:it|that|this|they|those) (?:taught|held|given)\b", re.IGNORECASE)
_ON_SCHOOLS = frozenset({Facet.SCHOOLS, Facet.OVERVIEW, Facet.DEGREE_TITLES})
_SIDES = (
    (
        Facet.APPLICATION,
        re.compile(r"\bessays?\b|\bletters? of rec|\brecommendation letters?\b|\btranscripts?\b", re.I),
    ),
    (Facet.APPLICATION, re.compile(r"\b(?:resum[eé]|cv|application (?:deadline|fee))\b|\binterview", re.I)),
    (Facet.COURSES, re.compile(r"\b(?:which|what) software\b|\bsoftware (?:is|do|does|will)\b", re.I)),
    (Facet.INTERNATIONAL, re.compile(r"\bstem\b|\btoefl\b|\bielts\b", re.I)),
    (Facet.LENGTH, re.compile(r"\b(?:which|what) (?:term|semester)\b.*\b(?:begin|start)", re.I)),
)


def by_words(facet: Optional[Facet], about: Sequence[Mentioned], text: str) -> Optional[Facet]:
    """The facet that the words ask for, else the one given.

    Args:
        facet: what the message was read as; None where it asks nothing.
        about: what the message names.
        text: the message.
    """
    kinds = {mentioned.subject.kind for mentioned in about}
    if facet is None:
        return None
    facet = _of_papers(facet, text)
    if facet is Facet.COURSES and _WHERE.search(text):
        return Facet.SCHOOLS
    if kinds & {"school", "program"}:
        return _of_a_school(facet, kinds, text)
    if "career" in kinds:
        return _of_a_job(facet, text)
    if facet is Facet.TEACHING and "concentration" in kinds and TRACK.search(text):
        return Facet.CONCENTRATIONS
    if facet in _BESIDE_TEACHING and not kinds & {"place", "requirement"} and _TO_TEACH.search(text):
        return Facet.TEACHING
    if kinds == {"term"} and facet is not Facet.COMPARE and _MEANING.search(text):
        return Facet.TERM
    return facet


def _of_papers(facet: Facet, text: str) -> Facet:
    """What has to be sent in is a matter of applying, not of what one must have done before."""
    return Facet.APPLICATION if facet is Facet.PREREQUISITES and _PAPERS.search(text) else facet


def _of_a_school(facet: Facet, kinds: set[str], text: str) -> Facet:
    """Of a school or program that is merely asked about: the side of it that the words name."""
    if facet not in _ON_SCHOOLS:
        return facet
    named = next((side for side, words in _SIDES if words.search(text)), None)
    return named or (Facet.PREREQUISITES if "requirement" in kinds else facet)


def _of_a_job(facet: Facet, text: str) -> Facet:
    if facet in _ON_WORK | {Facet.COST, Facet.OVERVIEW, Facet.LEVELS} and _PAY.search(text):
        return Facet.SALARY
    if facet in _ON_WORK - {Facet.SALARY} and _OUTLOOK.search(text):
        return Facet.OUTLOOK
    if facet in _ON_WORK | {Facet.PREREQUISITES, Facet.LEVELS, Facet.DEGREE_TITLES} and _SCHOOLING.search(text):
        return Facet.JOB_EDUCATION
    return facet
